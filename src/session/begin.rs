//! Beginnings: the empty shop or a story, with a seed and settings.

use super::{FIRST_SEED, Session};
use crate::exchange::limits::SAFE_INTEGER_MAX;
use crate::exchange::{Code, Fields, Refused, SettingsDraft, Wire, id_text, whole};
use crate::kernel::Seed;
use crate::scenario::{self, Scenario};
use crate::timeline::Timeline;
use crate::world::Settings;

/// Where to begin, as it is asked for. What is left out is the story's, or that of the empty shop.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beginning {
    pub scenario: Option<String>,
    /// A whole number of 64 bits as text.
    pub seed: Option<String>,
    pub settings: SettingsDraft,
}

impl Beginning {
    /// Reads a beginning from an object; nothing at all is the empty shop.
    ///
    /// # Errors
    /// Wrong types and unknown fields.
    pub fn read(value: &Wire) -> Result<Self, Refused> {
        if *value == Wire::Nothing {
            return Ok(Self::default());
        }
        let code = Code::BadArgument;
        let mut fields = Fields::of(value, "", code)?;
        let settings = fields.value("settings").map(|value| SettingsDraft::read(value, "settings")).transpose()?;
        let seed = match fields.value("seed") {
            Some(Wire::Number(number)) => Some(whole(*number, 0, SAFE_INTEGER_MAX, code, "seed")?.to_string()),
            Some(_) | None => fields.text("seed")?.map(str::to_owned),
        };
        let scenario = fields.text("scenario")?.map(str::to_owned);
        fields.finish()?;
        Ok(Self { scenario, seed, settings: settings.unwrap_or_default() })
    }
}

impl Session {
    /// Begins anew. The run that was is given up, and with it everything that could be undone.
    ///
    /// # Errors
    /// An unknown story, a text that is no seed, a setting that does not exist.
    pub fn reset(&mut self, beginning: &Beginning) -> Result<(), Refused> {
        let scenario = beginning.scenario.as_deref().map(story).transpose()?;
        let seed = beginning.seed.as_deref().map(seed_of).transpose()?;
        let settings = beginning.settings.check(usual(scenario))?;
        self.begin(scenario, seed, Some(settings));
        Ok(())
    }

    /// The same for a story, a seed and settings that are known to be sound.
    pub fn begin(&mut self, scenario: Option<&'static Scenario>, seed: Option<Seed>, settings: Option<Settings>) {
        let seed = seed.or(scenario.map(|scenario| scenario.seed)).unwrap_or(FIRST_SEED);
        let settings = settings.unwrap_or_else(|| usual(scenario));
        let plan = scenario.map(|scenario| (scenario.acts)()).unwrap_or_default();
        *self = Self::of(scenario, Timeline::with_plan(seed, settings, plan));
    }
}

fn usual(scenario: Option<&Scenario>) -> Settings {
    scenario.map_or_else(Settings::default, |scenario| (scenario.settings)())
}

fn seed_of(text: &str) -> Result<Seed, Refused> {
    text.parse::<Seed>().map_err(|error| {
        let told = error.to_string();
        Refused::new(Code::BadArgument, "seed", told.strip_prefix("seed: ").unwrap_or(&told))
    })
}

fn story(id: &str) -> Result<&'static Scenario, Refused> {
    let id = id_text(id, Code::BadArgument, "scenario")?;
    scenario::find(id).ok_or_else(|| {
        let known: Vec<&str> = scenario::SCENARIOS.iter().map(|scenario| scenario.id).collect();
        Refused::new(Code::UnknownName, "scenario", format!("no such scenario; known are {}", known.join(", ")))
    })
}
