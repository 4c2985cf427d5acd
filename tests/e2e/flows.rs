//! What a person comes for: place an order, break it, watch it turn back, walk through time, help a stuck saga.

use crate::support::{Page, Scheme, Viewport, keys};

/// An open page without the guided start in the way.
fn shop() -> Page {
    shop_on(Viewport::DESK)
}

fn shop_on(viewport: Viewport) -> Page {
    // A link opens without the guided start.
    Page::open_as("#seed=1", viewport, Scheme::Dark)
}

fn types(page: &Page) -> String {
    page.eval("return window.eventarium.events({}).map(event => event.type).join(' ')").as_str().unwrap().to_owned()
}

fn status(page: &Page) -> String {
    let script = "return (window.eventarium.readModel('orders')[0] ?? {status: 'none'}).status";
    page.eval(script).as_str().unwrap().to_owned()
}

#[test]
fn an_order_that_is_placed_and_played_shows_its_events_by_name() {
    let page = shop();
    page.click_button("Place order");
    page.click_button("Play");
    page.wait_for_text("OrderPlaced");
    page.wait_for_text("InventoryReserved");
    page.click_button("Pause");
    assert!(types(&page).starts_with("OrderPlaced InventoryReserved"));
    assert_eq!(page.console_errors(), Vec::<String>::new());
    assert_eq!(page.requests_elsewhere(), Vec::<String>::new());
}

#[test]
fn a_broken_order_is_compensated_backwards_and_can_be_walked_back() {
    let page = shop();
    let switch = page.named("input, [role=switch], button", "Shipping unavailable");
    page.session.click(&switch);
    page.click_button("Place order");
    page.click_button("To end");
    let story = types(&page);
    let place = |name: &str| story.find(name).unwrap_or_else(|| panic!("no {name} in {story}"));
    assert!(place("ShipmentRefused") < place("PaymentRefunded"));
    assert!(place("PaymentRefunded") < place("InventoryReleased"));
    assert_eq!(status(&page), "cancelled");
    let end = page.eval("return window.eventarium.hash()");

    page.eval("window.eventarium.seek(1500)");
    page.wait_for_text("00:01.500");
    assert_eq!(status(&page), "placed");
    page.click_button("To end");
    assert_eq!(page.eval("return window.eventarium.hash()"), end);
    page.assert_accessible();
}

#[test]
fn the_slider_walks_through_time() {
    let page = shop();
    page.click_button("Place order");
    page.click_button("To end");
    let before = page.eval("return window.eventarium.now()").as_f64().unwrap();
    let slider = page.named("[type=range], [role=slider]", "Timeline");
    page.session.type_into(&slider, keys::LEFT);
    let after = page.eval("return window.eventarium.now()").as_f64().unwrap();
    assert!(after < before, "{after} < {before}");
    page.session.type_into(&slider, keys::HOME);
    assert_eq!(page.eval("return window.eventarium.now()"), 0);
}

#[test]
fn a_stuck_saga_is_helped_by_a_person() {
    let page = shop();
    page.eval("window.eventarium.reset({scenario: 'stuck'}); window.eventarium.runUntilQuiet(120000)");
    assert_eq!(page.eval("return window.eventarium.saga('ord-1').state"), "stuck");
    let tab = page.named("[role=tab]", "Saga");
    page.session.click(&tab);
    page.eval("document.querySelector('#inspector-panel .row-button').click()");
    page.click_button("Mark as done");
    page.click_button("To end");
    assert_eq!(page.eval("return window.eventarium.saga('ord-1').state"), "compensated");
    assert_eq!(page.eval("return window.eventarium.saga('ord-1').compensations[1].status"), "by-hand");
}

#[test]
fn a_poison_message_is_corrected_on_the_screen() {
    let page = shop();
    page.eval(
        "const e = window.eventarium; e.reset({}); e.inject({kind: 'poison', target: 'inventory', count: 1});
         e.send({type: 'PlaceOrder', orderId: 'ord-7', customerId: 'cust-441',
                 items: [{sku: 'PROD-456', quantity: 1, unitPriceCents: 100}]}); e.advance(6000)",
    );
    assert_eq!(page.eval("return window.eventarium.deadLetters().length"), 1);
    let tab = page.named("[role=tab]", "Queues");
    page.session.click(&tab);
    page.fill("Body", "nonsense");
    page.click_button("Redrive");
    page.wait_for_text("this is not JSON");
    page.fill("Body", r#"{"orderId": "ord-7", "items": [{"sku": "PROD-456", "quantity": 1, "unitPriceCents": 100}]}"#);
    page.click_button("Redrive");
    page.wait_until("window.eventarium.deadLetters().length === 0");
    page.eval("window.eventarium.runUntilQuiet(60000)");
    assert_eq!(page.eval("return window.eventarium.saga('ord-7').state"), "completed");
}

#[test]
fn a_fork_keeps_the_run_that_was() {
    let page = shop();
    page.click_button("Place order");
    page.eval("window.eventarium.runUntilQuiet(60000); window.eventarium.seek(1000)");
    let before = page.eval("return window.eventarium.branches()[0].headStep");
    page.click_button("Fork");
    page.eval("document.querySelector('.fork-choice').click()");
    page.wait_until("window.eventarium.branches().length === 2");
    page.eval(
        "window.eventarium.inject({kind: 'unavailable', target: 'shipping'}); window.eventarium.runUntilQuiet(60000)",
    );
    assert_eq!(
        page.eval("return window.eventarium.saga(window.eventarium.readModel('orders')[0].orderId).state"),
        "compensated"
    );
    page.click_button("Walk on in main");
    page.wait_until("window.eventarium.branches()[0].current");
    assert_eq!(page.eval("return window.eventarium.branches()[0].headStep"), before);
    page.click_button("To end");
    assert_eq!(status(&page), "shipped");
}

#[test]
fn everything_can_be_done_with_the_keyboard_alone() {
    let page = shop();
    let button = page.button("Place order");
    page.session.type_into(&button, keys::ENTER);
    page.eval("document.activeElement.blur()");
    page.press(keys::RIGHT);
    page.press(keys::RIGHT);
    let forward = page.eval("return window.eventarium.trace({}).length").as_u64().unwrap();
    page.press(keys::LEFT);
    let back = page.eval("return window.eventarium.trace({}).length").as_u64().unwrap();
    assert!(back < forward, "{back} < {forward}");
    // The first time to the end of what is known, the second time on until it is quiet.
    page.press(keys::END);
    page.press(keys::END);
    assert_eq!(status(&page), "shipped");
    page.press(keys::HOME);
    assert_eq!(page.eval("return window.eventarium.now()"), 0);
}

#[test]
fn nonsense_in_the_form_is_refused_beside_the_field_and_changes_nothing() {
    let page = shop();
    let hash = page.eval("return window.eventarium.hash()");
    page.eval(
        "const field = [...document.querySelectorAll('.panel.commands input')].find(input => input.value === 'cust-441');
         field.value = ''; field.dispatchEvent(new Event('input', {bubbles: true}))",
    );
    page.click_button("Place order");
    page.wait_for_text("an id has at least one character");
    assert_eq!(page.eval("return window.eventarium.hash()"), hash);
    for nonsense in ["{quantity: 0}", "{quantity: -1}", "{quantity: NaN}", "{quantity: 2**53}", "{sku: 'NOPE'}"] {
        let script = format!(
            "try {{ window.eventarium.send({{type: 'PlaceOrder', customerId: 'c', items: [{{sku: 'PROD-456', quantity: 1,
             unitPriceCents: 1, ...{nonsense}}}]}}); return 'taken'; }} catch (error) {{ return error.code; }}"
        );
        assert_eq!(page.eval(&script), "bad-command", "{nonsense}");
    }
    assert_eq!(page.eval("return window.eventarium.hash()"), hash);
}

#[test]
fn the_phone_shows_one_view_at_a_time_and_the_timeline_always() {
    let page = shop_on(Viewport::PHONE);
    page.click_button("Order");
    page.click_button("Place order");
    page.click_button("Play");
    page.wait_for_text("OrderPlaced");
    page.click_button("Inspect");
    page.named("[type=range], [role=slider]", "Timeline");
    page.assert_accessible();
    let overflows = page.eval("return document.documentElement.scrollWidth > window.innerWidth + 1");
    assert_eq!(overflows, false);
}

#[test]
fn another_run_leaves_nothing_of_the_one_before_on_the_screen() {
    let page = shop();
    page.click_button("Place order");
    page.click_button("To end");
    page.wait_for_text("InventoryShipped");
    page.eval("window.eventarium.reset({scenario: 'stuck'}); window.eventarium.runUntilQuiet(120000)");
    page.wait_for_text("PaymentRefundFailed");
    page.wait_until("!document.querySelector('#inspector-panel').innerText.includes('InventoryShipped')");
    let latest = page.eval("return document.querySelector('.latest').innerText");
    let shown = latest.as_str().unwrap();
    for name in ["ShipmentRefused", "PaymentRefundFailed", "InventoryReleased"] {
        assert!(shown.contains(name), "{shown}");
    }
}

#[test]
fn a_notice_covers_neither_the_pictures_nor_the_transport() {
    let over = "const toast = document.querySelector('.toast').getBoundingClientRect(); \
        return ['.strip', '.transport', '.timeline-body', '.upper'].filter((part) => [...document.querySelectorAll(part)].some((thing) => { \
            const box = thing.getBoundingClientRect(); \
            return box.width > 0 && toast.left < box.right && box.left < toast.right && toast.top < box.bottom && box.top < toast.bottom; \
        }))";
    for viewport in [Viewport::DESK, Viewport::LAPTOP, Viewport::PHONE] {
        let page = Page::open_as("#scenario=happy-path&seed=7", viewport, Scheme::Dark);
        page.press("c");
        page.wait_for_text("There is only one branch.");
        assert_eq!(page.eval(over), serde_json::json!([]), "{viewport:?}");
    }
}
