//! One fault as a person says it, and whether what they say makes sense.

use std::fmt;

use super::kind::{Direction, FaultKind, Moment};
use crate::kernel::{MessageId, Span, VirtualTime};
use crate::messaging::Place;

/// One fault, armed or to be armed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FaultRule {
    pub kind: FaultKind,
    /// Everywhere the kind makes sense, if `None`.
    pub target: Option<Place>,
    /// A whole percentage from 0 to 100; always, if `None`.
    pub chance: Option<u8>,
    /// How often at most.
    pub count: Option<u32>,
    /// From when on; at once, if `None`.
    pub from: Option<VirtualTime>,
    /// Before when; until lifted, if `None`.
    pub until: Option<VirtualTime>,
    /// How long it takes; see [`FaultKind::usual_span`].
    pub by: Option<Span>,
    /// Only this message.
    pub message: Option<MessageId>,
    /// Narrows a crash.
    pub moment: Option<Moment>,
    pub direction: Direction,
}

impl FaultRule {
    /// A fault of this kind everywhere, always, from now until lifted.
    pub const fn of(kind: FaultKind) -> Self {
        Self {
            kind,
            target: None,
            chance: None,
            count: None,
            from: None,
            until: None,
            by: None,
            message: None,
            moment: None,
            direction: Direction::To,
        }
    }

    /// Says whether the rule makes sense.
    ///
    /// # Errors
    /// The first field that does not, with the reason.
    pub fn check(&self) -> Result<(), FaultError> {
        let kind = self.kind;
        if let Some(target) = self.target.filter(|target| !kind.fits(*target)) {
            return Err(FaultError::TargetUnfit { kind, target });
        }
        self.check_how_often()?;
        self.check_when()?;
        if self.message.is_some() && !kind.is_of_messages() {
            return Err(FaultError::MessageUnfit { kind });
        }
        if self.moment.is_some() && kind != FaultKind::Crash {
            return Err(FaultError::MomentUnfit { kind });
        }
        if self.direction == Direction::From && !kind.is_of_messages() {
            return Err(FaultError::DirectionUnfit { kind });
        }
        Ok(())
    }

    fn check_how_often(&self) -> Result<(), FaultError> {
        // An outage refuses everything: nothing is drawn, nothing is counted.
        let outage = self.kind == FaultKind::Outage;
        match self.chance {
            Some(chance) if chance > 100 => return Err(FaultError::ChanceAbove100 { chance }),
            Some(chance) if outage && chance < 100 => return Err(FaultError::ChanceUnfit { kind: self.kind }),
            Some(_) | None => {}
        }
        match self.count {
            Some(0) => Err(FaultError::CountZero),
            Some(_) if outage => Err(FaultError::CountUnfit { kind: self.kind }),
            Some(_) | None => Ok(()),
        }
    }

    fn check_when(&self) -> Result<(), FaultError> {
        for (field, time) in [("from", self.from), ("until", self.until)] {
            if time.is_some_and(|time| time > VirtualTime::MAX) {
                return Err(FaultError::TooFar { field });
            }
        }
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until <= from
        {
            return Err(FaultError::WindowEmpty { from, until });
        }
        match self.by {
            Some(_) if self.kind.usual_span().is_none() => Err(FaultError::ByUnfit { kind: self.kind }),
            Some(by) if by == Span::ZERO => Err(FaultError::ByZero),
            Some(by) if by.micros() > VirtualTime::MAX.micros() => Err(FaultError::TooFar { field: "by" }),
            Some(_) | None => Ok(()),
        }
    }

    /// How long the fault takes: what was said, otherwise what is usual for its kind.
    pub fn span(&self) -> Span {
        self.by.or(self.kind.usual_span()).unwrap_or_default()
    }

    /// How long a node stays down that this rule crashes at once: what was said, otherwise the rest of the window,
    /// otherwise what is usual.
    pub fn downtime(&self, now: VirtualTime) -> Span {
        match (self.by, self.until) {
            (None, Some(until)) if self.is_immediate_crash() => until.since(now),
            (_, _) => self.span(),
        }
    }

    /// True for a crash that waits for no message: the node goes down at once, or at `from`.
    pub fn is_immediate_crash(&self) -> bool {
        self.kind == FaultKind::Crash && self.moment.is_none() && self.chance.is_none()
    }

    /// True if it befalls `place`, where its kind can.
    pub fn aims_at(&self, place: Place) -> bool {
        self.target.is_none_or(|target| target == place) && self.kind.fits(place)
    }
}

/// Why a fault makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultError {
    TargetUnfit {
        kind: FaultKind,
        target: Place,
    },
    ChanceAbove100 {
        chance: u8,
    },
    ChanceUnfit {
        kind: FaultKind,
    },
    CountZero,
    CountUnfit {
        kind: FaultKind,
    },
    WindowEmpty {
        from: VirtualTime,
        until: VirtualTime,
    },
    /// The window was over before the rule was armed.
    WindowPast {
        now: VirtualTime,
        until: VirtualTime,
    },
    /// Past ten years.
    TooFar {
        field: &'static str,
    },
    ByUnfit {
        kind: FaultKind,
    },
    ByZero,
    MessageUnfit {
        kind: FaultKind,
    },
    MomentUnfit {
        kind: FaultKind,
    },
    DirectionUnfit {
        kind: FaultKind,
    },
    /// So many rules are armed already.
    TooMany {
        max: usize,
    },
}

impl FaultError {
    /// The field that is to blame, as scripts name it.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::TargetUnfit { .. } => "target",
            Self::ChanceAbove100 { .. } | Self::ChanceUnfit { .. } => "chance",
            Self::CountZero | Self::CountUnfit { .. } => "count",
            Self::WindowEmpty { .. } | Self::WindowPast { .. } => "until",
            Self::TooFar { field } => field,
            Self::ByUnfit { .. } | Self::ByZero => "by",
            Self::MessageUnfit { .. } => "message",
            Self::MomentUnfit { .. } => "moment",
            Self::DirectionUnfit { .. } => "direction",
            Self::TooMany { .. } => "kind",
        }
    }
}

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.field())?;
        match self {
            Self::TargetUnfit { kind, target } => {
                let able: Vec<_> = kind.targets().map(Place::name).collect();
                write!(f, "{} makes no sense at {}, only at {}", kind.name(), target.name(), able.join(", "))
            }
            Self::ChanceAbove100 { chance } => write!(f, "{chance} is more than 100 percent"),
            Self::ChanceUnfit { kind } => write!(f, "{} is not by chance: it befalls everything", kind.name()),
            Self::CountZero => f.write_str("0 would never happen; at least 1 was expected"),
            Self::CountUnfit { kind } => write!(f, "{} is not counted: it lasts until it is lifted", kind.name()),
            Self::WindowEmpty { from, until } => {
                write!(f, "{} ms is not after `from`, {} ms", until.millis(), from.millis())
            }
            Self::WindowPast { now, until } => {
                write!(f, "{} ms is over, it is {} ms now", until.millis(), now.millis())
            }
            Self::TooFar { .. } => write!(f, "more than ten years, {} ms", VirtualTime::MAX.millis()),
            Self::ByUnfit { kind } => write!(f, "{} takes no time", kind.name()),
            Self::ByZero => f.write_str("0 would change nothing; at least 1 was expected"),
            Self::MessageUnfit { kind } => write!(f, "{} cannot be aimed at one message", kind.name()),
            Self::MomentUnfit { kind } => write!(f, "{} has no moment, only crash has", kind.name()),
            Self::DirectionUnfit { kind } => write!(f, "{} has no direction", kind.name()),
            Self::TooMany { max } => write!(f, "{max} faults are armed, no more fit; lift some"),
        }
    }
}

impl std::error::Error for FaultError {}
