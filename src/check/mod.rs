//! What a run promises, checked while it runs: the invariants over world and trace.
//!
//! A [`Checker`] watches a timeline step by step and travels with its cursor. Promises about safety are held against
//! every new line of the trace, every new message and every new event, at a constant cost each, with accounts of the
//! checker's own: it never takes the word of the code under test. Promises about how things end are judged when the
//! run becomes quiet, over what changed since the last time. The first breach of a promise is kept, with the setting
//! that makes it legal where one does. It also keeps the moments that matter, as chapters. Knows nothing about seeking,
//! words on the screen or pictures, and never changes what it watches.

mod aggregates;
mod breach;
mod causes;
mod chapters;
mod compatibility;
mod invariant;
mod mails;
mod messages;
mod metamorphic;
mod models;
mod money;
mod observe;
mod orders;
mod queues;
mod quiet;
mod recount;
mod saga;
mod stock;
mod streams;
mod tally;
mod versions;
mod watch;

pub use breach::{Breach, InvariantReport};
pub use chapters::{Chapter, ChapterKind};
pub use compatibility::{Compatibility, Versions as VersionsDeployed, compatibility, compatibility_grid};
pub use invariant::Invariant;

use aggregates::Aggregates;
use breach::Breaches;
use causes::Clock;
use chapters::Chapters;
use mails::Mails;
use messages::Messages;
use metamorphic::Exchanged;
use models::Models;
use money::Money;
use orders::Orders;
use queues::Queues;
use stock::Stock;
use streams::Streams;
use versions::Versions;
use watch::GivenUp;

use crate::world::World;

/// Watches a run. Clones share what did not change.
#[derive(Clone, Debug, Default)]
pub struct Checker {
    breaches: Breaches,
    given_up: GivenUp,
    /// Messages and events looked at.
    letters: usize,
    events: usize,
    clock: Clock,
    orders: Orders,
    messages: Messages,
    money: Money,
    stock: Stock,
    streams: Streams,
    queues: Queues,
    models: Models,
    aggregates: Aggregates,
    chapters: Chapters,
    mails: Mails,
    versions: Versions,
    exchanged: Exchanged,
    /// Timers of sagas that were set and have not rung.
    timers: i64,
    /// Something happened since the run was last judged as a quiet one.
    unjudged: bool,
}

impl Checker {
    /// The first breach of an invariant.
    pub fn breach(&self, invariant: Invariant) -> Option<&Breach> {
        self.breaches.get(invariant)
    }

    /// The moments that matter so far, at most one of each kind, the most important first.
    pub fn chapters(&self) -> impl Iterator<Item = &Chapter> {
        self.chapters.iter()
    }

    /// The first invariant broken, by number, that no setting explains.
    pub fn unexplained(&self) -> Option<(Invariant, &Breach)> {
        let broken = Invariant::ALL.into_iter().filter_map(|invariant| Some((invariant, self.breach(invariant)?)));
        broken.into_iter().find(|(_, breach)| breach.explained_by.is_none())
    }

    /// All invariants in the order of their ids, as they stand. `diverged_at` is the timeline's: the step at which a
    /// walk over known ground led elsewhere (I30).
    pub fn report(&self, diverged_at: Option<u32>) -> Vec<InvariantReport> {
        self.report_until(u32::MAX, diverged_at)
    }

    /// All invariants as they stood after a step: a breach stays, so it is told from its step on.
    pub fn report_until(&self, step: u32, diverged_at: Option<u32>) -> Vec<InvariantReport> {
        let upto = step;
        let diverged = diverged_at.map(|step| Breach {
            reason: format!("Walking to step {step} again led to another state than the first time."),
            position: None,
            step,
            explained_by: None,
        });
        let known = |invariant| self.breach(invariant).filter(|breach| breach.step <= upto);
        let breach = |invariant| known(invariant).or(diverged.as_ref().filter(|_| invariant == Invariant::I30));
        Invariant::ALL.into_iter().map(|invariant| InvariantReport::of(invariant, breach(invariant))).collect()
    }

    /// Bytes that grow with the run.
    pub fn bytes(&self) -> usize {
        self.orders.bytes()
            + self.messages.bytes()
            + self.streams.bytes()
            + self.models.bytes()
            + self.aggregates.bytes()
            + self.mails.bytes()
            + self.versions.bytes()
            + self.exchanged.bytes()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.orders.bytes_beside(&later.orders)
            + self.messages.bytes_beside(&later.messages)
            + self.streams.bytes_beside(&later.streams)
            + self.models.bytes_beside(&later.models)
            + self.aggregates.bytes_beside(&later.aggregates)
            + self.mails.bytes_beside(&later.mails)
    }

    /// True if the checker has seen the world as it is.
    pub fn is_up_to_date(&self, world: &World) -> bool {
        self.letters == world.letters.len() && self.events == world.store.len()
    }
}
