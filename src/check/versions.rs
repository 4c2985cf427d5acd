//! I17: what was stored in a former shape reads as what it meant, whenever the upcasters came.

use super::Invariant;
use super::watch::Watch;
use crate::event_store::{GlobalPosition, RecordedEvent, Versioned};
use crate::kernel::Log;
use crate::world::{Deployed, Fact, Reader, TraceEntry, TraceKind, Upcasting, World};

/// The events that were stored in a former shape.
#[derive(Clone, Debug, Default)]
pub(super) struct Versions {
    former: Log<GlobalPosition>,
    /// By what they were proven last.
    proven_by: Upcasting,
}

impl Versions {
    /// A new event.
    pub(super) fn event(&mut self, watch: &mut Watch<'_>, recorded: RecordedEvent<'_, Fact>) {
        if is_former(recorded.event()) {
            self.former.push(recorded.position());
            prove(watch, recorded);
        }
    }

    /// Other upcasters are deployed: they read the same as the ones before.
    pub(super) fn line(&mut self, watch: &mut Watch<'_>, line: &TraceEntry) {
        let upcasting = watch.world.settings.history.upcasting;
        if line.kind != TraceKind::SettingChanged || upcasting == self.proven_by {
            return;
        }
        self.proven_by = upcasting;
        let world = watch.world;
        for recorded in self.former.iter().filter_map(|position| world.store.event_at(*position)) {
            prove(watch, recorded);
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.former.bytes()
    }
}

const fn is_former(fact: &Fact) -> bool {
    match fact {
        Fact::OrderPlacedV1(_) => true,
        Fact::Shop(_) | Fact::HandlerFailed { .. } => false,
    }
}

/// Where upcasters are deployed, they lead to today's shape and to what the event's own version says.
fn prove(watch: &mut Watch<'_>, recorded: RecordedEvent<'_, Fact>) {
    let upcasting = watch.world.settings.history.upcasting;
    if upcasting == Upcasting::Off {
        return;
    }
    let fact = recorded.event();
    let read = Reader { knows: Deployed::Second, upcasting }.read(fact);
    let reads_well = read.is_ok_and(|read| {
        let current = read.iter().all(|fact| !is_former(fact));
        let own = Reader { knows: Deployed::First, upcasting: Upcasting::Off }.read(fact);
        current && own.is_ok_and(|own| own == read)
    });
    if !reads_well {
        let position = u64::from(recorded.position().0);
        watch.broken(Invariant::I17, Some(position), |watch| told(watch.world, recorded));
    }
}

fn told(world: &World, recorded: RecordedEvent<'_, Fact>) -> String {
    let (name, version) = (recorded.event().type_name(), recorded.event().schema().0);
    let stream = world.stream_name(recorded.stream());
    format!(
        "{name} of {stream}, stored in version {version}, reads otherwise through the upcasters than in its own version."
    )
}
