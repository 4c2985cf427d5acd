//! What the page calls. The clock is read here and nowhere below.

use eventarium::event_store::GlobalPosition;
use eventarium::kernel::{VirtualTime, has_room};
use eventarium::messaging::Envelope;
use eventarium::projection::{Past, Projection};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::checksum::{Times, summary};
use crate::domain::Command;
use crate::models::ReadModels;
use crate::recording::Recording;
use crate::refusals;
use crate::seeks::{Seek, past, seeks, visit, visit_all};
use crate::shop::{Shop, commands};

type Result<T> = std::result::Result<T, JsError>;

/// Commands one by one, each at the time of the real clock.
#[wasm_bindgen]
pub struct CommandRun {
    commands: Vec<Envelope<Command>>,
    done: usize,
    shop: Shop,
}

#[wasm_bindgen]
impl CommandRun {
    #[wasm_bindgen(constructor)]
    pub fn new(orders: u32, seed: u32) -> Self {
        let commands = commands(orders, seed);
        // As the app's timeline does on its way: memory comes in large pieces.
        has_room();
        Self { commands, done: 0, shop: Shop::open() }
    }

    pub fn commands(&self) -> usize {
        self.commands.len()
    }

    /// Handles the next so many and returns how many were accepted.
    pub fn run(&mut self, count: usize) -> usize {
        let next = self.commands.iter().skip(self.done).take(count);
        self.done += count;
        next.filter(|command| self.shop.handle(command, now()).is_ok()).count()
    }

    pub fn summary(&self) -> Result<String> {
        json(&summary(&self.shop.models, Times::LeftOut))
    }
}

/// A log from its beginning to its end.
#[wasm_bindgen]
pub struct ReplayRun {
    recording: Recording,
    models: ReadModels,
    next: GlobalPosition,
}

#[wasm_bindgen]
impl ReplayRun {
    #[wasm_bindgen(constructor)]
    pub fn new(events: u32, seed: u32) -> Result<Self> {
        Ok(Self {
            recording: Recording::new(events, seed)?,
            models: ReadModels::default(),
            next: GlobalPosition::START,
        })
    }

    /// Gives the empty models room for the rows to come.
    #[wasm_bindgen(js_name = makeRoom)]
    pub fn make_room(&mut self) {
        self.models.reserve(self.recording.orders.len());
    }

    /// Replays the next so many events; with the last of them the models are as they serve.
    pub fn run(&mut self, count: u32) -> u32 {
        let end = self.recording.store.end();
        let to = GlobalPosition((self.next.0 + count).min(end.0));
        self.models.replay(&self.recording.store, self.next, to);
        if to == end {
            self.models.seal();
        }
        to.0 - std::mem::replace(&mut self.next, to).0
    }

    pub fn summary(&self) -> Result<String> {
        json(&summary(&self.models, Times::Counted))
    }

    /// The whole envelope of the event at a place counted from 1, as JSON.
    #[wasm_bindgen(js_name = eventAt)]
    pub fn event_at(&self, position: u32) -> Result<Option<String>> {
        let place = position.checked_sub(1).map(GlobalPosition);
        place.and_then(|place| self.recording.event_at(place)).map(|envelope| json(&envelope)).transpose()
    }

    #[wasm_bindgen(js_name = logBytes)]
    pub fn log_bytes(&self) -> usize {
        self.recording.bytes()
    }
}

fn now() -> VirtualTime {
    VirtualTime::from_millis(js_sys::Date::now() as u64)
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    Ok(serde_json::to_string(value)?)
}

/// Moments of a log, and its read models at each.
#[wasm_bindgen]
pub struct SeekRun {
    recording: Recording,
    seeks: Vec<Seek>,
    past: Option<Past<ReadModels>>,
}

#[wasm_bindgen]
impl SeekRun {
    #[wasm_bindgen(constructor)]
    pub fn new(events: u32, count: u32, seed: u32) -> Result<Self> {
        let recording = Recording::new(events, seed)?;
        let seeks = seeks(&recording, count, seed);
        Ok(Self { recording, seeks, past: None })
    }

    /// Keeps the keyframes.
    pub fn prepare(&mut self) {
        self.past = Some(past(&self.recording.store));
    }

    /// Seek number `number`; the hash goes on from `before`.
    pub fn seek(&self, number: usize, before: u32, full: bool) -> Result<u32> {
        let (Some(seek), Some(past)) = (self.seeks.get(number), &self.past) else { return Ok(before) };
        if full {
            return Ok(visit_all(past, &self.recording, seek, before)?);
        }
        Ok(visit(past, &self.recording, seek, before))
    }
}

/// An order is shipped before it is placed.
#[wasm_bindgen(js_name = refusesInvalid)]
pub fn refuses_invalid(seed: u32) -> bool {
    refusals::of_the_order(seed)
}

/// An event is appended at a version that the stream has passed.
#[wasm_bindgen(js_name = refusesStale)]
pub fn refuses_stale(seed: u32) -> bool {
    refusals::of_the_store(seed)
}
