//! The one who writes is killed between any two writes.

use std::collections::BTreeMap;

use eventarium::exchange::keep::{Journal, Lost, Stored, load, recovered};
use eventarium::kernel::Digest;
use eventarium::session::Session;

use super::{at_work, large_order, opened, put, save, told};
use crate::session::order;
use crate::session::share::branches::hashes;
use crate::swarm::luck::Luck;

#[test]
fn after_any_prefix_of_the_writes_the_run_is_what_it_was_after_the_last_whole_record() {
    for seed in 0..6 {
        let (mut journal, mut stored, mut killed) = (Journal::default(), Stored::new(), Stored::new());
        let mut before: Option<String> = None;
        at_work(seed, 40, |session| {
            let batch = save(&mut journal, &mut stored, session);
            let now = told(journal.image().unwrap());
            for write in batch.into_iter().flat_map(|batch| batch.writes) {
                put(&mut killed, &write.name, write.bytes.as_deref());
                let found = load(&killed).map(|kept| (kept.damaged, kept.run));
                let (damaged, run) = found.map_err(|lost| lost.to_string()).unwrap();
                assert!(damaged.is_empty());
                let found = told(&run);
                let is_known = found == now || Some(&found) == before.as_ref();
                // A record without its manifest has the places that it was written with; those are of this state, too.
                assert!(is_known || same_acts(&found, &now), "{}\n{found}\n{now}", write.name);
            }
            let (damaged, run) = load(&killed).map(|kept| (kept.damaged, kept.run)).unwrap_or_else(|_| panic!());
            assert_eq!((damaged.len(), told(&run)), (0, now.clone()));
            before = Some(now);
        });
    }
}

/// Large orders fill the segments, so that a new base takes their place, twice: the second time the first generation is
/// taken away.
#[test]
fn whoever_is_killed_while_a_new_base_is_written_loses_one_act_at_most() {
    let (mut journal, mut stored, mut killed) = (Journal::default(), Stored::new(), Stored::new());
    let (mut session, mut bases, mut gone) = (Session::new(), 0, 0);
    for act in 0..9 {
        let before = session.hash();
        session.send(&if act == 0 { order() } else { large_order() }).unwrap();
        let batch = save(&mut journal, &mut stored, &session).unwrap();
        bases += batch.writes.iter().filter(|write| write.name.ends_with("base") && write.bytes.is_some()).count();
        gone += batch.writes.iter().filter(|write| write.bytes.is_none()).count();
        for write in batch.writes {
            put(&mut killed, &write.name, write.bytes.as_deref());
            let kept = load(&killed).unwrap_or_else(|lost| panic!("{}: {lost}", write.name));
            let hash = opened(kept.run).hash();
            assert!(kept.damaged.is_empty() && (hash == session.hash() || hash == before), "{}", write.name);
        }
    }
    assert!(bases == 3 && gone > 2, "{bases} bases, {gone} values taken away");
}

/// The same but for where cursors stand.
fn same_acts(one: &str, other: &str) -> bool {
    let acts = |text: &str| {
        let mut value: serde_json::Value = serde_json::from_str(text).unwrap();
        let strip = |run: &mut serde_json::Value| {
            if let Some(run) = run.as_object_mut() {
                run.remove("cursor");
                run.remove("end");
                run.remove("atStep");
                run.remove("atMs");
            }
        };
        strip(&mut value);
        value["branches"].as_array_mut().into_iter().flatten().for_each(strip);
        value
    };
    acts(one) == acts(other)
}

/// The ends of all branches of a run.
fn ends(session: &Session) -> BTreeMap<u32, Digest> {
    hashes(session).into_iter().map(|(id, _, end)| (id, end)).collect()
}

/// Nobody guarantees that the values of one save arrive together, or in order. What is told of acts is there as it was
/// before the save or after it. A branch ends where it did at one of the walks since its last record: how far somebody
/// walked may be lost.
#[test]
fn a_save_of_which_any_part_is_missing_loses_that_save_at_most() {
    let (mut luck, mut lost, mut of_many) = (Luck::new(5), 0, 0);
    for seed in 20..50 {
        let (mut journal, mut stored) = (Journal::default(), Stored::new());
        let mut since_record: Vec<BTreeMap<u32, Digest>> = Vec::new();
        at_work(seed, 30, |session| {
            let (before, image) = (stored.clone(), journal.image().map(told));
            let Some(batch) = save(&mut journal, &mut stored, session) else { return };
            let (now, after) = (ends(session), told(journal.image().unwrap()));
            let is_there: Vec<bool> = batch.writes.iter().map(|_| luck.percent(50)).collect();
            let mut torn = before.clone();
            for (write, _) in batch.writes.iter().zip(&is_there).filter(|(_, is_there)| **is_there) {
                put(&mut torn, &write.name, write.bytes.as_deref());
            }
            let is_record = |name: &str| name.starts_with('g');
            let has_record = batch.writes.iter().any(|write| is_record(&write.name));
            let mut records = batch.writes.iter().zip(&is_there).filter(|(write, _)| is_record(&write.name));
            let is_whole = records.all(|(_, is_there)| *is_there);
            match load(&torn) {
                Ok(kept) => {
                    assert!(kept.damaged.is_empty(), "{seed}");
                    let acts = told(&kept.run);
                    let expected = if is_whole { Some(&after) } else { image.as_ref() };
                    assert!(same_acts(&acts, expected.unwrap()), "{seed}\n{acts}\n{}", expected.unwrap());
                    let found = ends(&opened(kept.run));
                    (lost, of_many) = (lost + usize::from(!is_whole), of_many + usize::from(found.len() > 1));
                    // A record tells where the branch ends that it is about; the other ones end where they did.
                    let own = (is_whole || !has_record).then_some(&now);
                    for (id, end) in found {
                        let mut known = since_record.iter().chain(own);
                        assert!(known.any(|known| known.get(&id) == Some(&end)), "{seed}: branch {id}");
                    }
                }
                Err(why) => assert!(before.is_empty() && !is_whole, "{seed}: {why}"),
            }
            if has_record {
                since_record.clear();
            }
            since_record.push(now);
        });
    }
    assert!(lost > 100 && of_many > 100, "{lost} records lost, {of_many} runs with branches");
}

#[test]
fn nothing_is_nothing() {
    assert_eq!(load(&Stored::new()).err(), Some(Lost::Nothing));
    assert!(recovered(&Stored::new()).is_empty());
}
