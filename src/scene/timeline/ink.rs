//! What a picture of the run is made of.

use crate::kernel::MessageNo;

pub use crate::scene::geometry::Point;

/// What a thing is; the style sheet gives it a hue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Command,
    Event,
    Reply,
    Compensation,
    Read,
    Timer,
    Bad,
    Plain,
}

impl Role {
    pub const ALL: [Self; 8] =
        [Self::Command, Self::Event, Self::Reply, Self::Compensation, Self::Read, Self::Timer, Self::Bad, Self::Plain];

    /// The word that the style sheet knows it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Event => "event",
            Self::Reply => "reply",
            Self::Compensation => "saga",
            Self::Read => "read",
            Self::Timer => "external",
            Self::Bad => "bad",
            Self::Plain => "dim",
        }
    }
}

/// The shape that tells a thing before its hue does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    RoundedSquare,
    Circle,
    SmallSquare,
    Diamond,
    Ring,
    DoubleRing,
    Cross,
    CrossedCircle,
    Octagon,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StrokeStyle {
    Solid,
    Dashed,
    Dotted,
}

/// A message's way from its sender to its receiver, or a wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    pub from: Point,
    pub to: Point,
    pub role: Role,
    pub style: StrokeStyle,
    pub arrow: bool,
    /// After the cursor: known, and not yet so.
    pub future: bool,
    pub message: MessageNo,
}

/// Something that happened at one point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarkAt {
    pub at: Point,
    pub shape: Shape,
    pub role: Role,
    pub future: bool,
    pub message: MessageNo,
    /// The line of the trace that it stands for.
    pub line: usize,
}

/// A handler at work, or a node that is down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorkBox {
    pub from: Point,
    pub width: f64,
    pub height: f64,
    pub role: Role,
    pub future: bool,
}

/// A few words at a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub at: Point,
    /// The height of what it tells of.
    pub of: f64,
    pub text: String,
    pub role: Role,
    pub future: bool,
    pub message: MessageNo,
}
