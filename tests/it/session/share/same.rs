//! What comes out is what went in.

use eventarium::exchange::{link, session_file};
use eventarium::kernel::Span;
use eventarium::session::{Goal, Opening, Session, scenarios};

use super::super::{order, story};
use super::{random_run, ten_actions};

/// Opens the run elsewhere and holds that it is the same: at the cursor, at the end, and in all that it is made of.
#[track_caller]
fn arrives(session: &Session, text: &str) {
    let mut elsewhere = Session::new();
    elsewhere.send(&order()).unwrap();
    let opened = elsewhere.open(text).unwrap();
    assert_eq!(opened.warnings, []);
    assert_eq!(elsewhere.hash(), session.hash());
    assert_eq!(elsewhere.now(), session.now());
    assert_eq!(elsewhere.head().digest(), session.head().digest());
    assert_eq!(elsewhere.timeline().head_clock(), session.timeline().head_clock());
    assert_eq!(elsewhere.timeline().record(), session.timeline().record());
    assert_eq!(elsewhere.branches().len(), session.branches().len());
    assert_eq!(elsewhere.scenario().map(|story| story.id), session.scenario().map(|story| story.id));
}

#[test]
fn random_runs_arrive_as_they_were() {
    for seed in 0..60 {
        let session = random_run(seed);
        let link = session.link("").unwrap();
        arrives(&session, link.text());
        arrives(&session, &session_file::write(&session.shared("").unwrap()).unwrap());
    }
}

#[test]
fn every_story_arrives_as_it_was() {
    for scenario in scenarios() {
        let mut session = story(scenario.id);
        arrives(&session, session.link("").unwrap().text());
        session.run_until_quiet(Span::from_secs(120));
        arrives(&session, session.link("").unwrap().text());
        session.seek(Goal::Step(20)).unwrap();
        let link = session.link("").unwrap();
        arrives(&session, link.text());
        assert!(link.text().len() < 200, "{}: {} characters", scenario.id, link.text().len());
    }
}

#[test]
fn a_link_and_a_file_say_the_same() {
    for seed in 100..120 {
        let shared = random_run(seed).shared("orders|dark").unwrap();
        let from_link = link::read(link::Link::of(&shared).unwrap().text()).unwrap();
        let from_file = session_file::read(&session_file::write(&shared).unwrap()).unwrap();
        for read in [from_link, from_file] {
            assert_eq!((&read.branches, read.current), (&shared.branches, shared.current));
            assert_eq!((read.engine, read.view.as_str()), (shared.engine, "orders|dark"));
        }
    }
}

#[test]
fn a_run_of_ten_actions_fits_into_four_hundred_characters() {
    let session = ten_actions();
    let link = session.link("flow").unwrap();
    assert_eq!(session.timeline().inputs().len(), 10);
    assert!(link.text().len() < 400, "{} characters", link.text().len());
    assert!(!link.is_long());
}

#[test]
fn a_link_is_found_within_an_address() {
    let session = ten_actions();
    let link = session.link("flow/ord-1001").unwrap();
    let addresses = [
        format!("https://example.org/eventarium/?theme=dark#{}", link.fragment()),
        format!("  #{}\n", link.fragment()),
        format!("(see https://example.org/#{})", link.fragment()),
        format!("https://example.org/#view=x&{}&y=1", link.fragment()),
        link.fragment(),
    ];
    for address in addresses {
        arrives(&session, &address);
        assert_eq!(Session::new().open(&address).unwrap().view, "flow/ord-1001", "{address}");
    }
}

#[test]
fn opening_in_slices_is_opening_at_once() {
    let session = ten_actions();
    let link = session.link("").unwrap();
    let mut opening = Opening::read(link.text()).unwrap();
    let mut slices = 0;
    while !opening.advance(10) {
        slices += 1;
        assert_eq!(opening.progress(), (slices * 10, session.head().steps));
    }
    let (opened, _) = opening.finish();
    assert_eq!(opened.hash(), session.hash());
    assert!(slices > 3);
}

#[test]
fn a_run_that_was_not_computed_to_its_end_says_so() {
    let session = ten_actions();
    let mut opening = Opening::read(session.link("").unwrap().text()).unwrap();
    assert!(!opening.advance(100));
    let (mut half, opened) = opening.finish();
    assert_eq!((half.timeline().step(), opened.warnings.len()), (100, 1));
    assert!(opened.warnings[0].to_string().contains("stands at step 100"));
    half.seek(Goal::Step(session.head().steps)).unwrap();
    half.seek(Goal::Time(session.now())).unwrap();
    assert_eq!(half.hash(), session.hash());
}

#[test]
fn a_run_goes_on_where_it_was_opened() {
    let mut session = random_run(11);
    let mut elsewhere = Session::new();
    elsewhere.open(session.link("").unwrap().text()).unwrap();
    for run in [&mut session, &mut elsewhere] {
        run.send(&order()).unwrap();
        run.advance(Span::from_secs(9));
    }
    assert_eq!(elsewhere.hash(), session.hash());
}

#[test]
fn a_mark_tells_whether_somebody_acted_since_the_run_was_opened() {
    let mut session = Session::new();
    assert!(!session.mark().has_acts);
    session.open(ten_actions().link("").unwrap().text()).unwrap();
    let opened = session.mark();
    session.advance(Span::from_secs(9));
    session.seek(Goal::Step(40)).unwrap();
    assert_eq!((session.mark(), opened.has_acts), (opened, false));
    session.send(&order()).unwrap();
    let acted = session.mark();
    assert!(acted.has_acts && acted.run == opened.run);
    assert!(session.undo());
    assert_eq!(session.mark(), opened);
    session.open(ten_actions().link("").unwrap().text()).unwrap();
    assert_ne!(session.mark(), opened, "another run, although it is the same");
}
