//! The run's fingerprint and its weight.

use std::hash::{Hash, Hasher};

use super::*;
use crate::kernel::{Digest, StableHasher};

impl World {
    /// State and trace as one digest: equal runs have equal digests on every machine.
    pub fn digest(&self) -> Digest {
        let mut hasher = StableHasher::default();
        self.trace.digest().hash(&mut hasher);
        (self.seed, self.settings, self.steps, self.now).hash(&mut hasher);
        (&self.order_names, &self.customer_names).hash(&mut hasher);
        self.store.chain().hash(&mut hasher);
        (self.letters.len() as u64, self.agenda.len() as u64).hash(&mut hasher);
        (&self.agenda, &self.bus, &self.outbox, &self.faults).hash(&mut hasher);
        (&self.nodes, &self.orders, &self.warehouse, &self.payments).hash(&mut hasher);
        (&self.ledger, &self.shipments, &self.sagas, &self.models).hash(&mut hasher);
        (&self.pending, &self.copies, &self.contacts, &self.analytics, self.projecting).hash(&mut hasher);
        (&self.tasks, &self.mails, self.traffic).hash(&mut hasher);
        if self.loads != [Loads::default(); 4] {
            (&self.snapshots, self.loads).hash(&mut hasher);
        }
        if self.rebuilds != Rebuilds::default() {
            self.rebuilds.hash(&mut hasher);
        }
        if !self.archives.is_empty() {
            self.archives.hash(&mut hasher);
        }
        if self.stopped.iter().any(Option::is_some) {
            self.stopped.hash(&mut hasher);
        }
        if let Some(import) = &self.history {
            import.progress().hash(&mut hasher);
        }
        Digest::of(&hasher.finish())
    }

    /// Bytes of everything that grows with the run.
    pub fn bytes(&self) -> usize {
        // An archive shares its pages with the one that came next.
        let later = self.archives.iter().skip(1).map(|archive| &archive.store).chain([&self.store]);
        let archives = self.archives.iter().zip(later);
        self.trace.bytes()
            + self.letters.bytes()
            + self.store.bytes()
            + archives.map(|(archive, later)| archive.store.bytes_beside(later)).sum::<usize>()
            + self.event_letters.bytes()
            + self.inbox.bytes()
            + self.order_names.bytes()
            + self.customer_names.bytes()
            + self.orders.bytes()
            + self.warehouse.bytes()
            + self.payments.bytes()
            + self.ledger.bytes()
            + self.shipments.bytes()
            + self.sagas.bytes()
            + self.contacts.bytes()
            + self.analytics.bytes()
            + self.models.bytes()
            + self.rebuilds.bytes()
            + self.tasks.bytes()
            + self.mails.bytes()
    }

    /// Bytes that a clone holds which a later state of the same run does not share with it: what a keyframe costs.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        let maps = self.pending.len() * size_of::<(MessageNo, Pending)>()
            + self.outbox.waiting.len() * size_of::<(MessageNo, Waiting)>()
            + self.copies.len() * size_of::<(MessageNo, MessageNo)>();
        maps + size_of::<Self>()
            + self.trace.bytes_beside(&later.trace)
            + self.letters.bytes_beside(&later.letters)
            + self.store.bytes_beside(&later.store)
            + self.event_letters.bytes_beside(&later.event_letters)
            + self.inbox.bytes_beside(&later.inbox)
            + self.order_names.bytes_beside(&later.order_names)
            + self.customer_names.bytes_beside(&later.customer_names)
            + self.orders.bytes_beside(&later.orders)
            + self.warehouse.bytes_beside(&later.warehouse)
            + self.payments.bytes_beside(&later.payments)
            + self.ledger.bytes_beside(&later.ledger)
            + self.shipments.bytes_beside(&later.shipments)
            + self.sagas.bytes_beside(&later.sagas)
            + self.contacts.bytes_beside(&later.contacts)
            + self.analytics.bytes_beside(&later.analytics)
            + self.models.bytes_beside(&later.models)
            + self.rebuilds.bytes_beside(&later.rebuilds)
            + self.tasks.bytes_beside(&later.tasks)
            + self.mails.bytes_beside(&later.mails)
            + self.agenda.bytes_beside(&later.agenda)
            + self.bus.bytes_beside(&later.bus)
            + self.snapshots.bytes_beside(&later.snapshots)
            + self.history.as_ref().map_or(0, |import| import.bytes_beside(later.history.as_deref()))
    }
}
