//! A run that is kept comes back, whatever happened to the one who kept it.

mod damage;
mod golden;
mod kill;
mod tabs;

use eventarium::exchange::keep::{Batch, Journal, Prepared, Stored, load, stamp};
use eventarium::exchange::{CommandDraft, SharedRun, session_file};
use eventarium::kernel::Span;
use eventarium::session::{Opening, Session};

use crate::session::share::branches::{is_the_same, meddle};
use crate::session::share::random_run;
use crate::session::{command, order};
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
    let Prepared { batch, after } = journal.prepare(session.kept(), 1.5e12).unwrap()?;
    write(stored, &batch).unwrap();
    *journal = after;
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

/// The base stays what it was, and segments are added to it.
#[test]
fn a_run_that_outgrows_a_session_file_is_kept_on() {
    let (mut journal, mut stored, mut session) = (Journal::default(), Stored::new(), Session::new());
    let (mut acts, mut slow) = (0, 0);
    let fits = |session: &Session| session_file::write(&session.kept()).is_ok();
    while acts % 50 != 0 || acts == 0 || fits(&session) {
        session.send(&large_order()).unwrap();
        save(&mut journal, &mut stored, &session);
        acts += 1;
        assert!(acts < 1_000);
    }
    let kept = load(&stored).unwrap_or_else(|lost| panic!("{lost}"));
    let (mut journal, mut again) = (kept.journal, opened(kept.run));
    assert_eq!(again.hash(), session.hash());
    for _ in 0..20 {
        again.send(&order()).unwrap();
        let batch = save(&mut journal, &mut stored, &again).unwrap();
        slow += usize::from(batch.bytes() > 10_000);
    }
    assert_eq!((slow, opened(load(&stored).unwrap().run).hash()), (0, again.hash()));
}

pub fn large_order() -> CommandDraft {
    let items = vec![r#"{"sku": "PROD-456", "quantity": 1, "unitPriceCents": 100}"#; 1_000].join(",");
    command(&format!(r#"{{"type": "PlaceOrder", "customerId": "cust-441", "items": [{items}]}}"#))
}

/// What stands before and after an act is not told again, however long it is.
#[test]
fn an_act_behind_a_long_history_costs_as_little_as_any_other() {
    let event = |n: u32| {
        format!(
            r#"{{"specversion":"1.0","id":"e{n}","source":"/elsewhere","type":"InventoryRestocked","data":{{"sku":"PROD-456","quantity":1}}}}"#
        )
    };
    let text: Vec<String> = (0..20_000).map(event).collect();
    let (mut journal, mut stored, mut session) = (Journal::default(), Stored::new(), Session::new());
    session.import(&text.join("\n")).unwrap();
    let began = std::time::Instant::now();
    save(&mut journal, &mut stored, &session);
    let (base, mut fastest) = (began.elapsed(), std::time::Duration::MAX);
    for _ in 0..20 {
        session.send(&order()).unwrap();
        let began = std::time::Instant::now();
        let batch = save(&mut journal, &mut stored, &session).unwrap();
        fastest = fastest.min(began.elapsed());
        assert!(batch.bytes() < 1_200, "{} bytes", batch.bytes());
    }
    assert!(fastest < base / 10, "{fastest:?} of {base:?}");
    assert_eq!(opened(load(&stored).unwrap().run).hash(), session.hash());
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
