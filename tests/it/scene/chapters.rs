//! The moments that matter, story by story.

use eventarium::kernel::Span;
use eventarium::scene::chapters::{CHAPTERS_MAX, chapter_after, chapter_before, chapters, report};
use eventarium::scene::timeline::Frame;
use eventarium::session::{Goal, Session, scenarios};
use eventarium::timeline::Commands;

use crate::session::{command, story};

const HOUR: Span = Span::from_secs(3_600);

fn ran(id: &str) -> Session {
    let mut session = story(id);
    session.run_until_quiet(HOUR);
    session
}

fn kinds(session: &Session) -> Vec<&'static str> {
    chapters(session).iter().map(|chapter| chapter.kind).collect()
}

#[test]
fn every_story_has_chapters_in_order_with_a_sentence_each() {
    for view in scenarios() {
        let session = ran(view.id);
        let told = chapters(&session);
        assert!((5..=CHAPTERS_MAX).contains(&told.len()), "{}: {:?}", view.id, kinds(&session));
        assert!(told.is_sorted_by_key(|chapter| (chapter.step, chapter.time)), "{}", view.id);
        for chapter in &told {
            assert!(chapter.sentence.ends_with('.') && chapter.sentence.len() > 10, "{}: {chapter:?}", view.id);
        }
        let mut names = kinds(&session);
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), told.len(), "{}: one of each kind", view.id);
    }
}

#[test]
fn the_stories_have_the_chapters_that_they_are_about() {
    assert_eq!(kinds(&ran("happy-path")), ["began", "paid", "pivot", "completed", "shipped", "quiet"]);
    assert_eq!(kinds(&ran("card-declined")), ["fault-armed", "began", "failure", "turned-back", "undone", "quiet"]);
    for (id, kind) in [("poison", "dead-letter"), ("stuck", "stuck"), ("charged-twice", "broken")] {
        assert!(kinds(&ran(id)).contains(&kind), "{id}: {:?}", kinds(&ran(id)));
    }
    let declined = chapters(&ran("card-declined"));
    assert_eq!(declined[3].title, "The saga turns back");
    assert_eq!(declined[3].sentence, "The saga of ord-1 turns back: release inventory.");
}

#[test]
fn chapters_do_not_depend_on_where_the_cursor_stands() {
    let mut session = ran("shipping-unavailable");
    let told = chapters(&session);
    let last = session.head().steps;
    for step in [last / 2, 0, last] {
        session.seek(Goal::Step(step)).unwrap();
        assert_eq!(chapters(&session), told);
    }
    let middle = &told[told.len() / 2];
    assert_eq!(chapter_after(&told, middle.step - 1).unwrap().step, middle.step);
    assert!(chapter_before(&told, middle.step).unwrap().step < middle.step);
    assert!(chapter_before(&told, told[0].step).is_none());
    // What lies in a replaced future is no chapter any more.
    session.seek(Goal::Step(told[1].step - 1)).unwrap();
    session.send(&command(r#"{"type": "CancelOrder", "orderId": "ord-none"}"#)).unwrap();
    assert!(chapters(&session).len() < told.len());
}

#[test]
fn a_branch_has_a_chapter_where_it_parts_from_its_parent() {
    let mut session = ran("card-declined");
    session.seek(Goal::Step(3)).unwrap();
    session.fork(Commands::Keep).unwrap();
    assert!(!kinds(&session).contains(&"diverged"));
    session.clear_all();
    session.run_until_quiet(HOUR);
    let told = chapters(&session);
    let parts = told.iter().find(|chapter| chapter.kind == "diverged").unwrap();
    assert_eq!(parts.step, 4);
    assert_eq!(parts.sentence, "From here on this is another run than “main”. Here: all faults lifted.");
    assert!(told.len() <= CHAPTERS_MAX);
}

#[test]
fn a_busy_run_has_no_more_chapters_than_a_short_one() {
    let mut session = Session::new();
    session.traffic(200.0).unwrap();
    session.advance(Span::from_secs(30));
    assert!(session.head().trace.len() > 50_000);
    let told = chapters(&session);
    assert_eq!(kinds(&session), ["began", "paid", "pivot", "completed", "shipped"], "{told:?}");
}

#[test]
fn a_report_has_a_picture_for_each_chapter() {
    let session = ran("card-declined");
    let wide = Frame { width: 800.0, height: 300.0, left: 60.0, top: 20.0 };
    let frames = [wide, Frame { width: 360.0, ..wide }];
    let report = report(&session, &frames);
    assert_eq!(report.title, session.scenario().unwrap().title);
    assert!(report.facts.starts_with("Branch “main”, seed "), "{}", report.facts);
    assert_eq!(report.hash, session.hash());
    assert_eq!(report.chapters.len(), chapters(&session).len());
    for chapter in &report.chapters {
        assert_eq!(chapter.pictures.len(), frames.len());
        for (picture, frame) in chapter.pictures.iter().zip(&frames) {
            assert!(!picture.marks.is_empty(), "{:?}", chapter.chapter);
            assert!(picture.playhead >= frame.left && picture.playhead <= frame.width);
        }
        assert!(chapter.when.ends_with(" s"));
    }
}

#[test]
fn a_report_of_nothing_says_why_it_is_empty() {
    let mut session = Session::new();
    let told = |session: &Session| report(session, &[]).empty;
    assert!(told(&session).unwrap().starts_with("Nothing has happened yet"));
    session.traffic(0.1).unwrap();
    assert_eq!(
        told(&session).unwrap(),
        "One step was taken, and none is a moment that matters: no event was stored, no fault is armed, and nothing went wrong."
    );
    assert_eq!(told(&ran("happy-path")), None);
}

#[test]
fn quiet_is_told_only_where_something_happened_and_nothing_is_due() {
    let told = |session: &Session| chapters(session).iter().any(|chapter| chapter.kind == "quiet");
    let mut session = story("shipping-unavailable");
    assert!(!told(&session), "nothing has happened yet");
    session.advance(Span::from_secs(2));
    assert!(!told(&session), "the saga is on its way");
    session.run_until_quiet(Span::from_secs(60));
    assert!(told(&session));
}
