//! One step: the next thing on the agenda happens.

use super::*;

impl World {
    /// An empty shop: nothing ordered, nothing broken.
    pub fn new(seed: Seed, settings: Settings) -> Self {
        let mut world = Self {
            seed,
            settings,
            steps: 0,
            now: VirtualTime::ZERO,
            order_names: Names::default(),
            customer_names: Names::default(),
            letters: Log::default(),
            store: EventStore::default(),
            archives: Vec::new(),
            event_letters: Log::default(),
            bus: Bus::default(),
            outbox: Outbox::default(),
            faults: FaultPlan::default(),
            agenda: Scheduler::default(),
            nodes: [NodeState::default(); Node::ALL.len()],
            orders: Table::default(),
            warehouse: Warehouse::default(),
            payments: Table::default(),
            ledger: Ledger::default(),
            shipments: Table::default(),
            snapshots: Snapshots::default(),
            loads: [Loads::default(); 4],
            sagas: Table::default(),
            inbox: Table::default(),
            copies: BTreeMap::new(),
            pending: BTreeMap::new(),
            contacts: Table::default(),
            analytics: Analytics::default(),
            models: ReadModels::default(),
            rebuilds: Rebuilds::default(),
            stopped: [None; ReadModel::ALL.len()],
            projecting: [false; ReadModel::ALL.len()],
            tasks: Log::default(),
            mails: Log::default(),
            traffic: Traffic::default(),
            trace: Trace::default(),
            live: 0,
            history: None,
            history_letters: 0,
            history_events: 0,
            under_way: 0,
        };
        world.subscribe_all();
        world
    }

    /// When the next thing is due.
    pub fn next_due(&self) -> Option<VirtualTime> {
        let due = self.agenda.next_due();
        let Some(import) = &self.history else { return due };
        let goes_on = import.due().max(self.now);
        Some(due.map_or(goes_on, |due| due.min(goes_on)))
    }

    /// An event of a history comes after what else is due at its time; what goes on behind the last comes before.
    pub fn history_comes_next(&self) -> bool {
        let Some(import) = &self.history else { return false };
        import.is_over() || self.agenda.next_due().is_none_or(|due| import.due().max(self.now) < due)
    }

    /// Lets the next thing on the agenda happen. False if nothing is due.
    pub fn step(&mut self) -> bool {
        if self.history_comes_next() {
            self.take_over_some(1);
            return true;
        }
        let Some((due, occurrence)) = self.agenda.pop() else { return false };
        self.begin_step(due);
        if is_live(&occurrence) {
            self.live = self.live.saturating_sub(1);
        }
        self.happen(occurrence);
        true
    }

    /// True when nothing is due but housekeeping that changes nothing: late timers, windows that close, edges of rules
    /// that were lifted. A saga that is under way always has a timer that matters, a node that is down a return.
    pub fn is_quiet(&self) -> bool {
        let nothing_comes = || self.under_way == 0 && !self.nodes.iter().any(|node| node.down_until.is_some());
        let nothing_opens = || self.faults.rules().all(|(_, rule, ..)| rule.from.is_none_or(|from| from <= self.now));
        self.live == 0 && (self.agenda.is_empty() || nothing_comes() && nothing_opens())
    }

    pub(super) fn begin_step(&mut self, now: VirtualTime) {
        self.steps = self.steps.saturating_add(1);
        self.now = self.now.max(now);
    }

    /// Puts something on the agenda.
    pub(super) fn schedule(&mut self, after: Span, occurrence: Occurrence) -> (VirtualTime, Ticket) {
        self.schedule_at(self.now.after(after), occurrence)
    }

    pub(super) fn schedule_at(&mut self, due: VirtualTime, occurrence: Occurrence) -> (VirtualTime, Ticket) {
        if is_live(&occurrence) {
            self.live = self.live.saturating_add(1);
        }
        self.agenda.schedule(due.max(self.now), occurrence)
    }

    /// Takes something off the agenda.
    pub(super) fn cancel(&mut self, key: (VirtualTime, Ticket)) -> Option<Occurrence> {
        let occurrence = self.agenda.cancel(key)?;
        if is_live(&occurrence) {
            self.live = self.live.saturating_sub(1);
        }
        Some(occurrence)
    }

    pub(super) fn happen(&mut self, occurrence: Occurrence) {
        match occurrence {
            Occurrence::Arrive(hop) => self.arrive(hop),
            Occurrence::Finish(work) => self.finish(work),
            Occurrence::Dispatch => self.dispatch(),
            Occurrence::DispatchAgain(message) => self.dispatch_again(message),
            Occurrence::AckTimeout(delivery) => self.ack_timed_out(delivery),
            Occurrence::Redeliver(delivery) => self.redeliver(delivery),
            Occurrence::AnswerTimeout { message } => self.answer_timed_out(message),
            Occurrence::SagaTimer { order, call, attempt } => self.saga_timer_rang(order, call, attempt),
            Occurrence::Project(model) => self.project(model),
            Occurrence::ParcelLeaves { order, cause } => self.parcel_leaves(order, cause),
            Occurrence::Restart { node, crash } => self.restart_due(node, crash),
            Occurrence::FaultEdge { .. } => self.fault_edge(),
            Occurrence::Traffic { epoch } => self.traffic_due(epoch),
            Occurrence::Rebuild(model) => self.rebuild(model),
        }
    }

    /// A line of the trace at `node`, to be completed and pushed with [`World::note`].
    pub(super) const fn line(&self, kind: TraceKind, node: Node) -> TraceEntry {
        TraceEntry::new(self.steps, self.now, kind, node)
    }

    pub(super) fn note(&mut self, entry: TraceEntry) {
        self.trace.push(entry);
    }
}

/// True for what keeps a run from being quiet, whatever it finds when it is due.
const fn is_live(occurrence: &Occurrence) -> bool {
    !matches!(occurrence, Occurrence::SagaTimer { .. } | Occurrence::FaultEdge { .. } | Occurrence::Restart { .. })
}
