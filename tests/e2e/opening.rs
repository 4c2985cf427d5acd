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
