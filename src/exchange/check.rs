//! The two checks that most fields share: a whole number within bounds, an id.

use super::limits::{ID_CHARS_MAX, SAFE_INTEGER_MAX, TEXT_BYTES_MAX};
use super::refused::{Code, Refused};

/// A whole number within `least..=most`.
///
/// # Errors
/// NaN, infinities, fractions and numbers out of bounds.
pub fn whole(number: f64, least: i64, most: i64, code: Code, field: &str) -> Result<i64, Refused> {
    exact(number).filter(|whole| (least..=most).contains(whole)).ok_or_else(|| {
        let (least, most) = (grouped(least), grouped(most));
        let reason = format!("a whole number from {least} to {most} was expected, not {}", shown(number));
        Refused::new(code, field, reason)
    })
}

/// A number in a sentence, as JavaScript would write it.
pub fn shown(number: f64) -> String {
    match exact(number) {
        Some(whole) => whole.to_string(),
        None if number.is_nan() => "NaN".to_owned(),
        None if number.is_infinite() => (if number > 0.0 { "Infinity" } else { "-Infinity" }).to_owned(),
        None => approximately(number),
    }
}

/// Six decimals, or a digit with six decimals and an exponent: enough to be recognised, without the tables that exact
/// writing needs.
#[allow(clippy::as_conversions, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn approximately(number: f64) -> String {
    let (mut size, mut exponent) = (number.abs(), 0_u32);
    if size >= 1e12 {
        while size >= 10.0 {
            size /= 10.0;
            exponent = exponent.saturating_add(1);
        }
    }
    let mut millionths = (size * 1e6).round() as u64;
    // Rounded up to the next power of ten.
    if exponent > 0 && millionths >= 10_000_000 {
        millionths = 1_000_000;
        exponent = exponent.saturating_add(1);
    }
    let fraction = format!("{:06}", millionths % 1_000_000);
    let fraction = fraction.trim_end_matches('0');
    let sign = if number < 0.0 { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    let power = if exponent > 0 { format!("e+{exponent}") } else { String::new() };
    format!("{sign}{}{point}{fraction}{power}", millionths / 1_000_000)
}

/// The whole number that a float is, if JavaScript would hold it exactly.
pub(super) fn exact(number: f64) -> Option<i64> {
    // Both are exact: the bound is a whole number below 2^53, and a whole float below it has no fraction to lose.
    #[allow(clippy::as_conversions, clippy::cast_precision_loss, clippy::cast_possible_truncation)]
    (number.is_finite() && number.fract() == 0.0 && number.abs() <= SAFE_INTEGER_MAX as f64).then_some(number as i64)
}

/// A number with its thousands set apart.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len().abs_diff(place)).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

/// An id: 1 to 256 characters, none of them a control character; every other character is kept as it is.
///
/// # Errors
/// Texts that are no ids; `too-large` without looking closer where the text is huge.
pub fn id_text<'a>(text: &'a str, code: Code, field: &str) -> Result<&'a str, Refused> {
    if text.len() > TEXT_BYTES_MAX {
        let reason = format!("a text of {} bytes; an id has at most {ID_CHARS_MAX} characters", text.len());
        return Err(Refused::new(Code::TooLarge, field, reason));
    }
    if text.is_empty() {
        return Err(Refused::new(code, field, "an id has at least one character"));
    }
    let count = text.chars().count();
    if count > ID_CHARS_MAX {
        let reason = format!("an id has at most {ID_CHARS_MAX} characters, not {count}");
        return Err(Refused::new(code, field, reason));
    }
    match text.chars().find(|c| c.is_control()) {
        Some(control) => {
            let reason = format!("an id has no control characters; this one has U+{:04X}", u32::from(control));
            Err(Refused::new(code, field, reason))
        }
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_exact_or_refused() {
        let check = |number| whole(number, 1, 1_000, Code::BadCommand, "quantity");
        assert_eq!(check(1_000.0), Ok(1_000));
        for bad in [0.0, -1.0, 1.5, 1_000.1, f64::NAN, f64::INFINITY, 9_007_199_254_740_992.0, -0.5] {
            assert_eq!(check(bad).map_err(|refused| refused.code), Err(Code::BadCommand), "{bad}");
        }
        let told = whole(0.0, 1, 1_000_000, Code::BadCommand, "items[0].quantity").unwrap_err();
        assert_eq!(told.to_string(), "items[0].quantity: a whole number from 1 to 1,000,000 was expected, not 0");
    }

    #[test]
    fn a_number_is_shown_as_it_may_be_written() {
        let known = [
            (0.5, "0.5"),
            (-3.25, "-3.25"),
            (1_234_567_890.5, "1234567890.5"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (9_007_199_254_740_992.0, "9.007199e+15"),
            (99_999_999_999_999_999_999.0, "1e+20"),
            (-1.25e300, "-1.25e+300"),
            (f64::MAX, "1.797693e+308"),
        ];
        for (number, text) in known {
            assert_eq!(shown(number), text);
        }
    }

    #[test]
    fn an_id_keeps_every_character_that_is_no_control_character() {
        for good in ["a", "ord-1 🛒 é\u{202e}", &"x".repeat(256), &"🛒".repeat(256)] {
            assert_eq!(id_text(good, Code::BadCommand, "orderId"), Ok(good));
        }
        for bad in ["", "a\nb", "\u{0}", "\u{7f}", "\u{85}", &"x".repeat(257)] {
            assert_eq!(id_text(bad, Code::BadCommand, "orderId").map_err(|no| no.code), Err(Code::BadCommand));
        }
        let huge = "x".repeat(10_000_000);
        assert_eq!(id_text(&huge, Code::BadCommand, "orderId").map_err(|no| no.code), Err(Code::TooLarge));
    }
}
