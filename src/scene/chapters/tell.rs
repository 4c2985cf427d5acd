//! Which moments are told, and how.

use serde::Serialize;

use crate::check::{Chapter, ChapterKind};
use crate::exchange::millis_of_time;
use crate::kernel::{VirtualTime, ranks};
use crate::scene::branches::act_phrase;
use crate::scene::words;
use crate::session::Session;
use crate::timeline::BranchId;
use crate::world::World;

/// The most chapters of a run: more would be none.
pub const CHAPTERS_MAX: usize = 8;

/// A moment that matters, ready to be read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChapterView {
    /// "failure", "dead-letter", …; "diverged" where a branch leaves its parent.
    pub kind: &'static str,
    /// "The saga turns back".
    pub title: &'static str,
    pub sentence: String,
    pub step: u32,
    /// Virtual milliseconds.
    pub ms: f64,
    #[serde(skip)]
    pub time: VirtualTime,
    /// The line of the trace that tells it.
    #[serde(skip)]
    pub line: Option<usize>,
}

/// The chapters of the current branch up to the furthest that is known of it, by step.
pub fn chapters(session: &Session) -> Vec<ChapterView> {
    let head = session.head();
    let found: Vec<Chapter> = session.timeline().observer().chapters().copied().collect();
    let is_no_news = |chapter: &Chapter| {
        let other = |kind| found.iter().any(|other| other.kind == kind && other.step == chapter.step);
        match chapter.kind {
            ChapterKind::Exhausted => other(ChapterKind::DeadLetter) || other(ChapterKind::Stuck),
            ChapterKind::Failure => other(ChapterKind::Exhausted) || other(ChapterKind::DeadLetter),
            // Before anything happened, and where something is due again, it says nothing.
            ChapterKind::Quiet => chapter.step == 0 || !head.is_quiet(),
            ChapterKind::Broken
            | ChapterKind::Stuck
            | ChapterKind::DeadLetter
            | ChapterKind::TurnedBack
            | ChapterKind::Undone
            | ChapterKind::Completed
            | ChapterKind::Pivot
            | ChapterKind::Armed
            | ChapterKind::Began
            | ChapterKind::Paid
            | ChapterKind::Shipped => false,
        }
    };
    let mut told: Vec<ChapterView> = diverged(session).into_iter().collect();
    let matters = found.iter().filter(|chapter| !is_no_news(chapter));
    told.extend(matters.take(CHAPTERS_MAX - told.len()).map(|chapter| view(session, head, chapter)));
    let order = ranks(told.iter().map(|told| (u64::from(told.step), told.line.map_or(0, |line| line as u64 + 1))));
    order.into_iter().filter_map(|place| told.get(place).cloned()).collect()
}

/// The next chapter after a step.
pub fn chapter_after(chapters: &[ChapterView], step: u32) -> Option<&ChapterView> {
    chapters.iter().find(|chapter| chapter.step > step)
}

/// The last chapter before a step.
pub fn chapter_before(chapters: &[ChapterView], step: u32) -> Option<&ChapterView> {
    chapters.iter().rev().find(|chapter| chapter.step < step)
}

fn view(session: &Session, head: &World, chapter: &Chapter) -> ChapterView {
    let line = chapter.line.and_then(|line| head.trace.get(line));
    let sentence = match (chapter.invariant, line) {
        (Some(invariant), _) => {
            let breach = session.timeline().observer().breach(invariant);
            let reason = breach.map(|breach| breach.reason.as_str()).unwrap_or_default();
            format!("{} {}: {reason}", invariant.id(), invariant.name())
        }
        (None, Some(line)) => words::sentence(head, line),
        (None, None) => "Nothing happens by itself any more.".to_owned(),
    };
    ChapterView {
        kind: chapter.kind.name(),
        title: title(chapter.kind),
        sentence,
        step: chapter.step,
        ms: millis_of_time(chapter.time),
        time: chapter.time,
        line: chapter.line,
    }
}

const fn title(kind: ChapterKind) -> &'static str {
    match kind {
        ChapterKind::Broken => "A promise is broken",
        ChapterKind::Stuck => "Somebody must decide",
        ChapterKind::DeadLetter => "A message is parked",
        ChapterKind::Exhausted => "All attempts are used up",
        ChapterKind::TurnedBack => "The saga turns back",
        ChapterKind::Failure => "Something goes wrong",
        ChapterKind::Quiet => "All is quiet",
        ChapterKind::Undone => "Everything is undone",
        ChapterKind::Completed => "The saga is complete",
        ChapterKind::Pivot => "No way back from here",
        ChapterKind::Armed => "A fault is armed",
        ChapterKind::Began => "The first event",
        ChapterKind::Paid => "The payment is in",
        ChapterKind::Shipped => "The parcel leaves",
    }
}

/// Where the current branch and its parent part.
fn diverged(session: &Session) -> Option<ChapterView> {
    let branch = session.branches().into_iter().find(|branch| branch.current)?;
    let id = BranchId(branch.parent?);
    let parent = session.branch_timeline(id)?;
    let divergence = session.timeline().first_divergence(parent)?;
    let name = session.branches().into_iter().find(|branch| branch.id == id.0)?.name;
    let inputs = session.timeline().inputs();
    let act = inputs.iter().find(|input| input.after_step.is_some_and(|after| after + 1 == divergence.step));
    let act = act.map_or_else(String::new, |act| format!(" Here: {}.", act_phrase(&act.input, inputs)));
    Some(ChapterView {
        kind: "diverged",
        title: "The branches part",
        sentence: format!("From here on this is another run than “{}”.{act}", words::escaped(&name)),
        step: divergence.step,
        ms: millis_of_time(divergence.time),
        time: divergence.time,
        line: None,
    })
}
