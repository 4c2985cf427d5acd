//! The workbench: what a person does with a log besides watching it.

use crate::support::{Page, Scheme, Viewport, keys};

/// An open page with a tab of the workbench before it.
fn bench(tab: &str) -> Page {
    let page = Page::open_as("#seed=1", Viewport::DESK, Scheme::Dark);
    page.click_button("Workbench");
    page.session.click(&page.named("[role=tab]", tab));
    page
}

/// Plays a story to its end.
fn play(page: &Page, scenario: &str) {
    page.eval(&format!("window.eventarium.reset({{scenario: '{scenario}'}}); window.eventarium.runUntilQuiet(120000)"));
}

/// Runs a story by its card. What it shows moves the cards, so nothing is aimed at here.
fn run(page: &Page, story: &str) {
    let found = page.eval(&format!(
        "const card = document.querySelector('[aria-label^=\"Run it: {story}\"]'); card?.click(); return !!card"
    ));
    assert_eq!(found, true, "{story}");
}

fn assert_clean(page: &Page) {
    assert_eq!(page.axe(), Vec::<String>::new());
    assert_eq!(page.console_errors(), Vec::<String>::new());
    assert_eq!(page.requests_elsewhere(), Vec::<String>::new());
}

#[test]
fn flow_and_workbench_change_places_by_key_and_the_timeline_stays() {
    let page = Page::open_as("#seed=1", Viewport::DESK, Scheme::Light);
    page.click_button("Place order");
    page.click_button("To end");
    for _ in 0..3 {
        page.eval("document.activeElement.blur()");
        page.press("w");
        page.wait_until("document.querySelector('.bench') && !document.querySelector('.flow')");
        page.named("[type=range], [role=slider]", "Timeline");
        page.press("w");
        page.wait_until("document.querySelector('.flow') && !document.querySelector('.bench')");
    }
    page.session.type_into(&page.named("[role=tab]", "Flow"), keys::RIGHT);
    page.wait_until("document.activeElement.id === 'centre-workbench' && document.querySelector('.bench')");
    assert_clean(&page);
}

#[test]
fn a_read_model_is_built_again_while_the_live_one_serves() {
    let page = bench("Read models");
    page.eval("const e = window.eventarium; e.reset({}); e.send({type: 'PlaceOrder', customerId: 'cust-441', items: [{sku: 'PROD-456', quantity: 1, unitPriceCents: 12999}]}); e.runUntilQuiet(60000)");
    page.click_button("Rebuild from zero");
    page.wait_for_text("The live one serves meanwhile");
    assert_eq!(page.eval("return document.querySelector('.bench progress').value"), 0);
    assert_eq!(page.eval("return window.eventarium.readModel('orders').length"), 1);
    page.eval("window.eventarium.runUntilQuiet(60000)");
    page.wait_for_text("takes over after");
    page.wait_until("!document.querySelector('.bench progress')");
    assert_clean(&page);
}

#[test]
fn a_rewrite_that_says_otherwise_waits_for_a_person() {
    let page = bench("Read models");
    run(&page, "The rewrite");
    page.click_button("Revenue");
    page.wait_for_text("Both have read as far, and they say otherwise");
    page.wait_for_text("refundedCents");
    let before = page.eval("return window.eventarium.readModel('revenue').refundedCents");
    assert!(before.as_u64().unwrap() > 0);
    page.click_button("Promote it anyway");
    page.eval("window.eventarium.runUntilQuiet(60000)");
    assert_eq!(page.eval("return window.eventarium.readModel('revenue').refundedCents"), 0);
    assert_clean(&page);
}

#[test]
fn the_replay_trap_counts_the_mails() {
    let page = bench("Read models");
    run(&page, "The replay trap");
    let again = "[...document.querySelectorAll('.bench-figures .figure')].map(figure => figure.innerText).join(' ')";
    page.wait_until(&format!("/second time\\s*3/.test({again})"));
    page.wait_for_text("no message takes effect twice");
    run(&page, "Projection and reactor");
    page.wait_until(&format!("/second time\\s*0/.test({again})"));
    assert_clean(&page);
}

#[test]
fn the_phone_has_the_workbench_in_the_room_of_the_flow() {
    let page = Page::open_as("#seed=1", Viewport::PHONE, Scheme::Dark);
    page.click_button("Workbench");
    play(&page, "rewrite");
    page.wait_for_text("Rebuild from zero");
    page.named("[type=range], [role=slider]", "Timeline");
    assert_eq!(page.eval("return document.documentElement.scrollWidth > window.innerWidth + 1"), false);
    assert_clean(&page);
}

#[test]
fn a_stale_snapshot_is_caught_and_its_cure_is_one_click_away() {
    let page = bench("Snapshots");
    page.wait_for_text("nothing is loaded from the store");
    run(&page, "A stale snapshot");
    page.wait_for_text("is used, and it is not the fold of the events up to there");
    run(&page, "A snapshot with a revision");
    page.wait_for_text("is of another revision of the logic: it is passed over");
    let broken = "return window.eventarium.invariants().find(line => line.id === 'I16').ok";
    assert_eq!(page.eval(broken), true);
    page.click_button("Throw all snapshots away");
    page.wait_until("document.querySelector('.bench-figures dd').innerText === '0'");
    page.fill("A snapshot whenever", "nonsense");
    page.press(keys::TAB);
    page.wait_for_text("snapshotEvery");
    assert_clean(&page);
}

#[test]
fn every_cell_of_the_grid_was_run_and_has_its_reason() {
    let page = bench("Versions");
    assert_eq!(page.eval("return document.querySelectorAll('.cell-button').length"), 18);
    assert_eq!(page.eval("return document.querySelectorAll('.cell-button.good').length"), 9);
    page.eval("document.querySelectorAll('.cell-button')[2].focus()");
    page.wait_for_text("The order service was rolled back");
    page.session.type_into(&page.named(".cell-button", "✗ readers fail"), keys::ENTER);
    page.wait_for_text("It is parked as a dead letter.");
    assert_clean(&page);
}

#[test]
fn what_is_stored_stays_while_its_readers_are_deployed() {
    let page = bench("Versions");
    play(&page, "versions");
    page.eval("document.querySelector('.bench-panel .choices-row:not(.choices *) .choice:last-child').click()");
    page.wait_for_text("as stored");
    let raw = "return document.querySelector('[aria-label=\"Body as it is stored\"]').innerText";
    let stored = page.eval(raw);
    let read = "document.querySelector('[aria-label=\"Body as it is read\"]')?.innerText ?? ''";
    page.wait_until(&format!("({read}).includes('\"totalCents\": 30997,')"));
    page.click_button("with a mistake");
    page.wait_until(&format!("({read}).includes('3099700')"));
    page.click_button("off");
    page.wait_for_text("no upcaster is deployed for what is older");
    assert_eq!(page.eval(raw), stored);
    assert_clean(&page);
}
