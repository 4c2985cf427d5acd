//! Read models follow the store by checkpoint, each at its own pace, and never skip.

use super::publish::STORE_OUT_PAUSE;
use std::borrow::Cow;

use super::*;
use crate::domain::Event;
use crate::event_store::{GlobalPosition, RecordedEvent};
use crate::fault::FaultId;
use crate::kernel::Purpose;
use crate::messaging::Place;
use crate::projection::{Progress, Projection, ProjectionVersion, Recorded};

/// The most events that a read model applies in one go.
const PROJECT_MAX: usize = 256;

/// All read models at once, from the log alone: what they would say if none ever lagged.
impl Projection<Fact> for ReadModels {
    fn project(&mut self, recorded: RecordedEvent<'_, Fact>) {
        take_in_by_all(self, TODAY, |_| ProjectionVersion::First, recorded);
    }

    fn open(&mut self) {
        self.orders.open();
        self.customers.open();
    }

    fn seal(&mut self) {
        self.orders.seal();
        self.customers.seal();
    }
}

/// Understands every shape that was ever stored.
const TODAY: Reader = Reader { knows: Deployed::Second, upcasting: Upcasting::On };

/// One stored event for a read model, as a reader understands it. What it does not understand stops it, unless it tells
/// this read model nothing.
pub(super) fn take_in(
    models: &mut ReadModels,
    reader: Reader,
    code: ProjectionVersion,
    model: ReadModel,
    recorded: RecordedEvent<'_, Fact>,
) -> Progress {
    let position = u64::from(recorded.position().0);
    let Some(event) = recorded.event().shop() else { return models.pass_over(model, position) };
    let stored = Recorded { position, version: recorded.version().0, time: recorded.time(), event: &event };
    take_read(models, code, model, stored, &reader.read(recorded.event()))
}

/// One stored event for all read models, each by its version of the code.
pub(super) fn take_in_by_all(
    models: &mut ReadModels,
    reader: Reader,
    code: impl Fn(ReadModel) -> ProjectionVersion,
    recorded: RecordedEvent<'_, Fact>,
) {
    let position = u64::from(recorded.position().0);
    let Some(event) = recorded.event().shop() else {
        for model in ReadModel::ALL {
            models.pass_over(model, position);
        }
        return;
    };
    let stored = Recorded { position, version: recorded.version().0, time: recorded.time(), event: &event };
    let read = reader.read(recorded.event());
    for model in ReadModel::ALL {
        take_read(models, code(model), model, stored, &read);
    }
}

fn take_read(
    models: &mut ReadModels,
    code: ProjectionVersion,
    model: ReadModel,
    stored: Recorded<'_>,
    read: &Result<Cow<'_, [Fact]>, Unreadable>,
) -> Progress {
    match read {
        Ok(Cow::Borrowed(_)) => models.apply_by(code, model, stored),
        Ok(Cow::Owned(read)) => {
            let events: Vec<Cow<'_, Event>> = read.iter().filter_map(Fact::shop).collect();
            models.apply_each(code, model, stored, events.iter().map(Cow::as_ref))
        }
        Err(_) if ReadModels::handles(model, stored.event) => Progress::Unreadable,
        Err(_) => models.pass_over(model, stored.position),
    }
}

/// The e-mail that an event asks for: about which order, of which kind, and to whom, as far as the read model knows.
pub(super) fn mail_of(
    models: &ReadModels,
    recorded: RecordedEvent<'_, Fact>,
) -> Option<(OrderId, MailKind, CustomerId)> {
    let event = recorded.event().shop()?;
    let Event::Order(event) = event.as_ref() else { return None };
    let order = event.order();
    Some((order, consumers::mail_kind(event)?, models.orders.get(order)?.customer))
}

impl World {
    /// Lets every read model that is behind look at the store soon.
    pub(super) fn wake_projections(&mut self) {
        for model in ReadModel::ALL {
            self.wake_projection(model);
        }
    }

    fn wake_projection(&mut self, model: ReadModel) {
        let checkpoint = self.models.checkpoint(model).0;
        let waiting = self.projecting.get(model.index()).copied().unwrap_or(true);
        let stopped = self.stopped.get(model.index()).is_some_and(Option::is_some);
        if waiting || stopped || checkpoint >= u64::from(self.store.end().0) {
            return;
        }
        let about = checkpoint ^ ((model.index() as u64) << 48);
        let own = self.seed.span(HANDLING_LEAST, HANDLING_MOST, Purpose::ReadModel, about, 0);
        let (slower, _) = self.faults.slowness(self.seed, self.now, Place::ReadModel(model), about);
        self.set_projecting(model, true);
        self.schedule(own.plus(slower), Occurrence::Project(model));
    }

    pub(super) fn project(&mut self, model: ReadModel) {
        if self.store_out().is_some() {
            self.schedule(STORE_OUT_PAUSE, Occurrence::Project(model));
            return;
        }
        self.set_projecting(model, false);
        let (reader, code) = (self.consumers(), self.rebuilds.version(model));
        let mut stopped = None;
        let mails_itself = self.settings.history.mails == MailFrom::ReadModel && model == ReadModel::Orders;
        let mut mails = Vec::new();
        let (store, models, trace) = (&self.store, &mut self.models, &mut self.trace);
        let Ok(from) = u32::try_from(models.checkpoint(model).0) else { return };
        for recorded in store.read_all(GlobalPosition(from)).take(PROJECT_MAX) {
            let position = u64::from(recorded.position().0);
            let progress = take_in(models, reader, code, model, recorded);
            if progress == Progress::Unreadable {
                stopped = Some(position);
                break;
            }
            if progress == Progress::Applied {
                mails.extend(mail_of(models, recorded).filter(|_| mails_itself).map(|mail| (position, mail)));
                let mut line = TraceEntry::new(self.steps, self.now, TraceKind::Projected, Node::EventStore);
                line.place = Place::ReadModel(model);
                line.message = self.event_letters.get(position as usize).copied().unwrap_or(MessageNo::NONE);
                line.detail = Detail::Position(position);
                trace.push(line);
            }
        }
        for (position, (order, kind, to)) in mails {
            self.mail_from_read_model(position, to, order, kind);
        }
        if let Some(position) = stopped {
            self.stop(model, position);
        }
        self.wake_projection(model);
    }

    /// A read model never skips: at what it cannot read it stops, visibly, until other code is deployed.
    fn stop(&mut self, model: ReadModel, position: u64) {
        if let Some(slot) = self.stopped.get_mut(model.index()) {
            *slot = Some(position);
        }
        self.note_stopped(model, position);
    }

    pub(super) fn note_stopped(&mut self, model: ReadModel, position: u64) {
        let mut line = self.line(TraceKind::Stopped, Node::EventStore);
        line.place = Place::ReadModel(model);
        line.peer = line.place;
        line.message = self.event_message(position);
        line.detail = Detail::Position(position);
        self.note(line);
    }

    /// Other code is deployed, or another version took over: whoever stopped tries again.
    pub(super) fn resume(&mut self, model: ReadModel) {
        if let Some(slot) = self.stopped.get_mut(model.index()) {
            *slot = None;
        }
        self.wake_projection(model);
    }

    /// A read model with a side effect.
    pub(super) fn mail_from_read_model(&mut self, position: u64, to: CustomerId, order: OrderId, kind: MailKind) {
        let about = self.event_message(position);
        let mail = self.mails.push(Mail { to, order, kind, time: self.now, about });
        let mut line = self.line(TraceKind::Mailed, Node::EventStore);
        line.place = Place::ReadModel(ReadModel::Orders);
        line.peer = line.place;
        line.message = about;
        line.detail = Detail::Number(u32::try_from(mail).unwrap_or(u32::MAX));
        self.note(line);
    }

    fn set_projecting(&mut self, model: ReadModel, projecting: bool) {
        if let Some(flag) = self.projecting.get_mut(model.index()) {
            *flag = projecting;
        }
    }

    /// The rule that slows a read model down now, if one does.
    pub fn slowed_by(&self, model: ReadModel) -> Option<FaultId> {
        self.faults
            .rules()
            .find(|(id, rule, ..)| {
                rule.target == Some(Place::ReadModel(model)) && self.faults.is_active(**id, self.now)
            })
            .map(|(id, ..)| *id)
    }
}
