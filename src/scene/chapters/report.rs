//! The report: title, what it is about, and a picture and a sentence for each chapter.

use super::tell::{ChapterView, chapters};
use crate::kernel::Span;
use crate::scene::timeline::{Diagram, Frame, diagram};
use crate::scene::words;
use crate::session::Session;

/// So much busy time is shown around each chapter, ...
pub const REPORT_SPAN: Span = Span::from_secs(4);
/// ... and so much in a picture that is narrower than this, so that the marks keep their distance.
const NARROW_SPAN: Span = Span::from_secs(2);
const NARROW: f64 = 600.0;

/// The run as it can be printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The story's title; that of the empty shop where there is none.
    pub title: String,
    /// What the story is about.
    pub summary: &'static str,
    /// "Branch “main”, seed 1, 412 steps in 14.210 s of virtual time."
    pub facts: String,
    /// State and trace at the end, as 16 hexadecimal digits.
    pub hash: String,
    pub chapters: Vec<ReportChapter>,
    /// Why there is no chapter; `None` where there is one.
    pub empty: Option<String>,
}

/// One chapter of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportChapter {
    pub chapter: ChapterView,
    /// "4.220 s".
    pub when: String,
    /// The moment as a picture for each frame; the playhead stands at it.
    pub pictures: Vec<Diagram>,
}

/// The report of the current branch up to the furthest that is known of it, with each picture once for each frame.
pub fn report(session: &Session, frames: &[Frame]) -> Report {
    let head = session.head();
    let scenario = session.scenario();
    let branch = session.branches().into_iter().find(|branch| branch.current);
    let name = branch.map_or_else(String::new, |branch| words::escaped(&branch.name));
    let pictures = |chapter: &ChapterView| {
        let line = head.trace.first_of_step(chapter.step);
        let order = head.trace.from(line).take_while(|line| line.step == chapter.step);
        let order = order.filter_map(|line| head.order_of(line.message)).next();
        let picture = |frame: &Frame| {
            let span = if frame.width < NARROW { NARROW_SPAN } else { REPORT_SPAN };
            diagram(head, chapter.step, chapter.time, order, span, frame)
        };
        frames.iter().map(picture).collect()
    };
    let chapters = chapters(session).into_iter().map(|chapter| ReportChapter {
        when: words::time_seconds(chapter.time),
        pictures: pictures(&chapter),
        chapter,
    });
    let chapters: Vec<ReportChapter> = chapters.collect();
    Report {
        title: scenario.map_or("A run of the shop", |scenario| scenario.title).to_owned(),
        summary: scenario.map_or("", |scenario| scenario.summary),
        facts: format!(
            "Branch “{name}”, seed {}, {} steps in {} of virtual time.",
            session.seed().0,
            words::count(u64::from(head.steps)),
            words::time_seconds(session.timeline().head_clock())
        ),
        hash: head.digest().to_string(),
        empty: chapters.is_empty().then(|| nothing_to_tell(head.steps)),
        chapters,
    }
}

/// A run without chapters has stored no event, armed no fault and seen nothing fail.
fn nothing_to_tell(steps: u32) -> String {
    let taken = match steps {
        0 => {
            return "Nothing has happened yet, so there is nothing to tell: place an order, press Play, and open the report again."
                .to_owned();
        }
        1 => "One step was".to_owned(),
        steps => format!("{} steps were", words::count(u64::from(steps))),
    };
    format!(
        "{taken} taken, and none is a moment that matters: no event was stored, no fault is armed, and nothing went wrong."
    )
}
