//! Bytes are changed, cut and lost.

use eventarium::exchange::keep::{Journal, Lost, Stored, load, recovered};

use super::{at_work, opened, put, save, told};
use crate::swarm::luck::Luck;

/// A kept run, and what it was after each save, by the name of the segment or base that holds it.
fn history(seed: u64, acts: u64) -> (Stored, Vec<(String, String)>) {
    let (mut journal, mut stored, mut states) = (Journal::default(), Stored::new(), Vec::new());
    at_work(seed, acts, |session| {
        let Some(batch) = save(&mut journal, &mut stored, session) else { return };
        let holds = batch.writes.iter().find(|write| write.bytes.is_some() && write.name.starts_with('g'));
        if let Some(holds) = holds {
            states.push((holds.name.clone(), told(&load(&stored).unwrap().run)));
        }
    });
    (stored, states)
}

/// What is told of a run without where its cursors stand: those may be kept by a manifest that was lost.
fn acts(text: &str) -> Vec<String> {
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let branches = value["branches"].as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
    branches.iter().map(|branch| branch["inputs"].to_string()).collect()
}

#[test]
fn a_flipped_byte_cuts_at_its_record_and_the_bytes_are_kept() {
    let mut luck = Luck::new(1);
    for seed in 0..4 {
        let (stored, states) = history(seed, 25);
        let end = load(&stored).unwrap();
        let names: Vec<&String> = stored.keys().collect();
        for _ in 0..120 {
            let name = (*luck.of(&names)).clone();
            let mut changed = stored.clone();
            let bytes = changed.get_mut(&name).unwrap();
            let place = luck.below(bytes.len() as u64) as usize;
            bytes[place] ^= 1 << luck.below(8);
            match load(&changed) {
                // The manifest has a twin.
                Ok(kept) if !name.starts_with('g') => {
                    assert_eq!(acts(&told(&kept.run)), acts(&told(&end.run)));
                    assert!(kept.damaged.is_empty());
                }
                Ok(kept) => {
                    let place = states.iter().position(|(known, _)| *known == name).unwrap();
                    let expected = place.checked_sub(1).map(|place| states[place].1.clone()).unwrap();
                    assert_eq!(acts(&told(&kept.run)), acts(&expected), "{name}");
                    assert!(kept.damaged.len() >= changed[&name].len());
                    opened(kept.run);
                }
                Err(Lost::Damaged { bytes }) => {
                    assert!(name.ends_with("base"), "{name}");
                    assert!(bytes.len() >= changed[&name].len());
                }
                Err(lost) => panic!("{name}: {lost}"),
            }
        }
    }
}

#[test]
fn whatever_lies_there_nothing_panics() {
    let mut luck = Luck::new(2);
    for seed in 10..14 {
        let (stored, _) = history(seed, 15);
        for _ in 0..120 {
            let mut changed = stored.clone();
            for _ in 0..1 + luck.below(4) {
                let names: Vec<String> = changed.keys().cloned().collect();
                let Some(name) = names.get(luck.below(names.len() as u64 + 1) as usize) else { continue };
                match luck.below(4) {
                    0 => put(&mut changed, name, None),
                    1 => {
                        let other = luck.of(&names).clone();
                        let bytes = changed[&other].clone();
                        put(&mut changed, name, Some(&bytes));
                    }
                    2 => {
                        let bytes = changed[name].clone();
                        put(&mut changed, name, Some(&bytes[..luck.below(bytes.len() as u64 + 1) as usize]));
                    }
                    _ => {
                        let mut bytes = changed[name].clone();
                        let place = luck.below(bytes.len() as u64 + 1) as usize;
                        bytes.insert(place, luck.below(256) as u8);
                        put(&mut changed, name, Some(&bytes));
                    }
                }
            }
            if let Ok(kept) = load(&changed) {
                opened(kept.run);
            }
        }
    }
}

#[test]
fn a_damaged_run_goes_on_and_its_bytes_stay_until_somebody_takes_them() {
    let (mut stored, _) = history(3, 20);
    let last = stored.keys().rfind(|name| name.contains("segment")).unwrap().clone();
    let bytes = stored.get_mut(&last).unwrap();
    bytes[9] ^= 255;
    let broken = bytes.clone();
    let kept = load(&stored).unwrap();
    assert_eq!(kept.damaged, broken);
    let (mut journal, mut session) = (kept.journal, opened(kept.run));
    for _ in 0..3 {
        session.send(&crate::session::order()).unwrap();
        save(&mut journal, &mut stored, &session);
    }
    assert_eq!(recovered(&stored), broken);
    let again = load(&stored).unwrap();
    assert_eq!((again.damaged, opened(again.run).hash()), (Vec::new(), session.hash()));
}
