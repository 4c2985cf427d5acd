//! Why a value is here, what an act led to, and the past that is edited or corrected.

use crate::support::{Page, Scheme, Viewport, keys};

/// The page with a story played to its end.
fn played(id: &str) -> Page {
    let page = Page::open_as("#seed=1", Viewport::DESK, Scheme::Dark);
    page.eval(&format!("window.eventarium.reset({{scenario: '{id}'}}); window.eventarium.runUntilQuiet(120000)"));
    page
}

fn tab(page: &Page, name: &str) {
    page.session.click(&page.named("[role=tab]", name));
}

/// Chooses the first event of this name among the latest ones.
fn choose(page: &Page, name: &str) {
    tab(page, "Event");
    page.session.click(&page.named(".latest button", name));
    page.wait_until(&format!("document.querySelector('.sheet-head h2')?.innerText === '{name}'"));
}

fn net_cents(page: &Page) -> i64 {
    page.eval("return window.eventarium.readModel('revenue').netCents").as_i64().unwrap()
}

#[test]
fn why_of_a_field_lights_its_chain_in_every_view() {
    let page = played("happy-path");
    tab(&page, "Reads");
    page.session.click(&page.named(".segment", "Revenue"));
    page.session.click(&page.named(".why-field", "€ 309.97 why?"));
    page.wait_for_text("revenue: captured is € 309.97");
    let chain = "[...document.querySelectorAll('.why-chain .chip')].map(chip => chip.innerText).join(' ')";
    let expected = "PlaceOrder OrderPlaced ReserveInventory InventoryReserved ChargePayment PaymentCharged";
    page.wait_until(&format!("{chain} === '{expected}'"));
    // The focus has gone to the answer; Escape gives it back.
    page.wait_until("document.activeElement.id === 'why-title'");
    page.assert_accessible();
    page.session.click(&page.named("[role=tab]", "Causes"));
    page.wait_until("document.querySelectorAll('.cause.lit').length === 6");
    page.session.click(&page.named("[role=tab]", "Log"));
    page.eval("document.querySelector('.log-window').scrollTop = 0");
    page.wait_until("document.querySelector('.log-row.lit') !== null");
    page.session.click(&page.named(".why-chain .chip", "ChargePayment"));
    page.wait_until("document.querySelector('.why-chain .lit, .inspector .chip.here') !== null");
    page.click_button("Close the explanation");
    page.wait_until("document.querySelector('.why') === null");
    page.session.click(&page.named("[role=tab]", "Causes"));
    page.wait_until("document.querySelectorAll('.cause.lit').length === 1");
    assert_eq!(page.console_errors(), Vec::<String>::new());
}

#[test]
fn the_key_explains_a_field_of_a_saga_and_of_a_state() {
    let page = played("stuck");
    tab(&page, "Saga");
    // Nothing is chosen: the saga that needs a person is shown.
    page.wait_until("document.querySelector('.sheet-head .phase')?.innerText.includes('needs a person')");
    page.eval("document.querySelector('.sheet-head .why-field').focus()");
    page.press("e");
    page.wait_for_text("saga of ord-1: state of the saga is stuck");
    page.press(keys::ESCAPE);
    page.wait_until("document.querySelector('.why') === null && document.activeElement.className === 'why-field'");
    choose(&page, "PaymentCharged");
    tab(&page, "State");
    page.wait_until("document.querySelector('.diff.after .why-field') !== null");
    page.eval("document.querySelector('.diff.after .why-field').click()");
    page.wait_for_text("payment-ord-1: status is charged");
    page.click_button("Next event of the stream");
    page.wait_for_text("version 1, event 2 of");
    page.fill("As of second", "0.001");
    page.click_button("Show");
    page.wait_for_text("nothing had been stored in payment-ord-1");
    page.assert_accessible();
}

#[test]
fn an_act_tells_all_its_effects_and_an_event_what_it_changed() {
    let page = played("happy-path");
    choose(&page, "PaymentCharged");
    page.wait_for_text("state of payment-ord-1");
    page.wait_until(
        "[...document.querySelectorAll('.differences')].some(table => table.innerText.includes('€ 309.97'))",
    );
    page.click_button("Effects of the act it came from");
    page.wait_for_text("PlaceOrder was answered (accepted) at");
    page.wait_until("document.querySelectorAll('.ledger tbody tr').length > 8");
    page.assert_accessible();
}

#[test]
fn a_skipped_event_is_missing_in_a_branch_of_its_own() {
    let page = played("happy-path");
    let hash = page.eval("return window.eventarium.hash()");
    choose(&page, "PaymentCharged");
    page.click_button("Change the past");
    page.click_button("Try it in a branch of its own");
    page.wait_for_text("2 read models differ, the saga went from completed to running");
    page.wait_for_text("Branch “without PaymentCharged”");
    assert_eq!(net_cents(&page), 0);
    assert_eq!(page.eval("return window.eventarium.branches().length"), 2);
    page.assert_accessible();
    page.click_button("Back to “main”");
    assert_eq!(page.eval("return window.eventarium.hash()"), hash);
    assert_eq!(net_cents(&page), 30_997);
}

#[test]
fn a_payload_that_cannot_be_is_refused_at_its_field() {
    let page = played("happy-path");
    choose(&page, "PaymentCharged");
    page.click_button("Change the past");
    page.session.click(&page.named(".past .segment", "Change"));
    page.fill("New payload", "nonsense");
    page.click_button("Try it in a branch of its own");
    page.wait_for_text("this is not JSON");
    page.fill("New payload", r#"{"orderId": "ord-1", "customerId": "cust-441", "amountCents": 1, "charge": 1}"#);
    page.click_button("Try it in a branch of its own");
    page.wait_for_text("Branch “PaymentCharged changed”");
    assert_eq!(net_cents(&page), 1);
}

#[test]
fn the_first_legal_way_takes_an_effect_back() {
    let page = played("happy-path");
    choose(&page, "PaymentCharged");
    page.click_button("Change the past");
    page.click_button("Send RefundPayment");
    page.click_button("To end");
    assert_eq!(net_cents(&page), 0);
    assert_eq!(page.eval("return window.eventarium.branches().length"), 1);
}

#[test]
fn the_second_legal_way_deploys_an_upcaster() {
    let page = played("happy-path");
    choose(&page, "PaymentCharged");
    page.click_button("Change the past");
    page.wait_for_text("PaymentCharged has had one shape only.");
    page.eval("window.eventarium.reset({scenario: 'versions'}); window.eventarium.advance(7000)");
    let upcasting = "window.eventarium.settings().history.upcasters";
    assert_eq!(page.eval(&format!("return {upcasting}")), "off");
    choose(&page, "OrderPlaced");
    page.click_button("Deploy the upcaster");
    page.wait_until(&format!("{upcasting} === 'on'"));
    page.wait_for_text("This OrderPlaced is read through the upcaster already.");
}

/// Corrects the charge in a copy and says which one.
fn charge_five_cents(page: &Page, scope: &str, button: &str) {
    choose(page, "PaymentCharged");
    page.click_button("Change the past");
    page.session.click(&page.named(".past .segment", "Change"));
    page.fill("New payload", r#"{"orderId": "ord-1", "customerId": "cust-441", "amountCents": 5, "charge": 1}"#);
    page.session.click(&page.named(".legal .segment", scope));
    page.click_button(button);
}

fn assert_corrected(page: &Page) {
    assert_eq!(net_cents(page), 5);
    assert_eq!(page.eval("return window.eventarium.branches().length"), 1);
    let chain = "window.eventarium.invariants().find(rule => rule.id === 'I13').ok";
    assert_eq!(page.eval(&format!("return {chain}")), true);
}

#[test]
fn the_third_legal_way_copies_a_stream_and_archives_the_old_one() {
    let page = played("happy-path");
    charge_five_cents(&page, "This stream", "Copy the stream with the changed PaymentCharged");
    page.wait_for_text("the old stream is archived. The chain of hashes held before, and it holds now.");
    assert_corrected(&page);
    page.click_button("Browse what was archived");
    page.wait_for_text("Archived, read only");
    page.wait_for_text("The stream payment-ord-1 as it was until");
    page.wait_until("document.querySelectorAll('.archive-rows > tbody > tr').length === 1");
    page.wait_until("document.querySelector('.archive-rows tr.odd').innerText.includes('changed in the copy')");
    page.assert_accessible();
    page.eval("window.eventarium.seek(0)");
    page.wait_for_text("Nothing is archived up to the cursor");
}

#[test]
fn the_third_legal_way_copies_the_whole_log_where_that_is_wanted() {
    let page = played("happy-path");
    charge_five_cents(&page, "The whole log", "Copy the log with the changed PaymentCharged");
    page.wait_for_text("the old log is archived. The chain of hashes held before, and it holds now.");
    assert_corrected(&page);
    page.click_button("Browse what was archived");
    page.wait_until("document.querySelectorAll('.archive-rows > tbody > tr').length === 8");
    assert_eq!(page.eval("return document.querySelectorAll('.archive-rows > tbody > tr.odd').length"), 1);
}

#[test]
fn what_an_edit_came_to_goes_with_its_run() {
    let page = played("happy-path");
    choose(&page, "ShipmentCreated");
    page.click_button("Change the past");
    page.click_button("Try it in a branch of its own");
    page.wait_for_text("Branch “without ShipmentCreated”");
    page.wait_for_text("The past of this run was edited: its story is not told any more.");
    page.eval("window.eventarium.reset({scenario: 'card-declined'})");
    page.wait_until("document.querySelector('.came') === null");
}
