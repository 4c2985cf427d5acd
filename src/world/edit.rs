//! A stored event is skipped, doubled, moved or changed, and everything that is folded from the log is folded again.
//!
//! It is as if somebody had rewritten the database and started all services anew: aggregates, books and read models are
//! what the edited log says, and the saga of the order is what it would be had it heard the log like this. What has
//! left the house stays as it is: e-mails, counts, answers and messages on their way. Only the chain of hashes tells.

use super::letter::REMOVED;
use super::projecting::take_in;
use super::saga_history::Hearing;
use super::*;
use crate::domain::Event;
use crate::event_store::GlobalPosition;
use crate::projection::Projection as _;

/// An edit that makes sense in this world.
pub(super) struct Plan {
    position: u32,
    order: Option<OrderId>,
    message: MessageNo,
    event: Event,
    /// The first position that will hold another row.
    pub(super) first: u32,
    /// The rows from there on, by their positions now.
    pub(super) sources: Vec<GlobalPosition>,
    changed: Option<Event>,
    pub(super) told: EditTold,
}

impl World {
    /// An edit of what is not there, or is no event of the shop, changes nothing.
    pub(super) fn edit(&mut self, edit: &Edit) {
        let Some(plan) = self.plan_edit(edit) else { return };
        if self.store.rewrite(GlobalPosition(plan.first), &plan.sources, plan.body()) {
            self.part_from_archive(&plan);
            self.snapshots.forget();
            self.fold_all_again(&plan, TraceKind::Edited);
        }
    }

    /// The log says something else now: whatever is folded from it is folded again.
    pub(super) fn fold_all_again(&mut self, plan: &Plan, told: TraceKind) {
        let detail = Detail::Edited { position: plan.position, how: plan.told };
        self.note(TraceEntry { message: plan.message, detail, ..self.line(told, Node::EventStore) });
        self.readdress(plan);
        self.outbox.next = plan.moved(self.outbox.next);
        self.fold_models_again(plan);
        self.fold_aggregates_again();
        if let Some(order) = plan.order {
            let hearing = match plan.told {
                EditTold::Skipped => Hearing::Without(plan.message),
                EditTold::Duplicated => Hearing::Twice(plan.message),
                EditTold::Moved { .. } => Hearing::Moved(plan.message),
                EditTold::Changed => Hearing::AsItWas,
            };
            self.fold_saga_again(order, hearing);
        }
        self.wake_dispatcher();
        ReadModel::ALL.into_iter().for_each(|model| {
            self.start_rebuild_over(model);
            self.resume(model);
        });
    }

    pub(super) fn plan_edit(&mut self, edit: &Edit) -> Option<Plan> {
        let position = edit.position;
        let event = self.fact(u64::from(position))?.shop()?.into_owned();
        let end = self.store.end().0;
        let mut changed = None;
        let (told, to) = match &edit.how {
            EditHow::Skip => (EditTold::Skipped, None),
            EditHow::Duplicate => (EditTold::Duplicated, Some(position)),
            EditHow::Move { to } if *to < end && *to != position => (EditTold::Moved { to: *to }, Some(*to)),
            EditHow::Move { .. } => return None,
            EditHow::Change { event: other, customer } => {
                changed = Some(self.changed_event(&event, other.clone(), customer.as_deref())?);
                (EditTold::Changed, Some(position))
            }
        };
        let first = to.map_or(position, |to| to.min(position));
        let rest = (first..end).filter(|source| *source != position);
        let mut sources: Vec<GlobalPosition> = rest.map(GlobalPosition).collect();
        if let Some(to) = to {
            let copies = if told == EditTold::Duplicated { 2 } else { 1 };
            let place = ((to - first) as usize).min(sources.len());
            sources.splice(place..place, std::iter::repeat_n(GlobalPosition(position), copies));
        }
        let (order, message) = (event.order(), self.event_message(u64::from(position)));
        Some(Plan { position, order, message, event, first, sources, changed, told })
    }

    /// The same kind of event about the same order, in the numbers of this world.
    fn changed_event(&mut self, event: &Event, mut other: Event, customer: Option<&str>) -> Option<Event> {
        if event.name() != other.name() {
            return None;
        }
        let customer = customer.map(|name| CustomerId(self.customer_names.intern(name).0));
        bodies::rename_event(&mut other, event.order(), customer);
        Some(other)
    }

    /// The messages of the events learn where these lie now.
    fn readdress(&mut self, plan: &Plan) {
        if plan.told == EditTold::Changed {
            return;
        }
        let before = self.event_letters.clone();
        self.event_letters.keep_first(plan.first as usize);
        let rows: Vec<(u64, u64)> =
            plan.sources.iter().map(|source| u64::from(source.0)).zip(u64::from(plan.first)..).collect();
        for (source, _) in &rows {
            self.event_letters.push(before.get(*source as usize).copied().unwrap_or(MessageNo::NONE));
        }
        // From the last back: of an event that stands there twice, the first counts.
        let mut moved: BTreeMap<u64, u64> = BTreeMap::new();
        for (source, at) in rows.into_iter().rev() {
            moved.insert(source, at);
            let message = self.event_message(at);
            if self.lies(message).is_none_or(|known| known >= u64::from(plan.first)) {
                self.lies_at(message, Body::Event { position: at });
            }
        }
        let copies: Vec<MessageNo> = self.copies.keys().copied().collect();
        for copy in copies {
            let Some(Body::Corrected { position, event }) = self.letter(copy).map(|letter| letter.body.clone()) else {
                continue;
            };
            if position != REMOVED && position >= u64::from(plan.first) {
                let position = moved.get(&position).copied().unwrap_or(REMOVED);
                self.lies_at(copy, Body::Corrected { position, event });
            }
        }
        if plan.told == EditTold::Skipped && !self.event_letters.iter().any(|message| *message == plan.message) {
            self.lies_at(plan.message, Body::Corrected { position: REMOVED, event: plan.event.clone() });
        }
    }

    fn lies(&self, message: MessageNo) -> Option<u64> {
        match self.letter(message)?.body {
            Body::Event { position } | Body::Corrected { position, .. } => Some(position),
            Body::Command(_) | Body::Reply(_) | Body::Timer { .. } => None,
        }
    }

    fn lies_at(&mut self, message: MessageNo, body: Body) {
        if let Some(letter) = self.letters.get_mut(message.index()) {
            letter.body = body;
        }
    }

    /// Every read model from zero up to where it had read; it lags as it lagged.
    fn fold_models_again(&mut self, plan: &Plan) {
        let (store, reader) = (self.store.clone(), self.consumers());
        self.models.open();
        for model in ReadModel::ALL {
            let read = u32::try_from(self.models.checkpoint(model).0).unwrap_or(u32::MAX);
            let count = plan.moved(read) as usize;
            let code = self.rebuilds.version(model);
            self.models.reset(model);
            for recorded in store.read_all(GlobalPosition::START).take(count) {
                take_in(&mut self.models, reader, code, model, recorded);
            }
        }
        self.models.seal();
    }

    fn fold_aggregates_again(&mut self) {
        self.orders = Table::default();
        self.warehouse = Warehouse::default();
        self.payments = Table::default();
        self.ledger = Ledger::default();
        self.shipments = Table::default();
        let store = self.store.clone();
        store.read_all(GlobalPosition::START).for_each(|recorded| self.evolve(recorded.event()));
    }
}

impl Plan {
    /// The body that the event at a position gets, where it gets another.
    pub(super) fn body(&self) -> impl Fn(GlobalPosition) -> Option<Fact> {
        let (at, changed) = (GlobalPosition(self.position), self.changed.clone().map(Fact::Shop));
        move |source| changed.clone().filter(|_| source == at)
    }

    /// Where a reader stands that had read so many rows.
    const fn moved(&self, read: u32) -> u32 {
        match self.told {
            EditTold::Skipped if self.position < read => read - 1,
            EditTold::Duplicated if self.position < read => read + 1,
            EditTold::Skipped | EditTold::Duplicated | EditTold::Moved { .. } | EditTold::Changed => read,
        }
    }
}
