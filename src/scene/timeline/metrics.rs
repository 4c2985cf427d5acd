//! Figures of the last seconds before the cursor, computed from the trace.

use crate::domain::fulfilment::SagaNote;
use crate::kernel::{Span, VirtualTime, ranks};
use crate::messaging::ReadModel;
use crate::world::{Detail, TraceKind, World};

/// The figures look back over so much virtual time.
pub const LOOK_BACK: Span = Span::from_secs(10);
/// And over so many lines at the most.
const LINES_MAX: usize = 60_000;

/// What a busy shop is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metrics {
    /// Stored events a second of virtual time.
    pub events_per_second: f64,
    /// Sagas that completed, and that ended compensated or stuck.
    pub completed: usize,
    pub turned_back: usize,
    /// From the command to the confirmation: median and 95th percentile.
    pub latency: Option<(Span, Span)>,
    /// Failed handlings among all, in percent.
    pub failed_percent: f64,
    pub handled: usize,
    pub retries: usize,
    pub dead_letters: usize,
    /// Events each read model has not applied yet, and how old the oldest of them is.
    pub lag: Vec<(ReadModel, u64, Option<Span>)>,
    /// Messages on the agenda.
    pub in_flight: usize,
    /// The span really looked at.
    pub span: Span,
}

/// The figures at the cursor.
pub fn metrics(world: &World, now: VirtualTime) -> Metrics {
    let since = VirtualTime::from_micros(now.micros().saturating_sub(LOOK_BACK.micros()));
    let first = world.trace.first_at(since).max(world.trace.len().saturating_sub(LINES_MAX));
    let began = world.trace.get(first).map_or(since, |entry| entry.time.max(since));
    let mut metrics = Metrics { span: now.since(began), ..Metrics::default() };
    let (mut events, mut failed, mut latencies) = (0_usize, 0_usize, Vec::new());
    for entry in world.trace.from(first) {
        match (entry.kind, entry.detail) {
            (TraceKind::Appended, _) => events += 1,
            (TraceKind::Handled, _) => metrics.handled += 1,
            (TraceKind::Failed, _) => failed += 1,
            (TraceKind::RetryScheduled, _) => metrics.retries += 1,
            (TraceKind::DeadLettered, _) => metrics.dead_letters += 1,
            (TraceKind::Saga, Detail::Saga(_, SagaNote::Completed)) => {
                metrics.completed += 1;
                let root = world.letter(entry.message).and_then(|letter| world.letter(letter.root));
                latencies.extend(root.map(|root| entry.time.since(root.born)));
            }
            (TraceKind::Saga, Detail::Saga(_, SagaNote::Compensated | SagaNote::Stuck)) => metrics.turned_back += 1,
            _ => {}
        }
    }
    let seconds = (metrics.span.micros() as f64 / 1e6).max(0.001);
    metrics.events_per_second = events as f64 / seconds;
    let all = metrics.handled + failed;
    metrics.failed_percent = if all == 0 { 0.0 } else { 100.0 * failed as f64 / all as f64 };
    metrics.latency = percentiles(&latencies);
    metrics.lag = ReadModel::ALL.into_iter().map(|model| lag(world, model, now)).collect();
    metrics.in_flight = world.agenda.iter().filter(|(_, occurrence)| occurrence.hop().is_some()).count();
    metrics
}

fn lag(world: &World, model: ReadModel, now: VirtualTime) -> (ReadModel, u64, Option<Span>) {
    let checkpoint = world.models.checkpoint(model).0;
    let behind = (world.store.len() as u64).saturating_sub(checkpoint);
    let oldest = world.recorded(checkpoint).map(|recorded| now.since(recorded.time()));
    (model, behind, oldest)
}

fn percentiles(latencies: &[Span]) -> Option<(Span, Span)> {
    let order = ranks(latencies.iter().map(|latency| (latency.micros(), 0)));
    let at = |percent: usize| latencies.get(*order.get(order.len().checked_sub(1)? * percent / 100)?).copied();
    Some((at(50)?, at(95)?))
}
