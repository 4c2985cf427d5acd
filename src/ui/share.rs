//! What an address opens: the exact run, or a scenario and a seed. It stands after the `#`, so that no server sees it.

use leptos::prelude::*;

use super::acts::Acts;
use super::notices::Notices;
use crate::exchange::link;

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
}

/// What the address of this page asks for.
pub fn asked_for() -> Option<Beginning> {
    Beginning::from_fragment(&window().location().hash().ok()?)
}

/// The exact run that the address of this page holds, if it holds one.
pub fn shared_run() -> Option<String> {
    let fragment = window().location().hash().ok()?;
    fragment.trim_start_matches('#').starts_with(link::PARAMETER).then_some(fragment)
}

/// Opens what the address of this page asks for: the exact run, or a beginning.
pub fn open_address(acts: Acts) {
    if let Some(link) = shared_run() {
        if let Err(refused) = acts.open(&link) {
            acts.notices.show(format!("This link cannot be opened: {refused}"));
        }
    } else if let Some(asked) = asked_for() {
        let seed = asked.seed.as_deref().and_then(|text| text.parse().ok());
        acts.reset(asked.scenario.as_deref(), seed, None);
    }
}

/// The address of this page with another fragment.
pub fn address(fragment: &str) -> String {
    let here = window().location().href().unwrap_or_default();
    let page = here.split_once('#').map_or(here.as_str(), |(page, _)| page);
    format!("{page}#{fragment}")
}

/// Puts an address into the address bar and the clipboard.
pub fn copy(address: &str, notices: Notices) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
    }
    let copied = window().navigator().clipboard().write_text(address);
    leptos::task::spawn_local(async move {
        match wasm_bindgen_futures::JsFuture::from(copied).await {
            Ok(_) => notices.show("The link is copied. It opens exactly this run, at this moment."),
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
        assert_eq!(Beginning::from_fragment("#scenario=card-declined&seed=42"), Some(beginning));
        assert_eq!(Beginning::from_fragment("#"), None);
        assert_eq!(Beginning::from_fragment("#seed=&x=1&scenario"), None);
    }
}
