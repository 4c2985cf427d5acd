//! Building a read model again from the first event, beside the one that serves (PR-12, PR-13; I19).

use super::projecting::{mail_of, take_in};
use super::publish::STORE_OUT_PAUSE;
use super::*;
use crate::event_store::GlobalPosition;
use crate::kernel::Purpose;
use crate::messaging::Place;
use crate::projection::{Progress, ProjectionVersion};

/// A step of a rebuild reads at least so many events, ...
const REBUILD_EVENTS_LEAST: u32 = 4;
/// ... and so many that the whole log takes about this many steps.
const REBUILD_STEPS: u32 = 64;
/// Tells the luck of a rebuild from that of the read model itself.
const REBUILD: u64 = 1 << 56;

/// Which code every read model runs, and what is built beside it.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Rebuilds {
    versions: [ProjectionVersion; ReadModel::ALL.len()],
    beside: [Option<Box<Rebuild>>; ReadModel::ALL.len()],
}

/// A second version of one read model.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Rebuild {
    /// The one read model of this that is fed; the others stay empty.
    pub models: ReadModels,
    pub version: ProjectionVersion,
    pub standing: RebuildStanding,
    pub began: VirtualTime,
}

/// How a second version stands to the one that serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RebuildStanding {
    /// It reads; when it has read as far as the other it takes its place if both say the same.
    Building,
    /// It has read as far and says otherwise: the other goes on serving, and a person decides.
    Differs,
    /// It cannot read an event that the other has read, until other code is deployed.
    Stopped,
    /// A person wants it whatever it says: it takes the place as soon as it has read as far.
    Wanted,
}

impl Rebuild {
    /// True while it reads on by itself.
    pub const fn is_under_way(&self) -> bool {
        matches!(self.standing, RebuildStanding::Building | RebuildStanding::Wanted)
    }
}

impl Rebuilds {
    /// The version of the code that serves.
    pub fn version(&self, model: ReadModel) -> ProjectionVersion {
        self.versions.get(model.index()).copied().unwrap_or_default()
    }

    /// What is built beside a read model.
    pub fn beside(&self, model: ReadModel) -> Option<&Rebuild> {
        self.beside.get(model.index())?.as_deref()
    }

    fn put(&mut self, model: ReadModel, rebuild: Option<Rebuild>) {
        if let Some(slot) = self.beside.get_mut(model.index()) {
            *slot = rebuild.map(Box::new);
        }
    }

    /// Bytes that grow with the run.
    pub fn bytes(&self) -> usize {
        self.beside.iter().flatten().map(|rebuild| rebuild.models.bytes()).sum()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        let own = |(own, later): (&Option<Box<Rebuild>>, &Option<Box<Rebuild>>)| match (own, later) {
            (Some(own), Some(later)) => own.models.bytes_beside(&later.models),
            (Some(own), None) => own.models.bytes(),
            (None, _) => 0,
        };
        self.beside.iter().zip(&later.beside).map(own).sum()
    }
}

impl World {
    /// Begins, or begins anew, with the code that is deployed.
    pub(super) fn begin_rebuild(&mut self, model: ReadModel) {
        let under_way = self.rebuilds.beside(model).is_some_and(Rebuild::is_under_way);
        let rebuild = Rebuild {
            models: ReadModels::default(),
            version: self.settings.history.projections,
            standing: RebuildStanding::Building,
            began: self.now,
        };
        self.rebuilds.put(model, Some(rebuild));
        self.note_rebuild(TraceKind::RebuildStarted, model, 0);
        if !under_way {
            self.schedule_rebuild(model, 0);
        }
    }

    /// A person wants what says otherwise. Meanwhile the log may have gone on, so it reads on first.
    pub(super) fn want_rebuild(&mut self, model: ReadModel) {
        let slot = self.rebuilds.beside.get_mut(model.index()).and_then(Option::as_deref_mut);
        let Some(rebuild) = slot.filter(|rebuild| rebuild.standing == RebuildStanding::Differs) else { return };
        rebuild.standing = RebuildStanding::Wanted;
        let read = rebuild.models.checkpoint(model).0;
        self.schedule_rebuild(model, read);
    }

    fn schedule_rebuild(&mut self, model: ReadModel, read: u64) {
        let about = read ^ ((model.index() as u64) << 48) ^ REBUILD;
        let own = self.seed.span(HANDLING_LEAST, HANDLING_MOST, Purpose::ReadModel, about, 0);
        let (slower, _) = self.faults.slowness(self.seed, self.now, Place::ReadModel(model), about);
        self.schedule(own.plus(slower), Occurrence::Rebuild(model));
    }

    /// One step: some events further, as far as the one that serves has read.
    pub(super) fn rebuild(&mut self, model: ReadModel) {
        if self.store_out().is_some() {
            self.schedule(STORE_OUT_PAUSE, Occurrence::Rebuild(model));
            return;
        }
        let slot = self.rebuilds.beside.get_mut(model.index()).and_then(Option::take);
        let Some(mut rebuild) = slot else { return };
        let goal = self.models.checkpoint(model);
        let from = rebuild.models.checkpoint(model).0;
        let events = (self.store.end().0 / REBUILD_STEPS).max(REBUILD_EVENTS_LEAST);
        let left = goal.0.saturating_sub(from).min(u64::from(events));
        let understood = self.read_again(model, &mut rebuild, from, usize::try_from(left).unwrap_or(usize::MAX));
        let read = rebuild.models.checkpoint(model);
        self.note_rebuild(TraceKind::Rebuilding, model, read.0);
        if !understood {
            rebuild.standing = RebuildStanding::Stopped;
            self.rebuilds.put(model, Some(*rebuild));
            self.note_stopped(model, read.0);
        } else if read != goal {
            self.rebuilds.put(model, Some(*rebuild));
            self.schedule_rebuild(model, read.0);
        } else if rebuild.standing == RebuildStanding::Wanted || rebuild.models.same(model, &self.models) {
            self.models.take_over(model, rebuild.models);
            if let Some(version) = self.rebuilds.versions.get_mut(model.index()) {
                *version = rebuild.version;
            }
            self.note_rebuild(TraceKind::RebuildSwitched, model, read.0);
            self.resume(model);
        } else {
            rebuild.standing = RebuildStanding::Differs;
            self.rebuilds.put(model, Some(*rebuild));
            self.note_rebuild(TraceKind::RebuildDiffers, model, read.0);
        }
    }

    /// False where it came to an event that it cannot read.
    fn read_again(&mut self, model: ReadModel, rebuild: &mut Rebuild, from: u64, count: usize) -> bool {
        let Ok(from) = u32::try_from(from) else { return false };
        let (reader, mut understood) = (self.consumers(), true);
        let mails_itself = self.settings.history.mails == MailFrom::ReadModel && model == ReadModel::Orders;
        let mut mails = Vec::new();
        for recorded in self.store.read_all(GlobalPosition(from)).take(count) {
            if take_in(&mut rebuild.models, reader, rebuild.version, model, recorded) == Progress::Unreadable {
                understood = false;
                break;
            }
            if mails_itself {
                let position = u64::from(recorded.position().0);
                mails.extend(mail_of(&rebuild.models, recorded).map(|mail| (position, mail)));
            }
        }
        for (position, (order, kind, to)) in mails {
            self.mail_from_read_model(position, to, order, kind);
        }
        understood
    }

    /// The log is another one now: what was built from it begins again.
    pub(super) fn start_rebuild_over(&mut self, model: ReadModel) {
        if self.rebuilds.beside(model).is_some() {
            self.begin_rebuild(model);
        }
    }

    /// Other code is deployed: a second version that stopped tries again.
    pub(super) fn resume_rebuild(&mut self, model: ReadModel) {
        let slot = self.rebuilds.beside.get_mut(model.index()).and_then(Option::as_deref_mut);
        let Some(rebuild) = slot.filter(|rebuild| rebuild.standing == RebuildStanding::Stopped) else { return };
        rebuild.standing = RebuildStanding::Building;
        let read = rebuild.models.checkpoint(model).0;
        self.schedule_rebuild(model, read);
    }

    fn note_rebuild(&mut self, kind: TraceKind, model: ReadModel, read: u64) {
        let of = self.models.checkpoint(model).0;
        let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let mut line = self.line(kind, Node::EventStore);
        line.place = Place::ReadModel(model);
        line.peer = line.place;
        line.detail = Detail::Progress { read: narrow(read), of: narrow(of) };
        self.note(line);
    }
}
