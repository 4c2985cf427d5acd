//! The page opens, quietly and for everybody.

use crate::support::{Page, Scheme, Viewport};

#[test]
fn the_page_opens_without_a_word_of_complaint() {
    let page = Page::open();
    assert_eq!(page.eval("return document.title"), "Eventarium");
    assert_eq!(page.console_errors(), Vec::<String>::new());
}

#[test]
fn nothing_is_asked_of_another_host() {
    let page = Page::open();
    assert_eq!(page.requests_elsewhere(), Vec::<String>::new());
}

#[test]
fn an_inline_script_is_blocked() {
    let page = Page::open();
    page.eval(
        "const s = document.createElement('script'); s.textContent = 'window.intruder = true'; document.body.append(s)",
    );
    assert_eq!(page.eval("return window.intruder ?? null"), serde_json::Value::Null);
    let errors = page.console_errors();
    assert!(errors.iter().any(|error| error.starts_with("policy: script-src")), "{errors:?}");
}

#[test]
fn axe_finds_nothing_in_either_scheme_on_either_screen() {
    for (viewport, screen) in [(Viewport::DESK, "desk"), (Viewport::PHONE, "phone")] {
        for scheme in [Scheme::Dark, Scheme::Light] {
            let page = Page::open_as("", viewport, scheme);
            page.screenshot(&format!("opening-{screen}-{}", scheme.name()));
            assert_eq!(page.axe(), Vec::<String>::new(), "{screen}, {scheme:?}");
        }
    }
}

/// Scripts and WebAssembly that have come so far: names, and bytes as they were transferred.
const LOADED: &str = "return performance.getEntriesByType('resource').filter((r) => /\\.(js|wasm)$/.test(r.name))\
                      .map((r) => [r.name.split('/').pop(), r.encodedBodySize])";

/// What the first picture may cost, compressed.
const FIRST_LOAD_BYTES_MAX: u64 = 350_000;

#[test]
fn the_first_picture_is_light_and_the_rest_comes_with_the_first_touch() {
    let page = Page::open();
    let loaded = page.eval(LOADED);
    let loaded: Vec<(String, u64)> = serde_json::from_value(loaded).unwrap();
    assert!(loaded.iter().any(|(name, _)| name.ends_with("_bg.wasm")), "{loaded:?}");
    assert!(loaded.iter().all(|(name, _)| !name.ends_with("_later.wasm")), "{loaded:?}");
    let bytes: u64 = loaded.iter().map(|(_, bytes)| bytes).sum();
    assert!(bytes <= FIRST_LOAD_BYTES_MAX, "{bytes} bytes: {loaded:?}");

    page.eval("window.dispatchEvent(new PointerEvent('pointermove'))");
    page.wait_until("performance.getEntriesByType('resource').some((r) => r.name.endsWith('_later.wasm'))");
    assert_eq!(page.console_errors(), Vec::<String>::new());
}
