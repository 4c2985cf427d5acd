//! Two tabs, and two versions.

use eventarium::exchange::keep::{Journal, Lost, Prepared, SCHEMA, Stored, load, stamp};
use eventarium::session::Session;

use super::{opened, save, write};
use crate::session::order;

#[test]
fn the_save_of_a_stale_tab_is_refused() {
    let (mut first, mut stored, mut session) = (Journal::default(), Stored::new(), Session::new());
    session.send(&order()).unwrap();
    save(&mut first, &mut stored, &session);
    let kept = load(&stored).unwrap();
    let (mut second, mut other) = (kept.journal, opened(kept.run));
    other.send(&order()).unwrap();
    save(&mut second, &mut stored, &other);
    assert_eq!(stamp(&stored).unwrap().epoch, 2);
    session.send(&order()).unwrap();
    session.send(&order()).unwrap();
    let Prepared { batch, .. } = first.prepare(session.kept(), 0.0).unwrap().unwrap();
    let before = stored.clone();
    assert_eq!(write(&mut stored, &batch), Err("stale"));
    assert_eq!(stored, before);
    assert_eq!(opened(load(&stored).unwrap().run).hash(), other.hash());
}

#[test]
fn a_first_save_does_not_overwrite_what_is_there() {
    let (mut first, mut stored, mut session) = (Journal::default(), Stored::new(), Session::new());
    session.send(&order()).unwrap();
    save(&mut first, &mut stored, &session);
    let Prepared { batch, .. } = Journal::default().prepare(Session::new().kept(), 0.0).unwrap().unwrap();
    assert_eq!(write(&mut stored, &batch), Err("stale"));
}

/// Two runs of which as much was saved, in one tab each: what is written for one is not taken for the other.
#[test]
fn the_save_of_another_run_is_refused_however_often_both_were_saved() {
    let kept = |luck| {
        let (mut journal, mut stored, mut session) = (Journal::begun(luck), Stored::new(), Session::new());
        for _ in 0..3 {
            session.send(&order()).unwrap();
            save(&mut journal, &mut stored, &session);
        }
        session.send(&order()).unwrap();
        (journal.prepare(session.kept(), 0.0).unwrap().unwrap().batch, stored)
    };
    let ((one, mut own), (_, mut other)) = (kept(7), kept(u32::MAX));
    assert_eq!(write(&mut own, &one), Ok(()));
    assert_eq!(write(&mut other, &one), Err("stale"));
    // Whoever loads it goes on with it, whatever its stamps are.
    let (_, mut stored) = kept(u32::MAX);
    let mut next = load(&stored).unwrap();
    let mut session = opened(next.run);
    session.send(&order()).unwrap();
    save(&mut next.journal, &mut stored, &session);
    assert_eq!(opened(load(&stored).unwrap().run).hash(), session.hash());
}

/// The frame of a manifest around other words.
fn manifest_saying(says: &str) -> Vec<u8> {
    let mut bytes = (says.len() as u32).to_le_bytes().to_vec();
    bytes.push(b'M');
    bytes.extend([0; 8]);
    bytes.extend(says.as_bytes());
    let crc = bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 })
    });
    bytes.extend((!crc).to_le_bytes());
    bytes
}

#[test]
fn what_a_newer_version_keeps_is_left_alone() {
    let (mut journal, mut stored, mut session) = (Journal::default(), Stored::new(), Session::new());
    session.send(&order()).unwrap();
    save(&mut journal, &mut stored, &session);
    stored.insert("b".to_owned(), manifest_saying(r#"{"schema": 2, "who knows": []}"#));
    let lost = load(&stored).err().unwrap();
    assert_eq!(lost, Lost::Newer { schema: SCHEMA + 1 });
    assert!(lost.to_string().contains("a newer version keeps this run"), "{lost}");
    session.send(&order()).unwrap();
    let Prepared { batch, .. } = journal.prepare(session.kept(), 0.0).unwrap().unwrap();
    assert_eq!(write(&mut stored, &batch), Err("stale"));
}
