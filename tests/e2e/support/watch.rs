//! What a page must never do, what it looks like, and how it can be read by those who do not see it.

use std::path::PathBuf;
use std::{env, fs, thread};

use serde_json::{Value, json};

use super::page::Page;
use super::session::told;
use super::{Scheme, Viewport};

impl Page {
    /// Errors on the console, exceptions, refused resources and breaches of the policy since the page was opened.
    #[track_caller]
    pub fn console_errors(&self) -> Vec<String> {
        let logged = self.session.log("browser").into_iter().filter(|entry| entry["level"] == "SEVERE");
        let logged = logged.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned());
        let seen = self.eval("return window.__seen ?? []");
        let seen = seen.as_array().cloned().unwrap_or_default();
        logged.chain(seen.iter().map(|text| text.as_str().unwrap_or_default().to_owned())).collect()
    }

    /// Every address that the browser has asked for on behalf of the page since this was last called.
    #[track_caller]
    pub fn requests(&self) -> Vec<String> {
        self.session
            .log("performance")
            .iter()
            .filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok())
            .filter(|entry| entry["message"]["method"] == "Network.requestWillBeSent")
            .filter_map(|entry| entry["message"]["params"]["request"]["url"].as_str().map(str::to_owned))
            .collect()
    }

    /// Requests that went to another host than the page's own.
    #[track_caller]
    pub fn requests_elsewhere(&self) -> Vec<String> {
        let home = told("EVENTARIUM_URL");
        let within = ["data:", "blob:", home.as_str()];
        let is_elsewhere = |url: &String| !within.iter().any(|start| url.starts_with(start));
        self.requests().into_iter().filter(is_elsewhere).collect()
    }

    /// Fails unless axe finds nothing.
    #[track_caller]
    pub fn assert_accessible(&self) {
        assert_eq!(self.axe(), Vec::<String>::new());
    }

    /// Fails unless axe finds nothing, the console is empty, and nobody else was asked for anything.
    #[track_caller]
    pub fn assert_clean(&self) {
        self.assert_accessible();
        assert_eq!(self.console_errors(), Vec::<String>::new());
        assert_eq!(self.requests_elsewhere(), Vec::<String>::new());
    }

    /// What axe finds, one line a violation. Every rule that it has an opinion in is asked.
    #[track_caller]
    pub fn axe(&self) -> Vec<String> {
        let path = told("EVENTARIUM_AXE");
        let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        // Through the driver's own channel, which the page's policy rightly does not let a page use.
        self.session.devtools("Runtime.evaluate", &json!({ "expression": source }));
        let found = self.eval(
            "return axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => \
             `${v.id} (${v.impact}): ${v.help}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 5).join(' | ')}`))",
        );
        found.as_array().cloned().unwrap_or_default().iter().map(|line| line.to_string()).collect()
    }

    /// Keeps a picture under the name, and gives the path.
    #[track_caller]
    pub fn screenshot(&self, name: &str) -> PathBuf {
        let shot = self.session.get("screenshot");
        let dir = PathBuf::from(told("EVENTARIUM_SHOTS"));
        fs::create_dir_all(&dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
        let path = dir.join(format!("{name}.png"));
        let bytes = from_base64(shot.as_str().unwrap_or_default());
        fs::write(&path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        path
    }

    #[track_caller]
    pub fn set_viewport(&self, viewport: Viewport) {
        let Viewport { width, height, is_touched } = viewport;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_touched });
        self.session.devtools("Emulation.setDeviceMetricsOverride", &metrics);
        let touch = json!({ "enabled": is_touched, "maxTouchPoints": 1 });
        self.session.devtools("Emulation.setTouchEmulationEnabled", &touch);
    }

    #[track_caller]
    pub fn set_scheme(&self, scheme: Scheme) {
        self.emulate("prefers-color-scheme", scheme.name());
    }

    /// As a person has it who is made ill by things that move.
    #[track_caller]
    pub fn set_reduced_motion(&self) {
        self.emulate("prefers-reduced-motion", "reduce");
    }

    fn emulate(&self, feature: &str, value: &str) {
        let features = json!({ "features": [{ "name": feature, "value": value }] });
        self.session.devtools("Emulation.setEmulatedMedia", &features);
    }
}

/// A test that fails leaves a picture of what it saw.
impl Drop for Page {
    fn drop(&mut self) {
        if thread::panicking() && env::var_os("EVENTARIUM_SHOTS").is_some() {
            let name = thread::current().name().unwrap_or("test").replace("::", "-");
            eprintln!("The page then: {}", self.screenshot(&format!("failed-{name}")).display());
        }
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let digit = |letter: u8| match letter {
        b'A'..=b'Z' => Some(u32::from(letter - b'A')),
        b'a'..=b'z' => Some(u32::from(letter - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(letter - b'0') + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u32> = text.bytes().filter_map(digit).collect();
    let mut bytes = Vec::new();
    for group in digits.chunks(4) {
        let bits = group.iter().fold(0, |bits, digit| (bits << 6) | digit) << (6 * (4 - group.len()));
        let whole = bits.to_be_bytes();
        bytes.extend_from_slice(&whole[1..group.len()]);
    }
    bytes
}
