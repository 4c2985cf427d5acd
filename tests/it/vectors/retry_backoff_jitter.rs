//! Back-off with jitter as in the AWS simulator. The rows of Polly, Temporal and NServiceBus await their retries.

use eventarium::kernel::{Ratio, Span};
use eventarium::transport::bus::{Jitter, RetryPolicy};
use serde::Deserialize;

#[derive(Deserialize)]
struct Rows {
    aws_derived: Vec<Row>,
    decorrelated_derived: Vec<Sequence>,
}

/// Times are read as milliseconds, and compared as whole microseconds.
#[derive(Deserialize)]
struct Row {
    base: u64,
    cap: u64,
    n: u32,
    expo: u64,
    full_jitter: Draws,
    equal_jitter: Draws,
}

#[derive(Deserialize)]
struct Draws {
    #[serde(rename = "0")]
    least: f64,
    #[serde(rename = "0.5")]
    middle: f64,
    #[serde(rename = "1")]
    most: f64,
}

#[derive(Deserialize)]
struct Sequence {
    base: u64,
    cap: u64,
    u: f64,
    sequence: Vec<f64>,
}

fn span_of(millis: f64) -> Span {
    Span::from_micros((millis * 1_000.0).round() as u64)
}

fn ratio_of(u: f64) -> Ratio {
    Ratio { part: (u * 1_000_000.0).round() as u32, of: 1_000_000 }
}

fn policy(base: u64, cap: u64, jitter: Jitter) -> RetryPolicy {
    RetryPolicy { attempts_max: 3, base: Span::from_millis(base), cap: Span::from_millis(cap), jitter }
}

#[test]
fn retry_backoff_jitter() {
    let rows: Rows = super::load("retry_backoff_jitter.json");
    assert!(!rows.aws_derived.is_empty() && !rows.decorrelated_derived.is_empty());
    for row in rows.aws_derived {
        let at = format!("base {}, cap {}, n {}", row.base, row.cap, row.n);
        assert_eq!(policy(row.base, row.cap, Jitter::None).expo(row.n), Span::from_millis(row.expo), "{at}");
        for (jitter, draws) in [(Jitter::Full, row.full_jitter), (Jitter::Equal, row.equal_jitter)] {
            let policy = policy(row.base, row.cap, jitter);
            for (u, millis) in [(0.0, draws.least), (0.5, draws.middle), (1.0, draws.most)] {
                let delay = policy.delay_of(ratio_of(u), row.n);
                assert_eq!(delay, span_of(millis), "{at}, {}, u {u}", jitter.name());
            }
        }
    }
    for row in rows.decorrelated_derived {
        let policy = policy(row.base, row.cap, Jitter::None);
        let mut previous = policy.base;
        for (number, millis) in row.sequence.into_iter().enumerate() {
            previous = policy.decorrelated(ratio_of(row.u), previous);
            assert_eq!(previous, span_of(millis), "u {}, wait {number}", row.u);
        }
    }
}
