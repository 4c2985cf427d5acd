//! Short labels: what stands beside a mark, in a column, on a chip.

use super::figures::money;
use super::subjects::order;
use crate::domain::order::{OrderCommand, OrderEvent};
use crate::domain::payment::{PaymentCommand, PaymentEvent};
use crate::domain::{Command, Event, Money};
use crate::kernel::MessageNo;
use crate::world::{Body, TraceEntry, TraceKind, World};

/// What happened, in one or two words: the verb column of the log.
pub const fn kind_word(kind: TraceKind) -> &'static str {
    match kind {
        TraceKind::Acted => "you acted",
        TraceKind::Sent => "sent",
        TraceKind::Received => "handling",
        TraceKind::Handled => "handled",
        TraceKind::Rejected => "rejected",
        TraceKind::Appended => "stored",
        TraceKind::Conflict => "conflict",
        TraceKind::RivalAppended => "rival wrote",
        TraceKind::Published => "published",
        TraceKind::Acknowledged => "acknowledged",
        TraceKind::Failed => "failed",
        TraceKind::RetryScheduled => "will retry",
        TraceKind::TimedOut => "timed out",
        TraceKind::DeadLettered => "dead letter",
        TraceKind::Redriven => "redriven",
        TraceKind::Discarded => "discarded",
        TraceKind::DuplicateIgnored => "duplicate",
        TraceKind::Dropped => "lost",
        TraceKind::Delayed => "delayed",
        TraceKind::Duplicated => "duplicated",
        TraceKind::Reordered => "overtaken",
        TraceKind::Poisoned => "poisoned",
        TraceKind::Refused => "refused",
        TraceKind::Crashed => "crashed",
        TraceKind::Restarted => "restarted",
        TraceKind::Lost => "lost in crash",
        TraceKind::FaultArmed => "fault armed",
        TraceKind::FaultLifted => "fault lifted",
        TraceKind::SettingChanged => "setting",
        TraceKind::TrafficChanged => "traffic",
        TraceKind::Saga => "saga",
        TraceKind::TimerSet => "timer set",
        TraceKind::TimerRang => "timer rang",
        TraceKind::Projected => "shown",
        TraceKind::Mailed => "e-mail",
        TraceKind::FraudSuspected => "suspicion",
        TraceKind::Repeated => "repeated",
        TraceKind::GaveUp => "gave up",
        TraceKind::TaskOpened => "needs a person",
        TraceKind::TaskResolved => "resolved",
        TraceKind::Halted => "halted",
        TraceKind::Loaded => "loaded",
        TraceKind::SnapshotTaken => "snapshot",
        TraceKind::SnapshotPassedOver => "stale snapshot",
        TraceKind::SnapshotsForgotten => "snapshots gone",
        TraceKind::RebuildStarted => "rebuild",
        TraceKind::Rebuilding => "rebuilding",
        TraceKind::RebuildSwitched => "switched",
        TraceKind::RebuildDiffers => "differs",
        TraceKind::Edited => "past edited",
        TraceKind::Stopped => "stopped",
        TraceKind::LogReplaced => "log replaced",
        TraceKind::StreamReplaced => "stream replaced",
    }
}

/// The name of the message that a line is about; empty where it is about none.
pub fn message_label(world: &World, entry: &TraceEntry) -> &'static str {
    match entry.message.known() {
        Some(message) => world.message_name(message),
        None => "",
    }
}

/// What a message is about, as short as it can be said: "ord-1 · € 309.97".
pub fn payload_chip(world: &World, message: MessageNo) -> String {
    let Some(id) = world.order_of(message) else { return String::new() };
    let name = order(world, id);
    let amount = match world.letter(message).map(|letter| &letter.body) {
        Some(Body::Command(Command::Order(OrderCommand::Place { total, .. }))) => Some(*total),
        Some(Body::Command(Command::Payment(PaymentCommand::Charge { amount, .. }))) => Some(*amount),
        Some(Body::Event { .. } | Body::Corrected { .. }) => {
            world.event_of(message).and_then(|event| amount_of(&event))
        }
        Some(Body::Command(_) | Body::Reply(_) | Body::Timer { .. }) | None => None,
    };
    amount.map_or_else(|| name.clone(), |amount| format!("{name} · {}", money(amount)))
}

const fn amount_of(event: &Event) -> Option<Money> {
    if let Event::Order(OrderEvent::Placed { total: amount, .. })
    | Event::Payment(PaymentEvent::Charged { amount, .. } | PaymentEvent::Refunded { amount, .. }) = event
    {
        return Some(*amount);
    }
    None
}
