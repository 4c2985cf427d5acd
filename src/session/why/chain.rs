//! The causes of a message, back to the person's act.

use serde::Serialize;

use crate::exchange::millis_of_time;
use crate::kernel::{MessageId, MessageNo};
use crate::session::Session;
use crate::world::{Body, Input, MessageKind, World};

/// A message on the way from an act to what it led to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CauseLink {
    pub message_id: String,
    /// "PlaceOrder", "OrderPlaced".
    pub name: &'static str,
    /// "command", "event", "reply" or "timer".
    pub kind: &'static str,
    /// Who made it.
    pub source: &'static str,
    /// When it came to be, in virtual milliseconds.
    pub ms: f64,
    /// Where it is stored, for an event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    /// The number of the recorded input, for what a person or story sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<u32>,
    #[serde(skip)]
    pub message: MessageNo,
}

impl Session {
    /// The message and its causes, the first one first: for what a person sent, that is the act. Empty for a message
    /// that the run does not know.
    pub fn causes(&self, message: MessageNo) -> Vec<CauseLink> {
        let world = self.world();
        let causes = std::iter::successors(Some(message), |message| world.letter(*message)?.cause.known());
        let mut chain: Vec<CauseLink> = causes.filter_map(|message| self.cause_link(message)).collect();
        chain.reverse();
        chain
    }

    pub(super) fn cause_link(&self, message: MessageNo) -> Option<CauseLink> {
        let world = self.world();
        let letter = world.letter(message)?;
        Some(CauseLink {
            message_id: letter.id.to_string(),
            name: world.message_name(message),
            kind: kind_name(world, message),
            source: letter.source.name(),
            ms: millis_of_time(letter.born),
            position: match letter.body {
                Body::Event { position } | Body::Corrected { position, .. } => Some(position),
                Body::Command(_) | Body::Reply(_) | Body::Timer { .. } => None,
            },
            input: letter.cause.known().is_none().then(|| self.input_of(letter.id)).flatten(),
            message,
        })
    }

    /// The input that sent a message; none for an automatic order.
    fn input_of(&self, id: MessageId) -> Option<u32> {
        let sends = self.timeline.inputs().iter().filter(|input| matches!(input.input, Input::Send { .. }));
        let mut numbers = sends.map(|input| input.number);
        numbers.find(|number| MessageId::first(self.seed(), u64::from(*number)) == id)
    }
}

pub(super) fn kind_name(world: &World, message: MessageNo) -> &'static str {
    match world.message_kind(message) {
        MessageKind::Command => "command",
        MessageKind::Event => "event",
        MessageKind::Reply => "reply",
        MessageKind::Timer => "timer",
    }
}
