//! A run that is kept comes back, whatever happened to the one who kept it.

mod damage;
mod golden;
mod kill;
mod large;
mod tabs;

use eventarium::exchange::keep::{Batch, Journal, Stored, load, stamp};
use eventarium::exchange::{CommandDraft, SharedRun};
use eventarium::kernel::Span;
use eventarium::session::{Opening, Session};

use crate::session::command;
use crate::session::share::branches::{hashes, is_the_same, meddle};
use crate::session::share::random_run;
use crate::swarm::luck::Luck;

/// Puts a batch down, if nobody else has written since.
pub fn write(stored: &mut Stored, batch: &Batch) -> Result<(), &'static str> {
    if stamp(stored) != batch.expects {
        return Err("stale");
    }
    for write in &batch.writes {
        put(stored, &write.name, write.bytes.as_deref());
    }
    Ok(())
}

fn put(stored: &mut Stored, name: &str, bytes: Option<&[u8]>) {
    match bytes {
        Some(bytes) => drop(stored.insert(name.to_owned(), bytes.to_vec())),
        None => drop(stored.remove(name)),
    }
}

/// Saves what is new; gives the batch, if there was any.
#[track_caller]
pub fn save(journal: &mut Journal, stored: &mut Stored, session: &Session) -> Option<Batch> {
    let prepared = journal.prepare(session.kept(), 1.5e12).unwrap()?;
    let batch = prepared.batch.clone();
    write(stored, &batch).unwrap();
    journal.written(prepared);
    Some(batch)
}

pub fn opened(run: SharedRun) -> Session {
    let mut opening = Opening::of(run);
    assert!(opening.advance(u32::MAX));
    let (session, opened) = opening.finish();
    assert_eq!(opened.warnings, []);
    session
}

/// What the loaded run is, in plain words.
pub fn told(run: &SharedRun) -> String {
    run.to_wire(eventarium::exchange::Form::Full).to_json()
}

/// A person at work: acts, forks, walks, and comes back.
pub fn at_work(seed: u64, acts: u64, mut each: impl FnMut(&mut Session)) {
    let mut luck = Luck::new(seed ^ 0x6EE9);
    let mut session = random_run(seed);
    each(&mut session);
    for _ in 0..acts {
        meddle(&mut session, &mut luck);
        if luck.percent(30) {
            session.advance(Span::from_micros(luck.below(2_000_000)));
        }
        each(&mut session);
    }
}

#[test]
fn what_is_kept_is_the_run_with_all_its_branches_after_each_act() {
    for seed in 0..10 {
        let (mut journal, mut stored) = (Journal::default(), Stored::new());
        at_work(seed, 30, |session| {
            save(&mut journal, &mut stored, session);
            assert!(save(&mut journal, &mut stored, session).is_none(), "there is nothing new");
            assert_eq!(journal.bytes(), stored.values().map(|bytes| bytes.len() as u64).sum::<u64>());
            let kept = load(&stored).unwrap();
            assert!(kept.damaged.is_empty());
            is_the_same(session, &opened(kept.run));
        });
    }
}

#[test]
fn an_act_costs_a_few_hundred_bytes_and_a_walk_only_the_manifest() {
    let (mut journal, mut stored) = (Journal::default(), Stored::new());
    let mut session = Session::new();
    session.send(&crate::session::order()).unwrap();
    save(&mut journal, &mut stored, &session);
    for _ in 0..100 {
        session.advance(Span::from_millis(700));
        session.send(&crate::session::order()).unwrap();
        let batch = save(&mut journal, &mut stored, &session).unwrap();
        assert!(batch.bytes() < 1_200, "{} bytes", batch.bytes());
        session.advance(Span::from_millis(100));
        let batch = save(&mut journal, &mut stored, &session).unwrap();
        assert_eq!(batch.writes.len(), 1);
        assert!(batch.bytes() < 500, "{} bytes", batch.bytes());
    }
    assert_eq!(stored.len(), 1 + 100 + 2);
}

#[test]
fn a_new_base_takes_the_place_of_many_segments() {
    let (mut journal, mut stored) = (Journal::default(), Stored::new());
    let mut session = Session::new();
    for _ in 0..1_000 {
        session.send(&crate::session::order()).unwrap();
        save(&mut journal, &mut stored, &session);
        assert!(stored.len() <= 2 * (2 + eventarium::exchange::keep::RECORDS_MAX as usize), "{}", stored.len());
    }
    assert_eq!(opened(load(&stored).unwrap().run).hash(), session.hash());
}

pub fn large_order() -> CommandDraft {
    let items = vec![r#"{"sku": "PROD-456", "quantity": 1, "unitPriceCents": 100}"#; 1_000].join(",");
    command(&format!(r#"{{"type": "PlaceOrder", "customerId": "cust-441", "items": [{items}]}}"#))
}

/// However much was done since the last save: what was done in a branch, and in one that left it, is told in one change.
#[test]
fn a_save_of_many_acts_is_the_run_as_it_is() {
    for seed in 50..80 {
        let (mut journal, mut stored, mut acts) = (Journal::default(), Stored::new(), 0_u32);
        at_work(seed, 40, |session| {
            acts += 1;
            if acts % 5 == 1 {
                save(&mut journal, &mut stored, session);
                assert!(save(&mut journal, &mut stored, session).is_none(), "{seed}: there is nothing new");
                let again = opened(load(&stored).unwrap().run);
                assert_eq!(hashes(&again), hashes(session), "{seed}");
                let records = |run: SharedRun| run.branches.into_iter().map(|it| it.record).collect::<Vec<_>>();
                assert!(records(again.kept()) == records(session.kept()), "{seed}");
            }
        });
    }
}

#[test]
fn whoever_loads_goes_on_where_the_run_was_left() {
    for seed in 30..40 {
        let mut stored = Stored::new();
        let mut journal = Journal::default();
        at_work(seed, 30, |session| {
            save(&mut journal, &mut stored, session);
            let kept = load(&stored).unwrap();
            journal = kept.journal;
            *session = opened(kept.run);
        });
        assert!(stamp(&stored).unwrap().epoch > 20, "each tab has an epoch of its own");
    }
}
