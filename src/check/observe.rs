//! One step of the world, looked at from all sides.

use super::messages::Messages;
use super::orders::{Orders, Parcel, Standing};
use super::queues::Queues;
use super::watch::Watch;
use super::{Checker, causes, quiet, saga};
use crate::domain::answer::call_of;
use crate::domain::fulfilment::SagaNote;
use crate::domain::inventory::InventoryEvent;
use crate::domain::order::{Authority, OrderCommand, OrderEvent};
use crate::domain::payment::PaymentCommand;
use crate::domain::shipping::ShippingEvent;
use crate::domain::{Command, Event};
use crate::event_store::{GlobalPosition, RecordedEvent};
use crate::kernel::MessageNo;
use crate::messaging::{Node, ReadModel};
use crate::projection::{Checkpoint, ProjectionVersion};
use crate::timeline::Observer;
use crate::world::{Body, Detail, Fact, Fold, Letter, REMOVED, TraceEntry, TraceKind, World};

impl Observer for Checker {
    fn observe(&mut self, world: &World, first_new_line: usize) {
        let mut breaches = std::mem::take(&mut self.breaches);
        self.given_up.note(&world.settings);
        let mut watch = Watch { world, given_up: self.given_up, breaches: &mut breaches };
        for (place, line) in (first_new_line..).zip(world.trace.from(first_new_line)) {
            self.chapters.line(world, place, line);
            self.line(&mut watch, line);
        }
        let letters = std::mem::replace(&mut self.letters, world.letters.len());
        for (message, letter) in (letters..).zip(world.letters.from(letters)) {
            self.letter(&mut watch, MessageNo(u32::try_from(message).unwrap_or(u32::MAX)), letter);
        }
        let rewrites = |kind| matches!(kind, TraceKind::Edited | TraceKind::LogReplaced | TraceKind::StreamReplaced);
        let edits = world.trace.from(first_new_line).filter(|line| rewrites(line.kind));
        edits.for_each(|line| self.recount(&mut watch, line));
        let events = std::mem::replace(&mut self.events, world.store.len());
        let from = GlobalPosition(u32::try_from(events).unwrap_or(u32::MAX));
        for (place, recorded) in (events..).zip(world.store.read_all(from)) {
            self.event(&mut watch, place, recorded);
        }
        self.money.step(&mut watch);
        self.queues.step(&mut watch);
        self.models.step(&mut watch);
        self.aggregates.step(&mut watch);
        causes::Clock::step(&mut watch);
        if self.unjudged && world.is_quiet() {
            self.quiet(&mut watch);
        }
        if let Some((invariant, step)) = breaches.first() {
            self.chapters.broken(world, invariant, step);
        }
        self.breaches = breaches;
    }

    /// The read models are those that are built anew: the first version of their code reads each event at once.
    fn fold(&self, world: &World) -> Fold {
        let (mut fold, known) = (world.fold(), self.models.rebuilt());
        let end = Checkpoint(u64::from(fold.store.end().0));
        let is_known =
            |model| fold.rebuilds.version(model) == ProjectionVersion::First && known.checkpoint(model) == end;
        if ReadModel::ALL.into_iter().all(is_known) {
            fold.models = known.clone();
        }
        fold
    }

    fn weight(&self) -> usize {
        self.bytes()
    }

    fn weight_beside(&self, later: &Self) -> usize {
        self.bytes_beside(later)
    }
}

impl Checker {
    fn line(&mut self, watch: &mut Watch<'_>, line: &TraceEntry) {
        self.clock.line(watch, line);
        self.queues.line(watch, &mut self.messages, line);
        self.streams.line(watch, line);
        self.aggregates.line(watch, line);
        self.mails.line(watch, &self.messages, line);
        self.versions.line(watch, line);
        match (line.kind, line.detail) {
            (TraceKind::Saga, Detail::Saga(order, note)) => {
                self.unjudged |= !matches!(note, SagaNote::IgnoredLate(_));
                saga::note(watch, order, self.orders.change(order), note);
            }
            (TraceKind::TimerSet, _) => self.timer(watch, line.message, 1),
            (TraceKind::TimerRang, _) => self.timer(watch, line.message, -1),
            (TraceKind::TaskOpened, Detail::Number(task)) => self.task(watch, task, 1),
            (TraceKind::TaskResolved, Detail::Number(task)) => self.task(watch, task, -1),
            (_, _) => self.unjudged = true,
        }
    }

    fn timer(&mut self, watch: &mut Watch<'_>, call: MessageNo, by: i32) {
        self.timers += i64::from(by);
        if let Some(order) = watch.world.order_of(call) {
            saga::timer(watch, order, self.orders.change(order), by);
        }
    }

    fn task(&mut self, watch: &Watch<'_>, task: u32, by: i16) {
        self.unjudged = true;
        if let Some(task) = watch.world.tasks.get(task as usize) {
            self.orders.change(task.order).saga.tasks += by;
        }
    }

    fn letter(&mut self, watch: &mut Watch<'_>, message: MessageNo, letter: &Letter) {
        causes::letter(watch, message, letter);
        if message.0 < watch.world.history_letters {
            return;
        }
        self.queues.letter(watch, &mut self.messages, message, letter);
        let is_copy = self.messages.original(message) != message;
        self.agreed(message, letter);
        match &letter.body {
            Body::Command(command) if letter.source == Node::Saga && !is_copy => {
                if let (Some(call), Some(order)) = (call_of(command), command.order()) {
                    saga::call(watch, order, self.orders.change(order), call);
                }
            }
            Body::Corrected { .. } | Body::Command(_) | Body::Event { .. } | Body::Reply(_) | Body::Timer { .. } => {}
        }
    }

    /// What a person asks payment to charge, or corrects a charge to, is agreed as far as payment knows.
    pub(super) fn agreed(&mut self, message: MessageNo, letter: &Letter) {
        let is_copy = self.messages.original(message) != message;
        let (order, amount) = match &letter.body {
            Body::Command(Command::Payment(PaymentCommand::Charge { order, amount, .. }))
                if is_copy || letter.source == Node::Client =>
            {
                (*order, *amount)
            }
            Body::Corrected { position, event: Event::Order(OrderEvent::Placed { order, total, .. }) }
                if *position != REMOVED =>
            {
                (*order, *total)
            }
            Body::Corrected { .. } | Body::Command(_) | Body::Event { .. } | Body::Reply(_) | Body::Timer { .. } => {
                return;
            }
        };
        let account = self.orders.change(order);
        account.authorised = account.authorised.saturating_add(amount.0.max(0));
    }

    fn event(&mut self, watch: &mut Watch<'_>, place: usize, recorded: RecordedEvent<'_, Fact>) {
        let position = place as u64;
        if position < u64::from(watch.world.history_events) {
            self.book(watch, place, recorded);
            return;
        }
        let message = watch.world.event_message(position);
        if let (Some(event), Some(letter)) = (recorded.event().shop(), watch.world.letter(message))
            && !matches!(event.as_ref(), Event::Order(OrderEvent::Noted { .. }))
        {
            Queues::effect(watch, &mut self.messages, position, letter.cause, letter.source);
            note_hand(watch.world, &self.messages, &mut self.orders, &event, letter.cause);
        }
        self.book(watch, place, recorded);
    }

    /// What the books of the checker say about an event, from the log alone.
    pub(super) fn book(&mut self, watch: &mut Watch<'_>, place: usize, recorded: RecordedEvent<'_, Fact>) {
        let position = place as u64;
        let message = watch.world.event_message(position);
        self.streams.event(watch, place, recorded);
        if position >= u64::from(watch.world.history_events) {
            causes::event(watch, position, recorded, message);
        }
        self.models.event(recorded);
        self.aggregates.event(recorded);
        self.versions.event(watch, recorded);
        self.exchanged.event(watch, recorded);
        let Some(event) = recorded.event().shop() else { return };
        let event = event.as_ref();
        self.unjudged = true;
        if let Event::Order(OrderEvent::Noted { .. }) = event {
            return;
        }
        let Some(order) = event.order() else {
            if let Event::Inventory(InventoryEvent::Restocked { sku, quantity }) = event {
                self.stock.restocked(watch, position, *sku, *quantity);
            }
            return;
        };
        let account = self.orders.change(order);
        match event {
            Event::Order(event) => match event {
                OrderEvent::Placed { total, .. } => {
                    account.place(position);
                    account.total = total.0;
                    account.authorised = account.authorised.saturating_add(total.0);
                    account.standing = Standing::Placed;
                }
                OrderEvent::Noted { .. } | OrderEvent::CancellationRequested { .. } => {}
                OrderEvent::Confirmed { .. } => account.standing = Standing::Confirmed,
                OrderEvent::Shipped { .. } => account.standing = Standing::Shipped,
                OrderEvent::Cancelled { .. } => account.standing = Standing::Cancelled,
            },
            Event::Inventory(event) => {
                if let InventoryEvent::Reserved { lines, .. } = event {
                    account.other_goods = !are_ordered(watch.world, account.placed_at(), lines);
                }
                self.stock.event(watch, position, order, account, event);
            }
            Event::Payment(event) => self.money.event(watch, position, order, account, event),
            Event::Shipping(event) => match event {
                ShippingEvent::Created { .. } => account.parcel = Parcel::Created,
                ShippingEvent::Cancelled { .. } => account.parcel = Parcel::Cancelled,
                ShippingEvent::Dispatched { .. } => account.parcel = Parcel::Left,
                ShippingEvent::Refused { .. }
                | ShippingEvent::Voided { .. }
                | ShippingEvent::CancellationFailed { .. } => {}
            },
        }
    }

    /// Nothing more happens by itself: what was promised for the end is judged.
    fn quiet(&mut self, watch: &mut Watch<'_>) {
        self.unjudged = false;
        self.chapters.quiet(watch.world);
        self.orders.take_changed(|order, account| quiet::judge(watch, order, account));
        quiet::timers(watch, self.timers);
        self.queues.quiet(watch, &self.messages);
        self.models.quiet(watch);
        self.exchanged.quiet(watch);
        self.streams.quiet(watch);
    }
}

/// A person's own command to a service, or a corrected message, takes the order out of the hands of its saga alone.
fn note_hand(world: &World, messages: &Messages, orders: &mut Orders, event: &Event, cause: MessageNo) {
    let Some(letter) = world.letter(cause) else { return };
    let by_hand = match &letter.body {
        Body::Command(Command::Order(
            OrderCommand::Place { .. } | OrderCommand::Cancel { authority: Authority::Customer, .. },
        )) => false,
        Body::Command(_) => letter.source == Node::Client || messages.original(cause) != cause,
        Body::Corrected { .. } => true,
        Body::Event { .. } | Body::Reply(_) | Body::Timer { .. } => false,
    };
    if by_hand && let Some(order) = event.order() {
        orders.change(order).by_hand = true;
    }
}

fn are_ordered(world: &World, placed: Option<u64>, lines: &crate::domain::Lines) -> bool {
    let ordered = placed.and_then(|position| world.fact(position)?.shop());
    matches!(ordered.as_deref(), Some(Event::Order(OrderEvent::Placed { lines: ordered, .. })) if ordered == lines)
}
