//! Numbers as people write them. The standard library reads more notations than any field means, with ten kilobytes
//! of tables.

/// The number that a text says: digits, perhaps a sign before them and a fraction after a point. Exact up to 15 digits.
pub fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut number = 0.0;
    let mut scale = 1.0;
    for (place, digit) in whole.bytes().chain(fraction.bytes()).enumerate() {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10.0 + f64::from(digit - b'0');
        if place >= whole.len() {
            scale *= 10.0;
        }
    }
    let sign = if digits.len() < text.len() { -1.0 } else { 1.0 };
    (!whole.is_empty()).then_some(sign * number / scale)
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn what_people_write_is_read_exactly() {
        for (text, number) in [("0", 0.0), (" 126 ", 126.0), ("-3", -3.0), ("0.1", 0.1), ("12.99", 12.99), ("7.", 7.0)]
        {
            assert_eq!(decimal(text), Some(number), "{text:?}");
        }
        assert_eq!(decimal("9007199254740992"), Some(9_007_199_254_740_992.0));
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for text in ["", "-", ".5", "1e3", "NaN", "inf", "0x10", "1 2", "1,5", "½", "--1", "1.2.3"] {
            assert_eq!(decimal(text), None, "{text:?}");
        }
    }
}
