//! What is kept of a broken promise: the first breach, and what the panel shows of it.

use super::Invariant;

/// The first breach of an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// One sentence, with the names of orders and streams.
    pub reason: String,
    /// The global position of the event that broke it, where it was an event.
    pub position: Option<u64>,
    /// The step that broke it.
    pub step: u32,
    /// The setting that makes the breach legal.
    pub explained_by: Option<&'static str>,
}

/// The first breach of each invariant; it stays, whatever comes later.
#[derive(Clone, Debug)]
pub(super) struct Breaches {
    by_invariant: [Option<Box<Breach>>; Invariant::ALL.len()],
    /// The first of all, with its step.
    first: Option<(Invariant, u32)>,
}

impl Default for Breaches {
    fn default() -> Self {
        Self { by_invariant: [const { None }; Invariant::ALL.len()], first: None }
    }
}

impl Breaches {
    pub(super) fn get(&self, invariant: Invariant) -> Option<&Breach> {
        self.by_invariant.get(invariant.index())?.as_deref()
    }

    /// The promise that was broken first, and at which step.
    pub(super) const fn first(&self) -> Option<(Invariant, u32)> {
        self.first
    }

    /// Keeps a breach if it is the first of its invariant.
    pub(super) fn keep(&mut self, invariant: Invariant, breach: Breach) {
        self.first.get_or_insert((invariant, breach.step));
        if let Some(slot) = self.by_invariant.get_mut(invariant.index()) {
            slot.get_or_insert_with(|| Box::new(breach));
        }
    }
}

/// One line of the panel of invariants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvariantReport {
    pub id: &'static str,
    pub name: &'static str,
    pub ok: bool,
    pub reason: Option<String>,
    pub position: Option<u64>,
    pub step: Option<u32>,
    /// The setting that explains the breach: "idempotency", "outbox", "delivery" or one of "history.…".
    pub explained_by: Option<&'static str>,
}

impl InvariantReport {
    pub(super) fn of(invariant: Invariant, breach: Option<&Breach>) -> Self {
        Self {
            id: invariant.id(),
            name: invariant.name(),
            ok: breach.is_none(),
            reason: breach.map(|breach| breach.reason.clone()),
            position: breach.and_then(|breach| breach.position),
            step: breach.map(|breach| breach.step),
            explained_by: breach.and_then(|breach| breach.explained_by),
        }
    }
}
