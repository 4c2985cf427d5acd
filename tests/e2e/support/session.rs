//! A browser of one's own, over WebDriver.

use std::env;

use serde_json::{Value, json};

use super::http::request;

/// The name under which WebDriver passes elements to and fro.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
const SCRIPT_MS_MAX: u32 = 120_000;

/// Chromium without a screen, that talks to nobody but the page's server.
const BROWSER_ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--window-size=1440,900",
];

/// An open browser. It is closed when this value ends.
pub struct Session {
    url: String,
}

/// Something on the page.
#[derive(Debug, Clone)]
pub struct Element(String);

impl Session {
    pub fn open() -> Self {
        let driver = told("EVENTARIUM_WEBDRIVER");
        let mut options = json!({ "args": BROWSER_ARGUMENTS });
        if let Ok(browser) = env::var("EVENTARIUM_BROWSER") {
            options["binary"] = json!(browser);
        }
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            "timeouts": { "script": SCRIPT_MS_MAX },
        } } });
        let answer = request("POST", &format!("{driver}/session"), &capabilities);
        let id = answer["value"]["sessionId"].as_str().unwrap_or_else(|| panic!("no browser was started: {answer}"));
        Self { url: format!("{driver}/session/{id}") }
    }

    /// One WebDriver command.
    #[track_caller]
    pub fn post(&self, command: &str, body: &Value) -> Value {
        let answer = request("POST", &format!("{}/{command}", self.url), body);
        value_of(command, answer)
    }

    #[track_caller]
    pub fn get(&self, command: &str) -> Value {
        let answer = request("GET", &format!("{}/{command}", self.url), &Value::Null);
        value_of(command, answer)
    }

    /// Runs the body of a function in the page and gives what it returns; a promise is waited for.
    #[track_caller]
    pub fn execute(&self, script: &str, arguments: &[Value]) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// The same, for a script that finds an element or gives `null`.
    #[track_caller]
    pub fn find(&self, script: &str, arguments: &[Value]) -> Option<Element> {
        self.execute(script, arguments)[ELEMENT].as_str().map(|id| Element(id.to_owned()))
    }

    /// Clicks as a person would: it fails when something else lies above the element.
    #[track_caller]
    pub fn click(&self, element: &Element) {
        self.post(&format!("element/{}/click", element.0), &json!({}));
    }

    #[track_caller]
    pub fn clear(&self, element: &Element) {
        self.post(&format!("element/{}/clear", element.0), &json!({}));
    }

    #[track_caller]
    pub fn type_into(&self, element: &Element, text: &str) {
        self.post(&format!("element/{}/value", element.0), &json!({ "text": text }));
    }

    /// A command of the browser's own protocol, for what WebDriver has no word for.
    #[track_caller]
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// What the browser has logged since this was last asked.
    #[track_caller]
    pub fn log(&self, kind: &str) -> Vec<Value> {
        let entries = self.post("se/log", &json!({ "type": kind }));
        entries.as_array().cloned().unwrap_or_default()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        request("DELETE", &self.url, &Value::Null);
    }
}

impl Element {
    /// How scripts are given this element.
    pub fn as_argument(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

/// What `cargo xtask test` says about where things are.
pub fn told(variable: &str) -> String {
    env::var(variable).unwrap_or_else(|_| panic!("{variable} is not set: run `cargo xtask test --only e2e`"))
}

#[track_caller]
fn value_of(command: &str, mut answer: Value) -> Value {
    let value = answer["value"].take();
    if let Some(error) = value["error"].as_str() {
        panic!("{command}: {error}: {}", value["message"].as_str().unwrap_or_default());
    }
    value
}
