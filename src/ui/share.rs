//! What an address opens: the exact run, or a scenario and a seed. It stands after the `#`, so that no server sees it.

use leptos::prelude::*;

use super::acts::Acts;
use super::{door, keep, later};
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

/// True where the address of this page asks for anything: a run, or a beginning.
pub fn is_asked() -> bool {
    let fragment = window().location().hash().unwrap_or_default();
    asked_for().is_some() || fragment.trim_start_matches('#').starts_with(link::PARAMETER)
}

/// Opens what the address of this page asks for: the exact run, or a beginning.
pub fn open_address(acts: Acts) {
    let fragment = window().location().hash().unwrap_or_default();
    if fragment.trim_start_matches('#').starts_with(link::PARAMETER) {
        door::call((acts, fragment), later::whole::open_link);
    } else if let Some(asked) = asked_for() {
        let seed = asked.seed.as_deref().and_then(|text| text.parse().ok());
        acts.reset(asked.scenario.as_deref(), seed, None);
        keep::not_chosen();
    }
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
