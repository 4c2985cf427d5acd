//! Branches beside each other, chapters, the report, and a run that is handed to somebody else.

use crate::support::{Page, Viewport, keys};

/// An order that ends well in `main`, and in `branch 1`, forked after a second, is undone for want of a carrier.
const TWO_BRANCHES: &str = r"
const e = window.eventarium;
e.send({ type: 'PlaceOrder', customerId: 'cust-441', items: [{ sku: 'PROD-456', quantity: 2, unitPriceCents: 12999 }] });
e.runUntilQuiet(60000);
e.seek(1000);
e.fork({ commands: 'keep' });
e.inject({ kind: 'unavailable', target: 'shipping' });
e.runUntilQuiet(60000);
";

fn two_branches() -> Page {
    let page = Page::open();
    page.click_button("Skip");
    page.eval(TWO_BRANCHES);
    page
}

#[test]
fn two_branches_are_compared_by_button_and_by_key() {
    let page = two_branches();
    page.click_button("Compare with main");
    page.wait_for_text("compensations more");
    let compared = page.eval("return window.eventarium.compare(0, 1)");
    let told = |branch: &str, class: &str| {
        page.eval(&format!("return document.querySelectorAll('[aria-label=\"Events of {branch}\"] .{class}').length"))
    };
    assert_eq!(told("main", "differs"), compared["events"]["onlyInACount"]);
    assert_eq!(told("branch 1", "differs"), compared["events"]["onlyInBCount"]);
    assert!(page.text().contains("ord-1001"), "the row that differs");
    page.assert_accessible();
    page.press(keys::ESCAPE);
    page.wait_until("!document.querySelector('.comparison')");
    page.press("c");
    page.wait_until("document.querySelector('.comparison')");
    page.press("c");
    page.wait_until("!document.querySelector('.comparison')");
    assert_eq!(page.console_errors(), Vec::<String>::new());
}

#[test]
fn the_key_says_so_where_there_is_nothing_to_compare() {
    let page = Page::open();
    page.click_button("Skip");
    page.press("c");
    page.wait_for_text("There is only one branch");
}

#[test]
fn a_link_is_the_same_run_for_somebody_else() {
    let page = two_branches();
    let link = page.eval("return window.eventarium.link()");
    let hash = page.eval("return window.eventarium.hash()");
    let fragment = link.as_str().and_then(|link| link.split_once('#')).map(|(_, fragment)| fragment).unwrap();

    let other = Page::open();
    other.go_to(&format!("#{fragment}"));
    other.wait_until("window.eventarium && window.eventarium.branches().length === 2");
    assert_eq!(other.eval("return window.eventarium.hash()"), hash);
    other.eval("window.eventarium.switchTo(0)");
    page.eval("window.eventarium.switchTo(0)");
    assert_eq!(other.eval("return window.eventarium.hash()"), page.eval("return window.eventarium.hash()"));
}

#[test]
fn a_broken_link_is_refused_in_words_and_changes_nothing() {
    let page = two_branches();
    let hash = page.eval("return window.eventarium.hash()");
    page.eval("location.hash = '#run=AUABOwDE_-FB3wsC50BA6bQYb3JkLTEwMDERYQsB6tBBA2ToUQPo'");
    page.wait_for_text("This link cannot be opened");
    assert_eq!(page.eval("return window.eventarium.hash()"), hash);
}

#[test]
fn the_moments_that_matter_are_walked_and_printed() {
    let page = Page::open();
    page.click_button("Skip");
    page.eval("window.eventarium.reset({ scenario: 'shipping-unavailable' }); window.eventarium.runUntilQuiet(60000); window.eventarium.seek({ step: 0 })");
    page.wait_until("document.querySelectorAll('.chapter').length >= 5");
    page.eval("document.querySelector('input.scrub').focus()");
    let turned = "document.querySelector('.chapter.is-turned-back')?.getAttribute('aria-current') === 'step'";
    for _ in 0..8 {
        if page.eval(&format!("return {turned}")) == true {
            break;
        }
        page.eval("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', shiftKey: true, bubbles: true }))");
        page.eval("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }
    page.wait_until(turned);
    page.click_button("Files");
    page.click_button("Report of the moments that matter, to print");
    page.wait_until("document.querySelector('dialog.report[open]')");
    let chapters = page.eval("return document.querySelectorAll('.chapter').length");
    assert_eq!(page.eval("return document.querySelectorAll('.report-chapters > li').length"), chapters);
    page.wait_until(
        "[...document.querySelectorAll('.report img')].every((image) => image.complete && image.naturalWidth > 0)",
    );
    page.assert_accessible();
    page.click_button("Close");
    page.wait_until("!document.querySelector('dialog.report')");
    assert_eq!(page.console_errors(), Vec::<String>::new());
}

#[test]
fn the_strip_and_all_lanes_share_one_scale() {
    let page = two_branches();
    page.wait_until("document.querySelectorAll('.lane-way').length === 2");
    // Each within a pixel of the strip's inside; the second lane begins where it was forked.
    page.wait_until(
        "(() => {
            const strip = document.querySelector('.strip canvas').getBoundingClientRect();
            const ways = [...document.querySelectorAll('.lane-way')].map((way) => way.getBoundingClientRect());
            const e = window.eventarium, ends = e.branches().map((branch) => branch.headNow);
            const at = strip.left + strip.width * e.branches()[1].at / Math.max(12000, ...ends);
            const bar = document.querySelectorAll('.lane-bar')[1].getBoundingClientRect();
            return ways.every((way) => Math.abs(way.left - strip.left) <= 1 && Math.abs(way.right - strip.right) <= 1)
                && Math.abs(bar.left - at) <= 2;
        })()",
    );
    page.set_viewport(Viewport::PHONE);
    page.wait_until(
        "(() => {
            const strip = document.querySelector('.strip canvas').getBoundingClientRect();
            const ways = [...document.querySelectorAll('.lane-way')].map((way) => way.getBoundingClientRect());
            return ways.every((way) => Math.abs(way.left - strip.left) <= 1 && Math.abs(way.right - strip.right) <= 1);
        })()",
    );
}

#[test]
fn the_slider_stands_where_the_run_does() {
    let page = Page::open();
    page.click_button("Skip");
    for scenario in ["answer-lost", "timeout-race", "happy-path"] {
        page.eval(&format!("window.eventarium.reset({{scenario: '{scenario}'}})"));
        page.click_button("To end");
        page.wait_until(
            "(() => {
                const now = Math.floor(window.eventarium.now()), slider = document.querySelector('.scrub');
                return now > 0 && Number(slider.value) === now && Number(slider.max) >= now;
            })()",
        );
    }
}
