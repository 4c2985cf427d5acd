#![allow(clippy::as_conversions, clippy::arithmetic_side_effects)]

use std::collections::BTreeSet;

use super::pack::pack;
use super::unpack::unpack;
use super::words::{SHAPES, WORDS};
use super::*;
use crate::exchange::Wire;
use crate::kernel::{Purpose, Seed};

/// A sealed text around compressed bytes.
fn around(version: u8, compressed: &[u8]) -> String {
    let mut bytes = vec![version];
    let mut length = compressed.len();
    while length > 0x7F {
        bytes.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend(compressed);
    let checksum = checksum::crc32(&bytes);
    bytes.extend(checksum.to_be_bytes());
    base64::encode(&bytes)
}

#[test]
fn a_bomb_is_named() {
    // A gigabyte of zeros, as far as its length fits into a link: deflate reaches a thousand to one.
    let zeros = compress_to_vec(&vec![0; 40_000_000], LEVEL);
    assert!(zeros.len() < 45_000);
    let text = around(1, &zeros);
    assert_eq!(open(&text), Err(Flaw::Bomb { bytes: zeros.len(), most: INFLATED_MAX }));
    let small = compress_to_vec(&vec![0; 100_000], LEVEL);
    assert_eq!(open(&around(1, &small)), Err(Flaw::Bomb { bytes: small.len(), most: small.len() * RATIO_MAX }));
}

#[test]
fn a_link_from_the_future_is_told_from_a_damaged_one() {
    assert_eq!(open(&around(3, b"anything")), Err(Flaw::Future { format: 3 }));
    assert_eq!(open(&around(0, b"anything")), Err(Flaw::Damaged));
    assert_eq!(open(&around(1, b"no deflate")), Err(Flaw::Nonsense));
    assert_eq!(open(&around(1, &compress_to_vec(b"", LEVEL))), Ok(Vec::new()));
    let refused = read(&around(1, &compress_to_vec(b"\xFF\xFF", LEVEL))).map(drop).unwrap_err();
    assert_eq!(refused.reason, "its checksum fits, but it holds no run");
}

#[test]
fn texts_named_again_and_again_do_not_grow_beyond_the_limit() {
    let text = Wire::Text("x".repeat(60_000));
    assert_eq!(unpack(&pack(&Wire::List(vec![text.clone(); 17]))), Some(Wire::List(vec![text.clone(); 17])));
    assert_eq!(unpack(&pack(&Wire::List(vec![text; 18]))), None);
    let deep = (0..65).fold(Wire::Nothing, |inner, _| Wire::List(vec![inner]));
    assert_eq!(unpack(&pack(&deep)), None);
}

#[test]
fn the_words_of_format_1_are_told_apart() {
    assert_eq!(WORDS.iter().collect::<BTreeSet<_>>().len(), WORDS.len());
    assert_eq!(SHAPES.iter().collect::<BTreeSet<_>>().len(), SHAPES.len());
    assert!(SHAPES.iter().flat_map(|names| names.iter()).all(|name| WORDS.contains(name)));
}

struct Luck(u64);

impl Luck {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 += 1;
        Seed(7).below(bound, Purpose::Campaign, self.0, 0)
    }

    fn number(&mut self) -> f64 {
        match self.below(6) {
            0 => self.below(100) as f64,
            1 => -(self.below(1 << 53) as f64),
            2 => self.below(1 << 40) as f64 / 1_000.0,
            3 => -(self.below(10_000) as f64) / 1_000.0,
            4 => f64::from_bits(self.below(u64::MAX)),
            _ => [f64::INFINITY, f64::MIN_POSITIVE, 0.1 + 0.2, 9_007_199_254_740_992.0, 1e300][self.below(5) as usize],
        }
    }

    fn text(&mut self) -> String {
        match self.below(5) {
            0 => WORDS[self.below(96) as usize].to_owned(),
            1 => "é🛒".repeat(self.below(30) as usize),
            2 => format!("{:016x}", self.below(u64::MAX)),
            3 => format!("{:016X}", self.below(u64::MAX)),
            _ => format!("ord-{}", self.below(50)),
        }
    }

    fn value(&mut self, depth: u64) -> Wire {
        match self.below(if depth == 0 { 5 } else { 8 }) {
            0 => Wire::Nothing,
            1 => Wire::Bool(self.below(2) == 0),
            2 => Wire::Number(self.number()),
            3 | 4 => Wire::Text(self.text()),
            5 => Wire::List((0..self.below(6)).map(|_| self.value(depth - 1)).collect()),
            6 => {
                let names = SHAPES[self.below(16) as usize];
                Wire::Object(names.iter().map(|name| ((*name).to_owned(), self.value(depth - 1))).collect())
            }
            _ => Wire::Object((0..self.below(6)).map(|_| (self.text(), self.value(depth - 1))).collect()),
        }
    }
}

#[test]
fn what_is_packed_is_unpacked() {
    let mut luck = Luck(0);
    for _ in 0..3_000 {
        let value = luck.value(4);
        let unpacked = unpack(&pack(&value));
        // NaN is not itself, so the texts of both are compared.
        assert_eq!(format!("{unpacked:?}"), format!("{:?}", Some(value)));
    }
}

#[test]
fn any_bytes_are_a_value_or_none() {
    let mut luck = Luck(1 << 40);
    for _ in 0..20_000 {
        let mut bytes = pack(&luck.value(3));
        for _ in 0..luck.below(4) {
            let place = luck.below(bytes.len() as u64) as usize;
            bytes[place] = luck.below(256) as u8;
        }
        bytes.truncate(bytes.len() - luck.below(2) as usize);
        let _ = unpack(&bytes);
    }
}
