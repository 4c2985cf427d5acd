//! Runs that are larger than what keeps them.

use eventarium::exchange::keep::{Journal, RECORDS_MAX, SEGMENTS_MAX, Stored, load, recovered};
use eventarium::exchange::{Code, session_file};
use eventarium::session::Session;

use super::{large_order, opened, save};
use crate::session::order;

/// A session file holds no more than a few thousand events beside so many.
const EVENTS: u32 = 85_000;

/// A run that begins with so many events that were recorded elsewhere.
fn imported(events: u32) -> Session {
    let event = |n: u32| {
        format!(
            r#"{{"specversion":"1.0","id":"{n}","source":"/e","type":"InventoryRestocked","data":{{"sku":"PROD-456","quantity":1}}}}"#
        )
    };
    let text: Vec<String> = (0..events).map(event).collect();
    let mut session = Session::new();
    session.import(&text.join("\n")).unwrap();
    session
}

/// A kept run that no session file holds: its base is the beginning.
fn outgrown() -> (Journal, Stored, Session) {
    let (mut journal, mut stored, mut session) = (Journal::default(), Stored::new(), imported(EVENTS));
    save(&mut journal, &mut stored, &session);
    while session_file::write(&session.kept()).is_ok() {
        session.send(&large_order()).unwrap();
        save(&mut journal, &mut stored, &session);
    }
    (journal, stored, session)
}

/// The inputs that a segment tells.
fn told(stored: &Stored, name: &str) -> usize {
    let bytes = &stored[name];
    let change: serde_json::Value = serde_json::from_slice(&bytes[13..bytes.len() - 4]).unwrap();
    let branches = change["branches"].as_array().unwrap().iter();
    branches.map(|branch| branch["inputs"].as_array().map_or(0, Vec::len)).sum()
}

/// The base stays what it was, and segments are added to it, as many as are read.
#[test]
fn a_run_that_outgrows_a_session_file_is_kept_on_until_there_are_too_many_segments() {
    let (mut journal, mut stored, mut session) = outgrown();
    let segments = |stored: &Stored| stored.keys().filter(|name| name.contains("segment")).count();
    while segments(&stored) < SEGMENTS_MAX as usize {
        session.send(&order()).unwrap();
        let batch = save(&mut journal, &mut stored, &session).unwrap();
        assert!(batch.bytes() < 1_500, "{} bytes", batch.bytes());
        assert_eq!((batch.writes.len(), told(&stored, &batch.writes[0].name)), (2, 1));
        if segments(&stored) == SEGMENTS_MAX as usize / 2 {
            journal = load(&stored).unwrap().journal;
        }
    }
    let kept = load(&stored).unwrap();
    assert!(kept.damaged.is_empty());
    assert_eq!(opened(kept.run).hash(), session.hash());
    session.send(&order()).unwrap();
    for _ in 0..3 {
        assert_eq!(journal.prepare(session.kept(), 0.0).err().unwrap().code, Code::TooLarge);
    }
}

/// What stands before and after an act is not told again, however long it is.
#[test]
fn an_act_behind_a_long_history_tells_itself_alone() {
    let (mut journal, mut stored, mut session) = (Journal::default(), Stored::new(), Session::new());
    for _ in 0..2_000 {
        session.send(&order()).unwrap();
    }
    save(&mut journal, &mut stored, &session);
    for _ in 0..20 {
        session.send(&order()).unwrap();
        let batch = save(&mut journal, &mut stored, &session).unwrap();
        assert!(batch.bytes() < 1_200, "{} bytes", batch.bytes());
        assert_eq!(told(&stored, &batch.writes[0].name), 1);
    }
    assert_eq!(opened(load(&stored).unwrap().run).hash(), session.hash());
}

/// What a reader would refuse is not written, and what is kept stays as it is.
#[test]
fn more_acts_at_once_than_are_read_are_too_large() {
    let (mut journal, mut stored, mut session) = (Journal::default(), Stored::new(), Session::new());
    session.send(&order()).unwrap();
    save(&mut journal, &mut stored, &session);
    let hash = session.hash();
    for _ in 0..250 {
        session.send(&large_order()).unwrap();
    }
    let refused = journal.prepare(session.kept(), 0.0).err().unwrap();
    assert_eq!(refused.code, Code::TooLarge);
    let kept = load(&stored).unwrap();
    assert_eq!((kept.damaged.len(), opened(kept.run).hash()), (0, hash));
    // A part of it is not.
    let mut less = opened(load(&stored).unwrap().run);
    for _ in 0..150 {
        less.send(&large_order()).unwrap();
    }
    save(&mut journal, &mut stored, &less);
    assert_eq!(opened(load(&stored).unwrap().run).hash(), less.hash());
}

/// To try takes as long as to write the whole run.
#[test]
fn what_was_too_large_is_tried_again_when_it_may_be_another_one() {
    let of = |orders: u32, is_large: bool| {
        let mut session = Session::new();
        for _ in 0..orders {
            session.send(&if is_large { large_order() } else { order() }).unwrap();
        }
        session
    };
    let mut journal = Journal::default();
    let is_refused = |journal: &mut Journal, session: &Session| match journal.prepare(session.kept(), 0.0) {
        Err(refused) => refused.code == Code::TooLarge,
        Ok(prepared) => prepared.is_none(),
    };
    assert!(is_refused(&mut journal, &of(200, true)));
    // These would fit, but nobody has looked: as much is done in them.
    assert!(is_refused(&mut journal, &of(200, false)));
    assert!(is_refused(&mut journal, &of(199 + RECORDS_MAX, false)));
    assert!(!is_refused(&mut journal.clone(), &of(200 + RECORDS_MAX, false)));
    assert!(!is_refused(&mut journal, &of(199, false)));
}

/// No base can take what is whole of it to a new generation.
#[test]
fn an_outgrown_run_whose_end_was_damaged_goes_on_behind_its_last_whole_record() {
    let (mut journal, mut stored, mut session) = outgrown();
    let whole = session.hash();
    for _ in 0..4 {
        session.send(&order()).unwrap();
        save(&mut journal, &mut stored, &session);
    }
    let names: Vec<String> = stored.keys().filter(|name| name.contains("segment")).cloned().collect();
    let [.., first, _, _, last] = names.as_slice() else { panic!() };
    stored.get_mut(first).unwrap()[20] ^= 1;
    let lost: Vec<u8> = stored.range(first.clone()..=last.clone()).flat_map(|(_, bytes)| bytes.clone()).collect();
    let kept = load(&stored).unwrap();
    assert_eq!(kept.damaged, lost);
    let (mut journal, mut session) = (kept.journal, opened(kept.run));
    assert_eq!(session.hash(), whole);
    for _ in 0..2 {
        session.send(&order()).unwrap();
        save(&mut journal, &mut stored, &session);
    }
    assert_eq!(recovered(&stored), lost);
    assert_eq!(journal.bytes(), stored.values().map(|bytes| bytes.len() as u64).sum::<u64>());
    let again = load(&stored).unwrap();
    assert_eq!((again.damaged, opened(again.run).hash()), (Vec::new(), session.hash()));
}
