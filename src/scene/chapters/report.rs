//! The report: title, what it is about, and a picture and a sentence for each chapter.

use super::tell::{ChapterView, chapters};
use crate::kernel::Span;
use crate::scene::timeline::{Diagram, Frame, diagram};
use crate::scene::words;
use crate::session::Session;

/// So much busy time is shown around each chapter.
pub const REPORT_SPAN: Span = Span::from_secs(4);

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
}

/// One chapter of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportChapter {
    pub chapter: ChapterView,
    /// "4.220 s".
    pub when: String,
    /// The moment as a picture; the playhead stands at it.
    pub picture: Diagram,
}

/// The report of the current branch up to the furthest that is known of it; `frame` is that of each picture.
pub fn report(session: &Session, frame: &Frame) -> Report {
    let head = session.head();
    let scenario = session.scenario();
    let branch = session.branches().into_iter().find(|branch| branch.current);
    let name = branch.map_or_else(String::new, |branch| words::escaped(&branch.name));
    let picture = |chapter: &ChapterView| {
        let line = head.trace.first_of_step(chapter.step);
        let order = head.trace.from(line).take_while(|line| line.step == chapter.step);
        let order = order.filter_map(|line| head.order_of(line.message)).next();
        diagram(head, chapter.step, chapter.time, order, REPORT_SPAN, frame)
    };
    let chapters = chapters(session).into_iter().map(|chapter| ReportChapter {
        when: words::time_seconds(chapter.time),
        picture: picture(&chapter),
        chapter,
    });
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
        chapters: chapters.collect(),
    }
}
