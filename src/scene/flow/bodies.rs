//! Losses leave a body: which lines of the run tell of one, by the part in whose tray it falls.
//!
//! Gathered line by line as the run grows, so that no picture reads the run again. It follows the furthest known world;
//! a picture shows the part before its cursor. When the future was replaced it goes back to what still stands.

use crate::messaging::{Node, Place};
use crate::world::{Trace, TraceEntry, TraceKind, World};

/// Lines between two places at which the run is compared with what was gathered.
const CHECK_EVERY: usize = 1_024;

/// The losses of a run.
#[derive(Clone, Debug, Default)]
pub struct Losses {
    /// Lines gathered so far.
    lines: usize,
    last: Option<TraceEntry>,
    /// The last line of each full chunk.
    checks: Vec<TraceEntry>,
    by_part: [Vec<u32>; Node::ALL.len()],
}

impl Losses {
    /// Takes in at most `lines_max` new lines. False if there are more.
    pub fn follow(&mut self, trace: &Trace, lines_max: usize) -> bool {
        if !self.stands(trace) {
            self.go_back(trace);
        }
        let from = self.lines;
        for entry in trace.from(from).take(lines_max) {
            self.gather(entry);
        }
        self.lines == trace.len()
    }

    /// The losses of a part in the first `lines` lines of the run, by line.
    pub fn before(&self, node: Node, lines: usize) -> &[u32] {
        let all = self.by_part.get(node.index()).map_or(&[][..], Vec::as_slice);
        all.get(..all.partition_point(|line| (*line as usize) < lines)).unwrap_or(all)
    }

    /// What lies in a part's tray, newest first, `most` at the most.
    pub fn tray<'a>(
        &'a self,
        world: &'a World,
        node: Node,
        most: usize,
    ) -> impl Iterator<Item = (usize, TraceEntry)> + 'a {
        let lines = self.before(node, world.trace.len()).iter().rev().take(most);
        lines.filter_map(|line| Some((*line as usize, *world.trace.get(*line as usize)?)))
    }

    fn stands(&self, trace: &Trace) -> bool {
        self.lines == 0 || trace.get(self.lines - 1) == self.last.as_ref()
    }

    fn go_back(&mut self, trace: &Trace) {
        let still = |place: &usize| {
            self.checks.get(*place).is_some_and(|check| trace.get((place + 1) * CHECK_EVERY - 1) == Some(check))
        };
        let chunks = (0..self.checks.len()).take_while(still).count();
        let line = chunks * CHECK_EVERY;
        self.checks.truncate(chunks);
        self.by_part.iter_mut().for_each(|lines| lines.retain(|at| (*at as usize) < line));
        self.lines = line;
        self.last = line.checked_sub(1).and_then(|last| trace.get(last)).copied();
    }

    fn gather(&mut self, entry: &TraceEntry) {
        let line = u32::try_from(self.lines).unwrap_or(u32::MAX);
        self.lines += 1;
        self.last = Some(*entry);
        if self.lines.is_multiple_of(CHECK_EVERY) {
            self.checks.push(*entry);
        }
        if let Some(lines) = part_of(entry).and_then(|node| self.by_part.get_mut(node.index())) {
            lines.push(line);
        }
    }
}

/// In whose tray a loss falls: the part that sent it or should have had it, whichever is not the bus.
fn part_of(entry: &TraceEntry) -> Option<Node> {
    if !matches!(entry.kind, TraceKind::Dropped | TraceKind::Lost | TraceKind::GaveUp) {
        return None;
    }
    match (entry.place, entry.peer) {
        (Place::Node(Node::Bus | Node::EventStore), Place::Node(other)) | (Place::Node(other), Place::Node(_)) => {
            Some(other)
        }
        (Place::ReadModel(_), _) | (_, Place::ReadModel(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::{FaultKind, FaultRule};
    use crate::scene::samples;

    fn gathered(trace: &Trace, slice: usize) -> Losses {
        let mut losses = Losses::default();
        while !losses.follow(trace, slice) {}
        losses
    }

    fn drops(chance: u8) -> FaultRule {
        FaultRule { chance: Some(chance), ..FaultRule::of(FaultKind::Drop) }
    }

    #[test]
    fn in_slices_or_at_once_is_the_same() {
        let world = samples::busy(&[drops(20)], 30);
        let (one, other) = (gathered(&world.trace, 7), gathered(&world.trace, usize::MAX));
        assert_eq!(one.by_part, other.by_part);
        let lost: usize = Node::ALL.iter().map(|node| one.before(*node, usize::MAX).len()).sum();
        assert_eq!(lost, world.trace.iter().filter(|line| part_of(line).is_some()).count());
        assert!(lost > 0);
    }

    #[test]
    fn when_the_future_is_replaced_it_gathers_what_stands_now() {
        let mut losses = gathered(&samples::busy(&[drops(10)], 40).trace, usize::MAX);
        for after in [samples::busy(&[drops(30)], 40), samples::busy(&[drops(10)], 3)] {
            while !losses.follow(&after.trace, 500) {}
            assert_eq!(losses.by_part, gathered(&after.trace, usize::MAX).by_part);
        }
    }
}
