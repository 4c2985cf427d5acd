//! The address of this beginning: scenario and seed, after the `#`, so that no server sees it.

use leptos::prelude::*;

use super::acts::Acts;
use super::notices::Notices;

/// What an address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beginning {
    pub scenario: Option<String>,
    pub seed: Option<String>,
}

impl Beginning {
    /// Reads `#scenario=…&seed=…`; `None` when the fragment says nothing of the kind.
    pub fn from_fragment(fragment: &str) -> Option<Self> {
        let mut beginning = Self::default();
        for pair in fragment.trim_start_matches('#').split('&') {
            match pair.split_once('=') {
                Some(("scenario", value)) if !value.is_empty() => beginning.scenario = Some(value.into()),
                Some(("seed", value)) if !value.is_empty() => beginning.seed = Some(value.into()),
                _ => {}
            }
        }
        (beginning != Self::default()).then_some(beginning)
    }

    pub fn fragment(&self) -> String {
        let parts = [("scenario", &self.scenario), ("seed", &self.seed)];
        let pairs: Vec<String> =
            parts.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value.as_ref()?))).collect();
        format!("#{}", pairs.join("&"))
    }
}

/// What the address of this page asks for.
pub fn asked_for() -> Option<Beginning> {
    Beginning::from_fragment(&window().location().hash().ok()?)
}

/// Begins what the address of this page asks for.
pub fn open_address(acts: Acts) {
    if let Some(asked) = asked_for() {
        let seed = asked.seed.as_deref().and_then(|text| text.parse().ok());
        acts.reset(asked.scenario.as_deref(), seed, None);
    }
}

/// Puts the address of a beginning into the address bar and the clipboard.
pub fn copy(beginning: &Beginning, notices: Notices) {
    let fragment = beginning.fragment();
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&fragment));
    }
    let address = window().location().href().unwrap_or(fragment);
    let copied = window().navigator().clipboard().write_text(&address);
    leptos::task::spawn_local(async move {
        match wasm_bindgen_futures::JsFuture::from(copied).await {
            Ok(_) => notices.show("The address is copied. It opens this scenario with this seed."),
            Err(_) => notices.show("The browser did not allow copying: the address bar holds the address."),
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let beginning = Beginning { scenario: Some("card-declined".into()), seed: Some("42".into()) };
        assert_eq!(beginning.fragment(), "#scenario=card-declined&seed=42");
        assert_eq!(Beginning::from_fragment(&beginning.fragment()), Some(beginning));
        assert_eq!(Beginning::from_fragment("#"), None);
        assert_eq!(Beginning::from_fragment("#seed=&x=1&scenario"), None);
    }
}
