//! Figures a person reads: money, times, counts, and ids whose every character shows.

use std::fmt::Write;

use crate::domain::Money;
use crate::kernel::{Span, VirtualTime};

/// "€ 309.97", "€ 1,250.00", "−€ 5.00".
pub fn money(amount: Money) -> String {
    amount.to_string()
}

/// "12.482 s".
pub fn seconds(span: Span) -> String {
    let millis = span.millis();
    format!("{}.{:03} s", millis / 1_000, millis % 1_000)
}

/// The moment as seconds since the start: "12.482 s".
pub fn time_seconds(time: VirtualTime) -> String {
    seconds(time.since(VirtualTime::ZERO))
}

/// "00:12.482"; from an hour on "1:02:03.004".
pub fn clock(time: VirtualTime) -> String {
    let millis = time.millis();
    let (seconds, minutes, hours) = (millis / 1_000 % 60, millis / 60_000 % 60, millis / 3_600_000);
    let mut text = String::new();
    if hours > 0 {
        let _ = write!(text, "{hours}:");
    }
    let _ = write!(text, "{minutes:02}:{seconds:02}.{:03}", millis % 1_000);
    text
}

/// As short as it can be said: "80 ms", "0.25 s", "1.2 s", "14 s", "3 min", "2 h".
pub fn short_span(span: Span) -> String {
    let millis = span.millis();
    match millis {
        0..=99 => format!("{millis} ms"),
        100..=999 => format!("0.{:02} s", millis / 10),
        1_000..=9_999 => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
        10_000..=119_999 => format!("{} s", millis / 1_000),
        120_000..=7_199_999 => format!("{} min", millis / 60_000),
        _ => format!("{} h", millis / 3_600_000),
    }
}

/// "12,345".
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The text with every character that hides or reorders others made visible (SEC-16): controls, bidirectional marks
/// and zero-width characters appear as `\u{202e}`. A joiner inside an emoji stays.
pub fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(this) = rest.next() {
        let joins_emoji =
            this == '\u{200d}' && is_pictograph(before) && rest.peek().copied().is_some_and(is_pictograph);
        if hides(this) && !joins_emoji {
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(this));
        } else {
            shown.push(this);
        }
        before = this;
    }
    shown
}

pub fn hides(this: char) -> bool {
    this.is_control()
        || matches!(this,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

fn is_pictograph(this: char) -> bool {
    matches!(this, '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_as_a_person_writes_it() {
        assert_eq!(money(Money(30_997)), "€ 309.97");
        assert_eq!(money(Money(5)), "€ 0.05");
        assert_eq!(money(Money(123_456_789)), "€ 1,234,567.89");
        assert_eq!(money(Money(-500)), "−€ 5.00");
        assert_eq!(money(Money(i64::MIN)), "−€ 92,233,720,368,547,758.08");
    }

    #[test]
    fn times_are_exact_to_the_millisecond() {
        assert_eq!(time_seconds(VirtualTime::from_millis(12_482)), "12.482 s");
        assert_eq!(clock(VirtualTime::from_millis(12_482)), "00:12.482");
        assert_eq!(clock(VirtualTime::from_millis(3_723_004)), "1:02:03.004");
        let short = [80, 250, 999, 1_249, 14_900, 180_000, 7_200_000].map(|ms| short_span(Span::from_millis(ms)));
        assert_eq!(short, ["80 ms", "0.25 s", "0.99 s", "1.2 s", "14 s", "3 min", "2 h"]);
    }

    #[test]
    fn a_character_that_hides_is_shown() {
        assert_eq!(escaped("ord-1"), "ord-1");
        assert_eq!(escaped("ord\u{202e}1-\u{200b}x\n"), "ord\\u{202e}1-\\u{200b}x\\u{a}");
        assert_eq!(escaped("👩‍🚀 über"), "👩‍🚀 über");
        assert_eq!(escaped("a\u{200d}b"), "a\\u{200d}b");
    }
}
