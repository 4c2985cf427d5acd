//! The ids of this program's own messages, read from their text: a UUID in lower case with its four hyphens.

use crate::kernel::MessageId;

/// Characters of such an id.
pub(super) const ID_CHARS: usize = 36;

/// The number of an id of this program; `None` for any other text.
pub(super) fn own_id(text: &[u8; ID_CHARS]) -> Option<MessageId> {
    let [a, b, c, d, e, f, g, h, b'-', i, j, k, l, b'-', m, n, o, p, b'-', q, r, s, t, b'-', u, v, w, x, rest @ ..] =
        *text
    else {
        return None;
    };
    let words = [
        half([a, b, c, d, e, f, g, h])?,
        half([i, j, k, l, m, n, o, p])?,
        half([q, r, s, t, u, v, w, x])?,
        half(rest)?,
    ];
    let [first, second, third, fourth] = words;
    MessageId::of_words(first << 32 | second, third << 32 | fourth)
}

/// The 32 bits of eight hexadecimal digits in lower case, all at once: a byte of the word for each digit.
const fn half(text: [u8; 8]) -> Option<u64> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_be_bytes(text);
    let letters = (word >> 6) & EACH;
    let digits = (word & (EACH * 0x0F)).wrapping_add(letters.wrapping_mul(9));
    // Written again, the digits are the text, or it was none of such digits.
    let above_nine = (digits.wrapping_add(EACH * 6) >> 4) & EACH;
    let again = digits.wrapping_add(EACH * 0x30).wrapping_add(above_nine.wrapping_mul(0x27));
    if again != word || digits & (EACH * 0xF0) != 0 {
        return None;
    }
    let pairs = (digits | digits >> 4) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF;
    Some((fours | fours >> 16) & 0xFFFF_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::mix;

    #[test]
    fn an_id_is_read_as_it_is_by_the_general_way() {
        for number in (0..500).map(mix) {
            let text = MessageId(number).to_string();
            let bytes: [u8; ID_CHARS] = text.as_bytes().try_into().unwrap();
            assert_eq!(own_id(&bytes), Some(MessageId(number)));
            for place in 0..ID_CHARS {
                for byte in (0..=255).filter(|byte| *byte != bytes[place]) {
                    let mut other = bytes;
                    other[place] = byte;
                    let general = std::str::from_utf8(&other).ok().filter(|text| !text.contains(char::is_uppercase));
                    let general = general.and_then(|text| uuid::Uuid::parse_str(text).ok());
                    assert_eq!(own_id(&other), general.and_then(MessageId::of_uuid), "{byte} at {place}");
                }
            }
            if number % 20 == 0 {
                assert!("0123456789abcdef".bytes().all(|digit| half([digit; 8]).is_some()));
            }
        }
    }
}
