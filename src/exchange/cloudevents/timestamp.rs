//! Timestamps of RFC 3339, and the calendar date of a virtual moment.

use crate::kernel::VirtualTime;

/// Virtual time zero is midnight of this day in the year 2026.
const EPOCH_YEAR: u64 = 2026;

/// A moment of the run as people date it: 2026-01-01T00:00:00Z plus the virtual time, to the microsecond.
pub fn timestamp(time: VirtualTime) -> String {
    let (seconds, micros) = (time.micros() / 1_000_000, time.micros() % 1_000_000);
    let (mut days, of_day) = (seconds / 86_400, seconds % 86_400);
    let mut year = EPOCH_YEAR;
    while days >= days_of_year(year) {
        days = days.saturating_sub(days_of_year(year));
        year = year.saturating_add(1);
    }
    let mut month = 1;
    while days >= days_of_month(year, month) {
        days = days.saturating_sub(days_of_month(year, month));
        month = month.saturating_add(1);
    }
    let day = days.saturating_add(1);
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}Z")
}

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_of_year(year: u64) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

const fn days_of_month(year: u64, month: u64) -> u64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// True for a timestamp of RFC 3339: date, `T`, time with optional fraction, `Z` or an offset.
pub fn is_timestamp(text: &str) -> bool {
    parse(text.as_bytes()).is_some()
}

/// The virtual moment of a timestamp; `None` before the run begins, ten years later, or between two microseconds.
pub fn virtual_time(text: &str) -> Option<VirtualTime> {
    let Stamp { year, month, day, seconds, nanos, offset_minutes } = parse(text.as_bytes())?;
    // One year earlier may lie within the run by its offset from UTC.
    let first = EPOCH_YEAR.saturating_sub(1);
    if year < first || year > EPOCH_YEAR.saturating_add(11) || nanos % 1_000 != 0 {
        return None;
    }
    let years: u64 = (first..year).map(days_of_year).sum();
    let months: u64 = (1..month).map(|month| days_of_month(year, month)).sum();
    let days = years.checked_add(months)?.checked_add(day)?.checked_sub(1)?;
    let local = i64::try_from(days.checked_mul(86_400)?.checked_add(seconds)?).ok()?;
    let begin = i64::try_from(days_of_year(first).checked_mul(86_400)?).ok()?;
    let seconds = local.checked_sub(offset_minutes.checked_mul(60)?)?.checked_sub(begin)?;
    let micros = u64::try_from(seconds).ok()?.checked_mul(1_000_000)?.checked_add(nanos / 1_000)?;
    Some(VirtualTime::from_micros(micros)).filter(|time| *time <= VirtualTime::MAX)
}

/// What a timestamp says.
struct Stamp {
    year: u64,
    month: u64,
    day: u64,
    /// Of the day.
    seconds: u64,
    nanos: u64,
    /// Ahead of UTC.
    offset_minutes: i64,
}

fn parse(text: &[u8]) -> Option<Stamp> {
    let (year, rest) = digits(text, 4)?;
    let (month, rest) = digits(mark(rest, b"-")?, 2)?;
    let (day, rest) = digits(mark(rest, b"-")?, 2)?;
    let (hour, rest) = digits(mark(rest, b"Tt ")?, 2)?;
    let (minute, rest) = digits(mark(rest, b":")?, 2)?;
    let (second, rest) = digits(mark(rest, b":")?, 2)?;
    let dated = (1..=12).contains(&month) && day >= 1 && day <= days_of_month(year, month);
    // 60 is a leap second.
    let timed = hour <= 23 && minute <= 59 && second <= 60;
    let (nanos, zone) = fraction(rest)?;
    let offset_minutes = offset_minutes(zone)?;
    let seconds = hour.checked_mul(3_600)?.checked_add(minute.checked_mul(60)?)?.checked_add(second)?;
    (dated && timed).then_some(Stamp { year, month, day, seconds, nanos, offset_minutes })
}

/// Nanoseconds and what comes after them; digits beyond the ninth count for nothing, for no clock has them.
fn fraction(text: &[u8]) -> Option<(u64, &[u8])> {
    let Some(fraction) = mark(text, b".") else { return Some((0, text)) };
    let count = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (said, rest) = fraction.split_at_checked(count).filter(|_| count > 0)?;
    let digit = |place: usize| said.get(place).map_or(0, |byte| u64::from(byte.saturating_sub(b'0')));
    let nanos = (0..9).fold(0_u64, |nanos, place| nanos.saturating_mul(10).saturating_add(digit(place)));
    Some((nanos, rest))
}

fn offset_minutes(text: &[u8]) -> Option<i64> {
    if matches!(text, b"Z" | b"z") {
        return Some(0);
    }
    let (hour, rest) = digits(mark(text, b"+-")?, 2)?;
    let (minute, rest) = digits(mark(rest, b":")?, 2)?;
    let ahead = i64::try_from(hour.checked_mul(60)?.checked_add(minute)?).ok()?;
    let valid = hour <= 23 && minute <= 59 && rest.is_empty();
    valid.then_some(if text.first() == Some(&b'-') { ahead.checked_neg()? } else { ahead })
}

fn mark<'a>(text: &'a [u8], of: &[u8]) -> Option<&'a [u8]> {
    let (first, rest) = text.split_first()?;
    of.contains(first).then_some(rest)
}

fn digits(text: &[u8], count: usize) -> Option<(u64, &[u8])> {
    let (number, rest) = text.split_at_checked(count)?;
    let all = number.iter().all(u8::is_ascii_digit);
    all.then_some((std::str::from_utf8(number).ok()?.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_run_begins_with_the_year_2026() {
        let at = |micros| timestamp(VirtualTime::from_micros(micros));
        assert_eq!(at(0), "2026-01-01T00:00:00.000000Z");
        assert_eq!(at(12_345_678), "2026-01-01T00:00:12.345678Z");
        assert_eq!(at(59 * 86_400_000_000), "2026-03-01T00:00:00.000000Z");
        assert_eq!(at((365 * 2 + 59) * 86_400_000_000), "2028-02-29T00:00:00.000000Z");
        assert_eq!(at(VirtualTime::MAX.micros()), "2035-12-30T00:00:00.000000Z");
        assert!(is_timestamp(&at(VirtualTime::MAX.micros())));
    }

    #[test]
    fn a_timestamp_leads_back_to_its_moment() {
        for micros in [0, 1, 12_345_678, 59 * 86_400_000_000, 63_072_000_000_001, VirtualTime::MAX.micros()] {
            let time = VirtualTime::from_micros(micros);
            assert_eq!(virtual_time(&timestamp(time)), Some(time));
        }
        let second = Some(VirtualTime::from_millis(1_500));
        assert_eq!(virtual_time("2026-01-01T02:00:01.5+02:00"), second);
        assert_eq!(virtual_time("2025-12-31T23:00:01.5-01:00"), second);
        assert_eq!(virtual_time("2026-01-01T00:00:01.5000000Z"), second);
        for outside in
            ["2025-12-31T23:59:59Z", "2026-01-01T00:30:00+01:00", "2036-01-01T00:00:00Z", "2018-04-05T17:31:00Z"]
        {
            assert_eq!(virtual_time(outside), None, "{outside}");
        }
        assert_eq!(virtual_time("2026-01-01T00:00:00.0000001Z"), None);
    }

    #[test]
    fn timestamps_are_those_of_the_rfc() {
        for good in
            ["2018-04-05T17:31:00Z", "1985-04-12T23:20:50.52Z", "1996-12-19T16:39:57-08:00", "2016-12-31T23:59:60Z"]
        {
            assert!(is_timestamp(good), "{good}");
        }
        for bad in [
            "",
            "2018-04-05",
            "2018-04-05T17:31:00",
            "2018-02-30T00:00:00Z",
            "2018-04-05T24:00:00Z",
            "2018-04-05T17:31:00.Z",
        ] {
            assert!(!is_timestamp(bad), "{bad}");
        }
    }
}
