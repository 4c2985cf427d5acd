//! What any released version kept opens for ever.

use std::path::PathBuf;

use eventarium::exchange::keep::{Journal, Stored, load};

use super::{at_work, opened, save};
use crate::session::share::branches::hashes;

const SEEDS: [u64; 3] = [2, 6, 9];

fn golden(seed: u64) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/kept-1/{seed}.txt"))
}

/// One line a value: its name and its bytes in hexadecimal digits; the hashes of the branches at the end.
fn written(seed: u64) -> String {
    let (mut journal, mut stored, mut text) = (Journal::default(), Stored::new(), String::new());
    let mut last = Vec::new();
    at_work(seed, 12, |session| {
        save(&mut journal, &mut stored, session);
        last = hashes(session);
    });
    for (name, bytes) in &stored {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        text.push_str(&format!("{name} {digits}\n"));
    }
    text.push_str(&format!("{last:?}\n"));
    text
}

#[test]
fn what_version_1_kept_opens_as_it_was() {
    for seed in SEEDS {
        let path = golden(seed);
        if std::env::var_os("EVENTARIUM_BLESS").is_some() && !path.exists() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, written(seed)).unwrap();
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let (values, told) = text.trim_end().rsplit_once('\n').unwrap();
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        let value = |line: &str| {
            let (name, digits) = line.split_once(' ').unwrap();
            (name.to_owned(), digits.as_bytes().chunks(2).map(byte).collect())
        };
        let stored: Stored = values.lines().map(value).collect();
        let kept = load(&stored).unwrap();
        assert!(kept.damaged.is_empty());
        assert_eq!(format!("{:?}", hashes(&opened(kept.run))), told);
    }
}
