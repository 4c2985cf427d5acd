//! The kinds of faults, the moments of a crash, the two directions, and which of them go together.

use crate::kernel::Span;
use crate::messaging::{Node, Place};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum FaultKind {
    /// The card is declined: a refusal, final, never retried.
    Decline,
    /// The service answers at once that it cannot; a refusal when the attempts are used up.
    Unavailable,
    /// A message takes longer.
    Latency,
    /// A message is lost.
    Drop,
    /// A message arrives twice.
    Duplicate,
    /// A message is overtaken by the next.
    Reorder,
    /// A message becomes one that its handler cannot process, until its body is corrected.
    Poison,
    /// The node is down for a while; work not acknowledged is lost, durable state is kept.
    Crash,
    /// Each handling takes longer.
    Slow,
    /// Everything to and from the node is lost.
    Partition,
    /// The bus or the event store refuses everything.
    Outage,
    /// A compensation does not succeed.
    FailCompensation,
    /// A rival appends to the stream between load and append.
    ConcurrentWriter,
}

impl FaultKind {
    pub const ALL: [Self; 13] = [
        Self::Decline,
        Self::Unavailable,
        Self::Latency,
        Self::Drop,
        Self::Duplicate,
        Self::Reorder,
        Self::Poison,
        Self::Crash,
        Self::Slow,
        Self::Partition,
        Self::Outage,
        Self::FailCompensation,
        Self::ConcurrentWriter,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Decline => "decline",
            Self::Unavailable => "unavailable",
            Self::Latency => "latency",
            Self::Drop => "drop",
            Self::Duplicate => "duplicate",
            Self::Reorder => "reorder",
            Self::Poison => "poison",
            Self::Crash => "crash",
            Self::Slow => "slow",
            Self::Partition => "partition",
            Self::Outage => "outage",
            Self::FailCompensation => "fail-compensation",
            Self::ConcurrentWriter => "concurrent-writer",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// True if the kind can befall `target`.
    pub const fn fits(self, target: Place) -> bool {
        let node = match target {
            Place::ReadModel(_) => return matches!(self, Self::Slow),
            Place::Node(node) => node,
        };
        match self {
            Self::Decline => matches!(node, Node::Payment),
            Self::Unavailable | Self::FailCompensation => {
                matches!(node, Node::Inventory | Node::Payment | Node::Shipping)
            }
            Self::Poison => node.is_consumer(),
            Self::Crash => !matches!(node, Node::Client),
            Self::Outage => matches!(node, Node::Bus | Node::EventStore),
            Self::ConcurrentWriter => matches!(node, Node::Order),
            Self::Latency | Self::Drop | Self::Duplicate | Self::Reorder | Self::Slow | Self::Partition => true,
        }
    }

    /// All that the kind can befall.
    pub fn targets(self) -> impl Iterator<Item = Place> {
        Place::all().filter(move |place| self.fits(*place))
    }

    /// True if it befalls single messages: then it has a direction and can be aimed at one of them.
    pub const fn is_of_messages(self) -> bool {
        match self {
            Self::Latency | Self::Drop | Self::Duplicate | Self::Reorder | Self::Poison => true,
            Self::Decline
            | Self::Unavailable
            | Self::Crash
            | Self::Slow
            | Self::Partition
            | Self::Outage
            | Self::FailCompensation
            | Self::ConcurrentWriter => false,
        }
    }

    /// How long it takes if nothing else is said; `None` for a kind that takes no time.
    pub const fn usual_span(self) -> Option<Span> {
        match self {
            Self::Latency => Some(Span::from_millis(500)),
            Self::Slow => Some(Span::from_millis(1_000)),
            Self::Crash => Some(Span::from_millis(5_000)),
            Self::Decline
            | Self::Unavailable
            | Self::Drop
            | Self::Duplicate
            | Self::Reorder
            | Self::Poison
            | Self::Partition
            | Self::Outage
            | Self::FailCompensation
            | Self::ConcurrentWriter => None,
        }
    }

    pub(super) const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// When in the handling of a message a node crashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    BeforeReceive,
    /// Stored, not published.
    AfterEffect,
    /// Published, not acknowledged.
    AfterPublish,
    AfterAck,
}

impl Moment {
    pub const ALL: [Self; 4] = [Self::BeforeReceive, Self::AfterEffect, Self::AfterPublish, Self::AfterAck];

    pub const fn name(self) -> &'static str {
        match self {
            Self::BeforeReceive => "before-receive",
            Self::AfterEffect => "after-effect",
            Self::AfterPublish => "after-publish",
            Self::AfterAck => "after-ack",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|moment| moment.name() == name)
    }
}

/// Whether a fault of messages befalls what its target is sent, or what it sends (a lost answer).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    #[default]
    To,
    From,
}

impl Direction {
    pub const ALL: [Self; 2] = [Self::To, Self::From];

    pub const fn name(self) -> &'static str {
        match self {
            Self::To => "to",
            Self::From => "from",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back() {
        assert!(FaultKind::ALL.iter().all(|kind| FaultKind::from_name(kind.name()) == Some(*kind)));
        assert!(Moment::ALL.iter().all(|moment| Moment::from_name(moment.name()) == Some(*moment)));
        assert!(Direction::ALL.iter().all(|direction| Direction::from_name(direction.name()) == Some(*direction)));
        assert_eq!(FaultKind::from_name("Crash"), None);
    }

    #[test]
    fn each_kind_has_its_targets() {
        let targets = |kind: FaultKind| kind.targets().map(Place::name).collect::<Vec<_>>().join(" ");
        let consumers = "order saga inventory payment shipping notification analytics";
        let nodes = "client order event-store bus saga inventory payment shipping notification analytics";
        assert_eq!(targets(FaultKind::Decline), "payment");
        assert_eq!(targets(FaultKind::Unavailable), "inventory payment shipping");
        assert_eq!(targets(FaultKind::FailCompensation), "inventory payment shipping");
        assert_eq!(targets(FaultKind::Outage), "event-store bus");
        assert_eq!(targets(FaultKind::ConcurrentWriter), "order");
        assert_eq!(targets(FaultKind::Poison), consumers);
        assert_eq!(targets(FaultKind::Crash), nodes.trim_start_matches("client "));
        assert_eq!(targets(FaultKind::Slow), format!("{nodes} orders stock revenue customers"));
        for kind in
            [FaultKind::Latency, FaultKind::Drop, FaultKind::Duplicate, FaultKind::Reorder, FaultKind::Partition]
        {
            assert_eq!(targets(kind), nodes, "{}", kind.name());
        }
    }
}
