//! Short labels: what stands beside a mark, in a column, on a chip.

use crate::world::{TraceEntry, TraceKind, World};

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
    }
}

/// The name of the message that a line is about; empty where it is about none.
pub fn message_label(world: &World, entry: &TraceEntry) -> &'static str {
    match entry.message.known() {
        Some(message) => world.message_name(message),
        None => "",
    }
}
