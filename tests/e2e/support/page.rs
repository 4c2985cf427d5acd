//! The page as a person meets it: names to click, keys to press, words to read.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::session::{Element, Session, told};
use super::{Scheme, Viewport};

/// How long a person would wait before saying that nothing happens.
const PATIENCE: Duration = Duration::from_secs(15);
const POLL: Duration = Duration::from_millis(50);

/// Runs before anything of the page and remembers what must not happen.
const WATCH: &str = r"
window.__seen = [];
addEventListener('securitypolicyviolation', (e) => __seen.push(`policy: ${e.violatedDirective} ${e.blockedURI}`));
addEventListener('error', (e) => __seen.push(`error: ${e.message ?? e.target?.src ?? e.target?.href}`), true);
addEventListener('unhandledrejection', (e) => __seen.push(`rejection: ${e.reason}`));
";

/// Finds the first visible element of a role whose accessible name is the one asked for.
const BY_NAME: &str = r"
const [selector, wanted] = arguments;
const text = (id) => document.getElementById(id)?.textContent ?? '';
const name = (e) => (e.getAttribute('aria-label')
  ?? e.getAttribute('aria-labelledby')?.split(/\s+/).map(text).join(' ')
  ?? ([...(e.labels ?? [])].map((l) => l.textContent).join(' ') || e.innerText || e.title || '')).replace(/\s+/g, ' ').trim();
const all = [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
return all.find((e) => name(e) === wanted) ?? all.find((e) => name(e).startsWith(wanted)) ?? null;
";

const BUTTONS: &str = "button, [role=button], [role=switch], [role=tab], [role=menuitem], summary";
const FIELDS: &str = "input, select, textarea, [role=slider], [role=textbox], [role=combobox]";

/// One open page.
pub struct Page {
    pub session: Session,
}

impl Page {
    /// Opens the page on a desk's screen and waits for the first scene.
    #[track_caller]
    pub fn open() -> Self {
        Self::open_as("", Viewport::DESK, Scheme::Light)
    }

    /// Opens an address below the page's own (`"#…"`, `"?…"`), on a screen and in a scheme of colours.
    #[track_caller]
    pub fn open_as(address: &str, viewport: Viewport, scheme: Scheme) -> Self {
        let page = Self::blank(viewport, scheme);
        page.go_to(address);
        page.wait_until("document.querySelector('.boot-status') === null && document.body.innerText.trim() !== ''");
        page.eval("return window.eventarium?.ready");
        page
    }

    /// A browser that has not gone anywhere yet.
    #[track_caller]
    pub fn blank(viewport: Viewport, scheme: Scheme) -> Self {
        let page = Self { session: Session::open() };
        page.session.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": WATCH }));
        page.set_viewport(viewport);
        page.set_scheme(scheme);
        page
    }

    #[track_caller]
    pub fn go_to(&self, address: &str) {
        let url = format!("{}{address}", told("EVENTARIUM_URL"));
        self.session.post("url", &json!({ "url": url }));
    }

    /// Runs the body of a function in the page. A promise it returns is waited for.
    #[track_caller]
    pub fn eval(&self, script: &str) -> Value {
        self.session.execute(script, &[])
    }

    /// Waits until an expression is true.
    #[track_caller]
    pub fn wait_until(&self, expression: &str) {
        let begun = Instant::now();
        let script = format!("return !!({expression})");
        while self.eval(&script) != json!(true) {
            assert!(begun.elapsed() < PATIENCE, "never came true: {expression}\nThe page says:\n{}", self.text());
            thread::sleep(POLL);
        }
    }

    /// Waits until the page shows a text.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) {
        self.wait_until(&format!("document.body.innerText.includes({})", json!(text)));
    }

    /// All that can be read on the page.
    #[track_caller]
    pub fn text(&self) -> String {
        self.eval("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn click_button(&self, name: &str) {
        self.session.click(&self.button(name));
    }

    /// The button with this accessible name, waited for.
    #[track_caller]
    pub fn button(&self, name: &str) -> Element {
        self.named(BUTTONS, name)
    }

    /// The field with this label, waited for.
    #[track_caller]
    pub fn field(&self, label: &str) -> Element {
        self.named(FIELDS, label)
    }

    /// Replaces what stands in a field.
    #[track_caller]
    pub fn fill(&self, label: &str, text: &str) {
        let field = self.field(label);
        self.session.clear(&field);
        self.session.type_into(&field, text);
    }

    /// Any element that fits a selector and has this accessible name, waited for.
    #[track_caller]
    pub fn named(&self, selector: &str, name: &str) -> Element {
        let begun = Instant::now();
        loop {
            if let Some(element) = self.session.find(BY_NAME, &[json!(selector), json!(name)]) {
                return element;
            }
            assert!(begun.elapsed() < PATIENCE, "nothing is named {name:?}\nThe page says:\n{}", self.text());
            thread::sleep(POLL);
        }
    }

    /// Whether anything visible has this accessible name right now.
    #[track_caller]
    pub fn has_button(&self, name: &str) -> bool {
        self.session.find(BY_NAME, &[json!(BUTTONS), json!(name)]).is_some()
    }

    /// Presses a key where the focus is: a character, or one of [`super::keys`].
    #[track_caller]
    pub fn press(&self, key: &str) {
        let strokes = [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })];
        self.session.post("actions", &json!({ "actions": [{ "type": "key", "id": "keys", "actions": strokes }] }));
    }

    /// The accessible name, or else the text, of what has the focus.
    #[track_caller]
    pub fn focused(&self) -> String {
        let script = "const e = document.activeElement; return e.getAttribute('aria-label') ?? e.innerText ?? ''";
        self.eval(script).as_str().unwrap_or_default().trim().to_owned()
    }
}
