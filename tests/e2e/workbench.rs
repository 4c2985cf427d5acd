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
    page.click_button("Run it: The rewrite");
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
    page.click_button("Run it: The replay trap");
    let again = "[...document.querySelectorAll('.bench-figures .figure')].map(figure => figure.innerText).join(' ')";
    page.wait_until(&format!("/second time\\s*3/.test({again})"));
    page.wait_for_text("no message takes effect twice");
    page.click_button("Run it: Projection and reactor");
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
