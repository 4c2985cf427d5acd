//! A reducer that a reader writes: sums over the real log, in a language without loops, texts or memory of its own.
//!
//! `on PaymentCharged: revenue += amount` is a statement; a program is some of them, one a line or set apart by `;`. Each
//! is applied to each event that has all the fields it names; one that names a field of an order's lines is applied to
//! each line. Numbers are whole (cents, pieces), and what does not fit is an error. The expressions are the crate
//! `nanoexpr`'s: whole numbers, bounded nesting, no allocation, errors with their place. Knows nothing about screens.

mod fields;
mod parse;
mod run;

use std::fmt;

use serde::Serialize;

pub use fields::FIELDS;
pub use run::{Reduction, ReductionStep, Sum, SumChange};

use super::refused::{Code, Refused};

/// Bytes of a program.
pub const REDUCER_BYTES_MAX: usize = 4_096;
/// Statements of a program.
pub const STATEMENTS_MAX: usize = 50;
/// Sums that a program may keep.
pub const SUMS_MAX: usize = 16;
/// The latest steps that are told one by one.
pub const STEPS_TOLD_MAX: usize = 100;

/// What the read model of revenue counts, in this language, orders by where they stand now: a place to begin.
pub const REVENUE: &str = "on PaymentCharged: captured += amount
on PaymentRefunded: refunded += amount
# an order leaves one status and enters the next
on OrderPlaced: placed += 1
on OrderConfirmed, OrderCancelled: placed = max(placed - 1, 0)
on OrderConfirmed: confirmed += 1
on OrderShipped: confirmed = max(confirmed - 1, 0)
on OrderShipped: shipped += 1
on OrderCancelled: cancelled += 1";

/// Programs to begin with: what each counts, and its source.
pub const EXAMPLES: [(&str, &str); 5] = [
    ("Revenue, as the read model counts it", REVENUE),
    (
        "Largest and average order",
        "# one statement after the other, for each order\non OrderPlaced: orders += 1
on OrderPlaced: sum += total
on OrderPlaced: largest = max(largest, total)
on OrderPlaced: average = sum / orders",
    ),
    (
        "Pieces: ordered, shipped, given back",
        "# a field of a line is taken for each line\non OrderPlaced: ordered += quantity
on InventoryShipped: shipped += quantity
on InventoryReleased: released += quantity",
    ),
    (
        "What went wrong",
        "on PaymentDeclined, ShipmentRefused, InventoryReservationRefused: refused += 1
on PaymentRefunded, InventoryReleased, ShipmentCancelled: undone += 1
on PaymentRefundFailed, InventoryReleaseFailed, ShipmentCancellationFailed: stuck += 1
on OrderCancelled: cancelled += 1",
    ),
    (
        "The most money ever held",
        "on PaymentCharged: held += amount
on PaymentRefunded: held -= amount
on ParcelDispatched: parcels += 1
on PaymentCharged, PaymentRefunded: most = max(most, held)",
    ),
];

/// A program that can be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reducer {
    source: String,
    sums: Vec<String>,
    statements: Vec<Statement>,
}

/// One line of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Statement {
    /// The events that it is for; empty for all that have its fields.
    on: Vec<&'static str>,
    /// The place of its sum.
    target: usize,
    change: Change,
    /// Where its expression lies in the source, in bytes.
    expression: std::ops::Range<usize>,
    /// The fields that it names.
    fields: Vec<&'static str>,
    /// It names a field of a line: it is applied to each.
    each_line: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Set,
    Add,
    Subtract,
}

/// Why a program cannot be run, or stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReducerError {
    /// `unexpected-token`, `unknown-name`, `overflow`, `division-by-zero`, `too-long`, …
    pub name: String,
    /// The characters of the source that it is about, from 0.
    pub start: usize,
    pub end: usize,
    /// Counted from 1.
    pub line: usize,
    pub column: usize,
    pub reason: String,
    /// The event at which it happened, where it happened while running.
    pub position: Option<u64>,
}

impl ReducerError {
    /// About some bytes of a source.
    fn at(source: &str, bytes: std::ops::Range<usize>, name: impl Into<String>, reason: impl Into<String>) -> Self {
        let before = |byte: usize| source.get(..byte.min(source.len())).unwrap_or(source);
        let start = before(bytes.start);
        let column = start.rsplit('\n').next().map_or(0, |line| line.chars().count());
        Self {
            name: name.into(),
            start: start.chars().count(),
            end: before(bytes.end).chars().count(),
            line: start.matches('\n').count().saturating_add(1),
            column: column.saturating_add(1),
            reason: reason.into(),
            position: None,
        }
    }
}

impl fmt::Display for ReducerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.reason)?;
        self.position.map_or(Ok(()), |position| write!(f, " (at event {position})"))
    }
}

impl std::error::Error for ReducerError {}

impl From<ReducerError> for Refused {
    fn from(error: ReducerError) -> Self {
        Self::new(Code::BadExpression, format!("source[{}..{}]", error.start, error.end), error.to_string())
    }
}
