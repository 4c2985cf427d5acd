//! When the program cannot go on, the page says so and offers a way out.

use crate::support::{Page, Scheme, Viewport};
use serde_json::json;

#[test]
fn after_a_crash_the_page_tells_what_happened_and_can_be_reloaded() {
    let page = Page::open();
    page.eval("window.__eventariumCrash('planted', { seed: '7' })");
    page.wait_for_text("Eventarium has stopped");
    assert!(page.text().contains("planted"));
    let record = page.eval("return window.__eventariumCrashRecord");
    assert_eq!((&record["kind"], &record["details"]["seed"]), (&json!("crash"), &json!("7")));
    page.assert_accessible();
    page.click_button("Reload");
    page.wait_until("!document.body.innerText.includes('planted') && !document.querySelector('.boot-status')");
}

#[test]
fn a_trap_outside_of_every_hook_is_noticed() {
    let page = Page::open();
    // The smallest module that can trap, called by a timer and so by nobody who could catch it.
    page.eval(
        "const module = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,
            7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11]));
        setTimeout(new WebAssembly.Instance(module).exports.f, 0)",
    );
    page.wait_for_text("Eventarium has stopped");
}

#[test]
fn a_program_that_does_not_arrive_is_said_to_be_missing() {
    let page = Page::blank(Viewport::DESK, Scheme::Dark);
    page.session.devtools("Network.enable", &json!({}));
    page.session.devtools("Network.setBlockedURLs", &json!({ "urls": ["*.wasm"] }));
    page.go_to("");
    page.wait_for_text("Eventarium could not be loaded");
    assert!(page.has_button("Download the crash record"));
}
