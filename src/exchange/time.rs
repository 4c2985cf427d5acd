//! Virtual time as people and scripts write it: milliseconds with up to three decimals, exact to the microsecond.

use crate::kernel::{Span, VirtualTime};

use super::check::shown;
use super::refused::{Code, Refused};

/// A moment from outside.
///
/// # Errors
/// NaN, negative, beyond ten years, or finer than a microsecond.
pub fn time_of_millis(millis: f64, code: Code, field: &str) -> Result<VirtualTime, Refused> {
    micros(millis, code, field).map(VirtualTime::from_micros)
}

/// A length of time from outside.
///
/// # Errors
/// NaN, negative, beyond ten years, or finer than a microsecond.
pub fn span_of_millis(millis: f64, code: Code, field: &str) -> Result<Span, Refused> {
    micros(millis, code, field).map(Span::from_micros)
}

/// A moment for outside.
pub fn millis_of_time(time: VirtualTime) -> f64 {
    millis(time.micros())
}

/// A length of time for outside.
pub fn millis_of_span(span: Span) -> f64 {
    millis(span.micros())
}

// Ten years of microseconds are below 2^53, so the conversion is exact, and one correctly rounded division gives the
// float nearest to the decimal fraction, the same on every machine.
#[allow(clippy::as_conversions, clippy::cast_precision_loss, clippy::float_arithmetic)]
fn millis(micros: u64) -> f64 {
    micros as f64 / 1_000.0
}

#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_arithmetic,
    reason = "the value is checked to lie between zero and ten years, and the result to mean the same number"
)]
fn micros(given: f64, code: Code, field: &str) -> Result<u64, Refused> {
    let refuse = |reason: &str| Err(Refused::new(code, field, format!("{reason}, not {}", shown(given))));
    if given.is_nan() || given < 0.0 {
        return refuse("virtual milliseconds from 0 on were expected");
    }
    if given > millis(VirtualTime::MAX.micros()) {
        return refuse("at most ten years of virtual milliseconds were expected");
    }
    let micros = (given * 1_000.0).round() as u64;
    if millis(micros) != given {
        return refuse("milliseconds with at most three decimals were expected");
    }
    Ok(micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_microsecond_survives_the_way_out_and_back() {
        for micros in (0..5_000).chain(12_345_678..12_346_000).chain([VirtualTime::MAX.micros()]) {
            let time = VirtualTime::from_micros(micros);
            assert_eq!(time_of_millis(millis_of_time(time), Code::BadArgument, "ms"), Ok(time));
        }
        assert_eq!(time_of_millis(12.345, Code::BadArgument, "ms"), Ok(VirtualTime::from_micros(12_345)));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for bad in [-1.0, -0.001, f64::NAN, f64::INFINITY, f64::MAX, 0.000_1, 1.234_5, 9_007_199_254_740_992.0] {
            assert_eq!(time_of_millis(bad, Code::BadArgument, "ms").map_err(|no| no.code), Err(Code::BadArgument));
        }
        assert_eq!(time_of_millis(-0.0, Code::BadArgument, "ms"), Ok(VirtualTime::ZERO));
    }
}
