//! What was named lately. Most events belong to a story that others belong to: their names and their goods are the same.

use std::sync::Arc;

use super::CODE;
use crate::domain::{Line, Lines};
use crate::exchange::check::id_text;
use crate::kernel::{MessageId, Names};

/// So many stories are remembered, each in the place that its id gives it.
const STORIES: usize = 4_096;

/// The stories that were met lately.
#[derive(Debug)]
pub(super) struct Lately {
    stories: Vec<Story>,
    /// The lines that are being read.
    pub(super) lines: Vec<Line>,
}

/// What a story named last.
#[derive(Clone, Debug, Default)]
struct Story {
    order: Option<Arc<str>>,
    customer: Option<Arc<str>>,
    lines: Option<Lines>,
}

impl Default for Lately {
    fn default() -> Self {
        Self { stories: vec![Story::default(); STORIES], lines: Vec::new() }
    }
}

impl Lately {
    /// The text as the story's other events share it; `None` if it may not be an order's name.
    pub(super) fn order(&mut self, story: MessageId, text: &[u8]) -> Option<Arc<str>> {
        shared(&mut self.story(story)?.order, text, |text| Arc::from(text))
    }

    /// The one shared text that says the same; `None` if it may not be a customer's name.
    pub(super) fn customer(&mut self, story: MessageId, text: &[u8], names: &mut Names) -> Option<Arc<str>> {
        shared(&mut self.story(story)?.customer, text, |text| names.shared(text))
    }

    /// The lines that were just read, shared with the events of the same story that have the same.
    pub(super) fn lines(&mut self, story: MessageId) -> Option<Lines> {
        let read = std::mem::take(&mut self.lines);
        let known = &mut self.story(story)?.lines;
        let lines = match known {
            Some(lines) if **lines == *read => Arc::clone(lines),
            Some(_) | None => Arc::clone(known.insert(Lines::from(read.as_slice()))),
        };
        self.lines = read;
        Some(lines)
    }

    fn story(&mut self, story: MessageId) -> Option<&mut Story> {
        let place = usize::try_from(story.0 & 0xFFFF).ok()? % STORIES;
        self.stories.get_mut(place)
    }
}

fn shared(known: &mut Option<Arc<str>>, text: &[u8], share: impl FnOnce(&str) -> Arc<str>) -> Option<Arc<str>> {
    if let Some(name) = known.as_ref().filter(|name| name.as_bytes() == text) {
        return Some(Arc::clone(name));
    }
    let text = id_text(std::str::from_utf8(text).ok()?, CODE, "").ok()?;
    Some(Arc::clone(known.insert(share(text))))
}
