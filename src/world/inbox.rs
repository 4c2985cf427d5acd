//! What a message was to its consumers, whatever copy of it they got.

use super::*;

impl World {
    /// The message that a corrected copy stands for; any other stands for itself. Both carry the same id, so consumers
    /// who know one know the other (ID-01).
    pub fn original(&self, message: MessageNo) -> MessageNo {
        if self.copies.is_empty() { message } else { self.copies.get(&message).copied().unwrap_or(message) }
    }

    /// What became of a message at its consumers.
    pub fn received(&self, message: MessageNo) -> Received {
        self.inbox.get(self.original(message).index()).copied().unwrap_or_default()
    }

    pub(super) fn inbox_row(&mut self, message: MessageNo) -> &mut Received {
        let original = self.original(message);
        self.inbox.row(original.index())
    }

    /// Attempts at handing a message to its consumers so far, the most of any.
    pub fn attempts_of(&self, message: MessageNo) -> u8 {
        self.received(message).attempts
    }

    pub(super) fn has_handled(&self, message: MessageNo, node: Node) -> bool {
        self.received(message).handled & (1 << node.index()) != 0
    }

    pub(super) fn mark_handled(&mut self, message: MessageNo, node: Node) {
        self.inbox_row(message).handled |= 1 << node.index();
    }

    /// The message that answered a command before.
    pub(super) fn known_answer(&self, message: MessageNo) -> Option<MessageNo> {
        self.received(message).answer.checked_sub(1).map(MessageNo)
    }
}
