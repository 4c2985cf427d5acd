//! The run told in chapters: up to eight moments that matter, each with a sentence, and a report to print.
//!
//! The engine finds them while the run goes on, so they cost nothing however long it is. Knows nothing about marks on
//! a line or about paper.

mod report;
mod tell;

pub use report::{REPORT_SPAN, Report, ReportChapter, report};
pub use tell::{CHAPTERS_MAX, ChapterView, chapter_after, chapter_before, chapters};
