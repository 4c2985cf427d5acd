//! I06 for people's eyes: nobody gets the same e-mail twice.

use super::Invariant;
use super::messages::Messages;
use super::watch::Watch;
use crate::kernel::Table;
use crate::world::{TraceEntry, TraceKind};

/// The events that an e-mail told about, by message.
#[derive(Clone, Debug, Default)]
pub(super) struct Mails {
    told: Table<bool>,
}

impl Mails {
    pub(super) fn line(&mut self, watch: &mut Watch<'_>, messages: &Messages, line: &TraceEntry) {
        if line.kind != TraceKind::Mailed {
            return;
        }
        let about = messages.original(line.message);
        if std::mem::replace(self.told.row(about.index()), true) {
            let explained = watch.explained_mails();
            watch.broken_by(Invariant::I06, None, explained, |watch| {
                format!("{} was told by e-mail twice.", watch.world.message_name(about))
            });
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.told.bytes()
    }

    pub(super) fn bytes_beside(&self, later: &Self) -> usize {
        self.told.bytes_beside(&later.told)
    }
}
