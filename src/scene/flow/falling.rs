//! What was lost is seen to fall into the tray of the part where it died.

use super::bodies::Losses;
use super::layout::Layout;
use crate::kernel::{MessageNo, Span, VirtualTime};
use crate::messaging::{Node, Place};
use crate::scene::geometry::{Point, Within};
use crate::scene::mark::{Hue, Mark};
use crate::world::{Detail, Trace, TraceEntry, TraceKind, World};

/// How long a lost message is seen to fall.
const FALL: Span = Span::from_millis(700);
/// How far back a loss is looked for: the longest way, and the fall.
const RECENT: Span = Span::from_millis(4_000);
const FALLING_MAX: usize = 60;

/// A lost message on its way into a tray.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Falling {
    pub at: Point,
    pub message: MessageNo,
    pub mark: Mark,
    /// From 1 to 0.
    pub strength: f64,
}

/// Where the losses of a part are laid.
pub fn tray_of(layout: &Layout, node: Node) -> Point {
    let rect = layout.node(node);
    Point::new(rect.x + 22.0, rect.bottom())
}

/// What falls at `now`, at the cursor of `world`.
pub fn falling(world: &World, layout: &Layout, losses: &Losses, now: VirtualTime) -> Vec<Falling> {
    let lines = world.trace.len();
    let since = VirtualTime::from_micros(now.micros().saturating_sub(RECENT.micros()));
    let mut falling = Vec::new();
    for node in Node::ALL {
        for line in losses.before(node, lines).iter().rev() {
            let Some(entry) = world.trace.get(*line as usize).filter(|entry| entry.time >= since) else { break };
            if falling.len() < FALLING_MAX {
                falling.extend(fall(world, layout, node, *line as usize, entry, now));
            }
        }
    }
    falling
}

fn fall(
    world: &World,
    layout: &Layout,
    tray: Node,
    line: usize,
    entry: &TraceEntry,
    now: VirtualTime,
) -> Option<Falling> {
    let mark = Mark { crossed: true, hue: Hue::Bad, ..Mark::of_message(world, entry.message) };
    let end = tray_of(layout, tray);
    let passed = now.since(entry.time).micros() as f64;
    let (from, flight, whole) = match flight(&world.trace, line, entry) {
        Some((from, to, due)) => (Some((from, to)), due.since(entry.time).micros() as f64 / 2.0, FALL.micros() as f64),
        None => (None, 0.0, FALL.micros() as f64),
    };
    let died = match from {
        Some((from, to)) => {
            layout.route(from, to).at(if flight > 0.0 { (passed / flight).min(1.0) * 0.5 } else { 1.0 })
        }
        None => end.by(0.0, -24.0),
    };
    let part = ((passed - flight) / whole).within(0.0, 1.0);
    if part >= 1.0 {
        return None;
    }
    // It falls faster and faster.
    let at = died.towards(end, part * part);
    Some(Falling { at, message: entry.message, mark, strength: if part > 0.0 { 1.0 - part * 0.6 } else { 1.0 } })
}

/// From where to where it travelled, and when it would have arrived. `None` for what died inside a part.
fn flight(trace: &Trace, line: usize, entry: &TraceEntry) -> Option<(Node, Node, VirtualTime)> {
    if entry.kind != TraceKind::Dropped {
        return None;
    }
    let (Place::Node(place), Place::Node(peer)) = (entry.place, entry.peer) else { return None };
    // A verdict at sending stands right behind the line that tells of the sending.
    let before = (1..=4).filter_map(|back| trace.get(line.checked_sub(back)?));
    let mut sent = before.filter(|other| {
        other.kind == TraceKind::Sent
            && other.message == entry.message
            && other.step == entry.step
            && other.place == entry.place
    });
    match sent.next().map(|sent| sent.detail) {
        Some(Detail::Due(due)) => Some((place, peer, due)),
        Some(_) | None => Some((peer, place, entry.time)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::{FaultKind, FaultRule};
    use crate::scene::samples;

    #[test]
    fn what_is_dropped_flies_half_its_way_and_falls_into_a_tray() {
        let rule =
            FaultRule { target: Some(Place::Node(Node::Payment)), count: Some(1), ..FaultRule::of(FaultKind::Drop) };
        let world = samples::one_order(&[rule]);
        let layout = Layout::fit(900.0, 420.0);
        let mut losses = Losses::default();
        while !losses.follow(&world.trace, usize::MAX) {}
        let dropped = *world.trace.iter().find(|line| line.kind == TraceKind::Dropped).expect("a drop");
        let at = |micros: u64| falling(&world, &layout, &losses, dropped.time.after(Span::from_micros(micros)));
        let way = layout.route(Node::Bus, Node::Payment);
        assert_eq!(at(0).first().map(|body| body.at), Some(way.from));
        assert_eq!(at(0).len(), 1);
        assert!(at(5_000_000).is_empty());
        assert_eq!(losses.tray(&world, Node::Payment, 8).count(), 1);
    }
}
