//! What every message passes on its way into the bus: a chain of small steps over its metadata, in a fixed order.
//!
//! The set is closed and a chain is a plain value, so that it costs no memory and no call through a pointer, and can
//! be hashed with the world.

use std::fmt;

use super::{Metadata, Node};
use crate::kernel::{MessageId, VirtualTime};

/// One step of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Middleware {
    /// Takes the correlation over from the cause; a first message begins a story of its own (ES-19).
    StampCorrelation,
    /// Names the cause; a first message is its own (ES-19).
    StampCausation,
    /// Refuses what contradicts itself or its cause (I20, I29).
    Validate,
    /// Asks for a line in the trace.
    Log,
}

impl Middleware {
    pub const ALL: [Self; 4] = [Self::StampCorrelation, Self::StampCausation, Self::Validate, Self::Log];

    pub const fn name(self) -> &'static str {
        match self {
            Self::StampCorrelation => "stamp-correlation",
            Self::StampCausation => "stamp-causation",
            Self::Validate => "validate",
            Self::Log => "log",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Metadata before the chain: what the sender knows. That the source is a node of the shop, its type says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Draft {
    pub message: MessageId,
    pub time: VirtualTime,
    pub source: Node,
    /// Given only where it is known already; `None` waits for the stamp.
    pub correlation: Option<MessageId>,
    pub causation: Option<MessageId>,
}

impl Draft {
    pub const fn new(message: MessageId, time: VirtualTime, source: Node) -> Self {
        Self { message, time, source, correlation: None, causation: None }
    }
}

/// What the steps of a chain did to one message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Report {
    done: u8,
}

impl Report {
    /// True if the step was in the chain and had something to do: a stamp that was there already is not set again.
    pub const fn did(self, step: Middleware) -> bool {
        self.done & step.bit() != 0
    }

    /// The steps that did something.
    pub fn steps(self) -> impl Iterator<Item = Middleware> {
        Middleware::ALL.into_iter().filter(move |step| self.did(*step))
    }
}

/// A message that a chain did not let pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Refused {
    pub by: Middleware,
    pub reason: Contradiction,
}

/// What is wrong with a message's metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Contradiction {
    /// The id of the message is nil.
    NoId,
    /// Nobody stamped the correlation.
    NoCorrelation,
    /// Nobody stamped the causation.
    NoCausation,
    /// It is said to be caused by another message than its cause, or, as a first message, by any.
    OtherCause { causation: MessageId },
    /// It has another correlation than its cause, or, as a first message, any but its own id.
    OtherStory { correlation: MessageId },
    /// It has the id of its cause.
    CausesItself,
    /// It was born before its cause.
    BeforeItsCause { time: VirtualTime, cause: VirtualTime },
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoId => f.write_str("the message has no id"),
            Self::NoCorrelation => f.write_str("the message has no correlation id"),
            Self::NoCausation => f.write_str("the message has no causation id"),
            Self::OtherCause { causation } => write!(f, "the causation id {causation} is not that of its cause"),
            Self::OtherStory { correlation } => write!(f, "the correlation id {correlation} is not that of its cause"),
            Self::CausesItself => f.write_str("the message has the id of its cause"),
            Self::BeforeItsCause { time, cause } => {
                write!(f, "born at {} µs, before its cause at {} µs", time.micros(), cause.micros())
            }
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.by.name(), self.reason)
    }
}

impl std::error::Error for Refused {}

/// Steps in their order, each at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chain {
    steps: [Option<Middleware>; Middleware::ALL.len()],
}

impl Default for Chain {
    fn default() -> Self {
        Self::standard()
    }
}

impl Chain {
    /// Stamp correlation and causation, validate, log.
    pub const fn standard() -> Self {
        let [first, second, third, fourth] = Middleware::ALL;
        Self { steps: [Some(first), Some(second), Some(third), Some(fourth)] }
    }

    /// A chain of these steps in this order; a step that comes again is left out.
    pub fn of(steps: &[Middleware]) -> Self {
        let mut chain = Self { steps: [None; Middleware::ALL.len()] };
        for step in steps {
            if !chain.steps.contains(&Some(*step))
                && let Some(free) = chain.steps.iter_mut().find(|slot| slot.is_none())
            {
                *free = Some(*step);
            }
        }
        chain
    }

    pub fn steps(&self) -> impl Iterator<Item = Middleware> {
        self.steps.iter().copied().flatten()
    }

    /// Takes a draft through the chain; `cause` is the metadata of the message that caused it.
    ///
    /// # Errors
    /// The first step that refuses, with its reason; no step after it runs.
    pub fn run(&self, draft: Draft, cause: Option<&Metadata>) -> Result<(Metadata, Report), Refused> {
        let Draft { message, time, source, correlation, causation } = draft;
        let (correlation, causation) = (correlation.unwrap_or(NIL), causation.unwrap_or(NIL));
        let mut metadata = Metadata { message, correlation, causation, time, source };
        let mut report = Report::default();
        for step in self.steps() {
            let did = match step {
                Middleware::StampCorrelation => {
                    stamp(&mut metadata.correlation, cause.map_or(message, |cause| cause.correlation))
                }
                Middleware::StampCausation => {
                    stamp(&mut metadata.causation, cause.map_or(message, |cause| cause.message))
                }
                Middleware::Validate => {
                    validate(&metadata, cause).map_err(|reason| Refused { by: step, reason })?;
                    true
                }
                Middleware::Log => true,
            };
            report.done |= if did { step.bit() } else { 0 };
        }
        Ok((metadata, report))
    }
}

/// Stands where there is no id yet; no derived id is nil in practice, and one that is gets refused.
const NIL: MessageId = MessageId(0);

fn stamp(id: &mut MessageId, with: MessageId) -> bool {
    let missing = *id == NIL;
    if missing {
        *id = with;
    }
    missing
}

fn validate(metadata: &Metadata, cause: Option<&Metadata>) -> Result<(), Contradiction> {
    let Metadata { message, correlation, causation, time, source: _ } = *metadata;
    let (its_cause, its_story) = cause.map_or((message, message), |cause| (cause.message, cause.correlation));
    if message == NIL {
        Err(Contradiction::NoId)
    } else if correlation == NIL {
        Err(Contradiction::NoCorrelation)
    } else if causation == NIL {
        Err(Contradiction::NoCausation)
    } else if causation != its_cause {
        Err(Contradiction::OtherCause { causation })
    } else if correlation != its_story {
        Err(Contradiction::OtherStory { correlation })
    } else {
        match cause {
            Some(cause) if cause.message == message => Err(Contradiction::CausesItself),
            Some(cause) if time < cause.time => Err(Contradiction::BeforeItsCause { time, cause: cause.time }),
            Some(_) | None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Metadata = Metadata {
        message: MessageId(5),
        correlation: MessageId(3),
        causation: MessageId(4),
        time: VirtualTime::from_millis(10),
        source: Node::Order,
    };

    fn draft(message: u64, millis: u64) -> Draft {
        Draft::new(MessageId(message), VirtualTime::from_millis(millis), Node::Saga)
    }

    #[track_caller]
    fn assert_refused(draft: Draft, cause: Option<&Metadata>, reason: Contradiction) {
        assert_eq!(Chain::standard().run(draft, cause), Err(Refused { by: Middleware::Validate, reason }));
    }

    #[test]
    fn es_19_a_message_belongs_to_the_story_of_its_cause() {
        let (metadata, report) = Chain::standard().run(draft(6, 10), Some(&FIRST)).unwrap();
        assert_eq!((metadata.correlation, metadata.causation), (MessageId(3), MessageId(5)));
        assert_eq!((metadata.message, metadata.source), (MessageId(6), Node::Saga));
        assert_eq!(report.steps().collect::<Vec<_>>(), Middleware::ALL);
    }

    #[test]
    fn a_first_message_begins_its_own_story() {
        let (metadata, _) = Chain::standard().run(draft(6, 0), None).unwrap();
        assert_eq!((metadata.correlation, metadata.causation), (MessageId(6), MessageId(6)));
    }

    #[test]
    fn a_stamp_that_is_there_is_kept_and_checked() {
        let own = Draft { correlation: Some(MessageId(3)), causation: Some(MessageId(5)), ..draft(6, 10) };
        let (_, report) = Chain::standard().run(own, Some(&FIRST)).unwrap();
        assert_eq!(report.steps().collect::<Vec<_>>(), [Middleware::Validate, Middleware::Log]);
        let correlation = MessageId(9);
        let other = Draft { correlation: Some(correlation), ..own };
        assert_refused(other, Some(&FIRST), Contradiction::OtherStory { correlation });
        let causation = MessageId(9);
        let other = Draft { causation: Some(causation), ..own };
        assert_refused(other, Some(&FIRST), Contradiction::OtherCause { causation });
        assert_refused(
            Draft { causation: Some(causation), ..draft(6, 0) },
            None,
            Contradiction::OtherCause { causation },
        );
    }

    #[test]
    fn contradictions_are_refused_by_name() {
        let (time, cause) = (VirtualTime::from_millis(9), FIRST.time);
        assert_refused(draft(0, 10), Some(&FIRST), Contradiction::NoId);
        assert_refused(draft(5, 10), Some(&FIRST), Contradiction::CausesItself);
        assert_refused(draft(6, 9), Some(&FIRST), Contradiction::BeforeItsCause { time, cause });
    }

    #[test]
    fn the_order_of_the_steps_matters() {
        let early = Chain::of(&[Middleware::Validate, Middleware::StampCorrelation, Middleware::StampCausation]);
        let reason = Contradiction::NoCorrelation;
        assert_eq!(early.run(draft(6, 10), Some(&FIRST)), Err(Refused { by: Middleware::Validate, reason }));
        let late = Chain::of(&[Middleware::StampCorrelation, Middleware::Validate]);
        let reason = Contradiction::NoCausation;
        assert_eq!(late.run(draft(6, 10), Some(&FIRST)), Err(Refused { by: Middleware::Validate, reason }));
        let twice = Chain::of(&[Middleware::Log, Middleware::Log]);
        assert_eq!(twice.steps().collect::<Vec<_>>(), [Middleware::Log]);
        assert!(twice.run(draft(6, 10), None).is_ok_and(|(_, report)| report.did(Middleware::Log)));
    }
}
