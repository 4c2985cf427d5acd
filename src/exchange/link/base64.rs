//! base64url without padding (RFC 4648, section 5).

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// True for the characters of a link.
pub fn is_digit(letter: char) -> bool {
    value(letter).is_some()
}

pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
    for chunk in bytes.chunks(3) {
        let byte = |place| chunk.get(place).map_or(0, |byte| u32::from(*byte));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        let digits = [word >> 18, word >> 12, word >> 6, word].map(|digits| digits & 63);
        for digit in digits.into_iter().take(chunk.len().saturating_add(1)) {
            let digit = usize::try_from(digit).ok().and_then(|digit| ALPHABET.get(digit));
            text.extend(digit.map(|digit| char::from(*digit)));
        }
    }
    text
}

/// The bytes that a text holds, and whether it is how they are written: no lonely character at the end, no bits that
/// belong to no byte. `None` where there are other characters.
pub fn decode(text: &str) -> Option<(Vec<u8>, bool)> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut word, mut bits) = (0_u32, 0_u32);
    for letter in text.chars() {
        word = word << 6 | value(letter)?;
        bits = bits.saturating_add(6);
        if bits >= 8 {
            bits = bits.saturating_sub(8);
            bytes.push(u8::try_from(word >> bits & 0xFF).ok()?);
            word &= !(u32::MAX << bits);
        }
    }
    Some((bytes, bits < 6 && word == 0))
}

fn value(letter: char) -> Option<u32> {
    let letter = u8::try_from(letter).ok()?;
    let place = ALPHABET.iter().position(|known| *known == letter)?;
    u32::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_rfc_without_padding() {
        let examples =
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE")];
        for (plain, coded) in examples {
            assert_eq!(encode(plain.as_bytes()), coded);
            assert_eq!(decode(coded), Some((plain.as_bytes().to_vec(), true)));
        }
        assert_eq!(encode(&[0xFB, 0xFF]), "-_8");
    }

    #[test]
    fn every_text_stands_for_one_run_of_bytes_or_for_none() {
        for bad in ["Z", "Zh", "Zm9", "Zm9vZ"] {
            assert!(decode(bad).is_some_and(|(_, exact)| !exact), "{bad}");
        }
        for bad in ["Zm9v=", "Zm+v", "Zm 9v", "é"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
