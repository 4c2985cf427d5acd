//! The page's budgets, measured in the release build: `cargo xtask bench` starts the server and the browser.
//!
//! Prints figures and never fails for one of them: a busy machine is not a mistake.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a measurement that cannot go on says so and ends"
)]

mod frames;
mod opening;
#[path = "../../tests/e2e/support/mod.rs"]
#[allow(dead_code, reason = "the tests need more words than the measurements do")]
mod support;
mod walking;

use serde_json::json;
use support::{Page, Scheme, Viewport};

/// Longer histories are measured after at least so many recorded events.
const LONG_HISTORY: u32 = 100_000;

fn main() {
    first_scene();
    let page = Page::open();
    if page.eval("return typeof window.eventarium?.traffic") != "function" {
        println!("frames: not measured, the page has no window.eventarium.traffic");
        return;
    }
    frames::start_traffic(&page);
    println!("traffic from the start: {}", frames::measure(&page));
    frames::grow_to(&page, LONG_HISTORY);
    println!("traffic after {LONG_HISTORY} events: {}", frames::measure(&page));
    walking::measure(&page);
    opening::measure();
}

/// Marks the moment at which the page says that its first scene stands.
const MARK_READY: &str = r"
Object.defineProperty(window, 'eventarium', {
  configurable: true,
  set(value) {
    Object.defineProperty(window, 'eventarium', { value, writable: true, configurable: true });
    value.ready?.then(() => performance.mark('first-scene'));
  },
});
";

/// The median of a few fresh visits, because the first pays for a cold browser.
fn first_scene() {
    let mut times: Vec<f64> = (0..5)
        .map(|_| {
            let page = Page::blank(Viewport::DESK, Scheme::Light);
            page.session.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": MARK_READY }));
            page.go_to("");
            page.wait_until("performance.getEntriesByName('first-scene').length");
            let time = page.eval("return performance.getEntriesByName('first-scene')[0].startTime");
            time.as_f64().unwrap_or(f64::NAN)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("first scene: {:.0} ms, the median of {} visits (budget 1000 ms)", times[times.len() / 2], times.len());
}
