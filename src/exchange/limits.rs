//! The bounds of everything that comes from outside, each with its name.

/// Characters of an id.
pub const ID_CHARS_MAX: usize = 256;
/// Bytes of any one text (SEC-12).
pub const TEXT_BYTES_MAX: usize = 64 * 1_024;
/// Entries of any one list or object (SEC-12).
pub const LIST_MAX: usize = 10_000;
/// Values within one argument, all levels counted.
pub const VALUES_MAX: usize = 100_000;
/// Levels of nesting (SEC-12).
pub const DEPTH_MAX: usize = 64;

/// Lines of one order.
pub const LINES_MAX: usize = 1_000;
/// Pieces in one line, or in one delivery to the warehouse.
pub const QUANTITY_MAX: i64 = 1_000_000;
/// Cents of one price and of one order: a thousand million euros. Sums of many orders stay whole numbers in
/// JavaScript.
pub const CENTS_MAX: i64 = 100_000_000_000;

/// The largest whole number that JavaScript holds exactly.
pub const SAFE_INTEGER_MAX: i64 = 9_007_199_254_740_991;

/// Attempts of a delivery, the first included.
pub const ATTEMPTS_MAX: i64 = 20;
/// Automatic orders a second.
pub const TRAFFIC_MAX: i64 = 1_000;
/// How often a counted fault may strike.
pub const FAULT_COUNT_MAX: i64 = 1_000_000;
/// Faults that may be armed at once.
pub const FAULTS_MAX: usize = 200;
