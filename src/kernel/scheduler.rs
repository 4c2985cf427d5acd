//! The agenda: what is due when. Ties in time are broken by ticket, and what is in flight can be looked at.

use std::collections::BTreeMap;
use std::hash::Hash;

use super::time::VirtualTime;

/// The place of an entry in the order of scheduling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// Entries ordered by (due, ticket).
#[derive(Clone, Debug, Hash)]
pub struct Scheduler<T> {
    agenda: BTreeMap<(VirtualTime, Ticket), T>,
    next: Ticket,
}

impl<T> Default for Scheduler<T> {
    fn default() -> Self {
        Self { agenda: BTreeMap::new(), next: Ticket(0) }
    }
}

impl<T> Scheduler<T> {
    pub fn schedule(&mut self, due: VirtualTime, item: T) -> (VirtualTime, Ticket) {
        let key = (due, self.next);
        self.next = Ticket(self.next.0 + 1);
        self.agenda.insert(key, item);
        key
    }

    /// Takes an entry back before it is due.
    pub fn cancel(&mut self, key: (VirtualTime, Ticket)) -> Option<T> {
        self.agenda.remove(&key)
    }

    pub fn next_due(&self) -> Option<VirtualTime> {
        self.agenda.first_key_value().map(|((due, _), _)| *due)
    }

    pub fn pop(&mut self) -> Option<(VirtualTime, T)> {
        self.agenda.pop_first().map(|((due, _), item)| (due, item))
    }

    pub fn len(&self) -> usize {
        self.agenda.len()
    }

    pub fn is_empty(&self) -> bool {
        self.agenda.is_empty()
    }

    /// What is due, soonest first.
    pub fn iter(&self) -> impl Iterator<Item = ((VirtualTime, Ticket), &T)> {
        self.agenda.iter().map(|(key, item)| (*key, item))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_broken_by_ticket() {
        let mut scheduler = Scheduler::default();
        let late = VirtualTime::from_millis(2);
        let soon = VirtualTime::from_millis(1);
        scheduler.schedule(late, "c");
        let taken_back = scheduler.schedule(soon, "x");
        scheduler.schedule(soon, "a");
        scheduler.schedule(soon, "b");
        assert_eq!(scheduler.cancel(taken_back), Some("x"));
        assert_eq!(scheduler.next_due(), Some(soon));
        let order: Vec<_> = std::iter::from_fn(|| scheduler.pop()).map(|(_, item)| item).collect();
        assert_eq!(order, ["a", "b", "c"]);
    }
}
