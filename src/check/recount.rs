//! The past was edited: the checker closes its books and opens new ones from the log as it is now.

use super::aggregates::Aggregates;
use super::metamorphic::Exchanged;
use super::models::Models;
use super::money::Money;
use super::stock::Stock;
use super::streams::Streams;
use super::versions::Versions;
use super::watch::Watch;
use super::{Checker, Invariant};
use crate::event_store::GlobalPosition;
use crate::kernel::MessageNo;
use crate::world::{Detail, EditTold, TraceEntry};

impl Checker {
    /// Everything that is kept from events is counted again. That a stored event was edited is a breach by itself
    /// (I13), and one that stands there twice took effect twice (I06).
    pub(super) fn recount(&mut self, watch: &mut Watch<'_>, line: &TraceEntry) {
        let Detail::Edited { position, how } = line.detail else { return };
        let world = watch.world;
        if !world.store.verify_chain() {
            watch.broken(Invariant::I13, Some(u64::from(position)), |watch| {
                let name = watch.world.message_name(line.message);
                let done = match how {
                    EditTold::Skipped => "was taken out",
                    EditTold::Duplicated => "was written twice",
                    EditTold::Moved { .. } => "was moved",
                    EditTold::Changed => "was changed",
                };
                format!("{name} at position {position} {done}: the chain of hashes over the log does not hold.")
            });
        }
        if how == EditTold::Duplicated {
            watch.broken(Invariant::I06, Some(u64::from(position) + 1), |watch| {
                format!("{} stands in the log twice: it took effect twice.", watch.world.message_name(line.message))
            });
        }
        self.money = Money::default();
        self.stock = Stock::default();
        self.streams = Streams::default();
        self.models = Models::default();
        self.aggregates = Aggregates::default();
        self.versions = Versions::default();
        self.exchanged = Exchanged::default();
        self.orders.forget_events();
        for (message, letter) in (0..).map(MessageNo).zip(world.letters.iter()) {
            self.agreed(message, letter);
        }
        for (place, recorded) in world.store.read_all(GlobalPosition::START).enumerate() {
            self.book(watch, place, recorded);
        }
        self.events = world.store.len();
    }
}
