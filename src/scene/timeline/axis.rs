//! Time to place: a window around the cursor in which quiet spans are folded.

use crate::kernel::{Span, VirtualTime};
use crate::scene::geometry::Within;
use crate::scene::words::short_span;
use crate::world::Trace;

/// The most lines that are looked at for folds on either side of the cursor.
const LOOK_MAX: usize = 4_000;
/// The share of the picture that lies before the cursor when nothing after it is known.
const BEFORE_AT_HEAD: f64 = 0.78;
/// The same where the future is known.
const BEFORE_KNOWN: f64 = 0.55;
/// Pixels between two ticks, about.
const TICK_PIXELS: f64 = 88.0;
/// Ticks stand at round times.
const TICK_MILLIS: [u64; 18] = [
    10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000, 120_000, 300_000, 600_000, 1_800_000,
    3_600_000, 14_400_000,
];

/// A quiet span that is drawn as a zigzag.
#[derive(Clone, Debug, PartialEq)]
pub struct Fold {
    pub x: f64,
    pub width: f64,
    /// Its real length: "8.4 s".
    pub text: String,
}

/// A time on the ruler.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub x: f64,
    pub text: String,
}

/// A stretch of time drawn at one scale.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    from: u64,
    to: u64,
    x: f64,
    width: f64,
    folded: bool,
}

/// The scale of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    stretches: Vec<Stretch>,
    left: f64,
    right: f64,
}

impl Axis {
    /// The scale for `span` of busy time around `cursor` on the pixels from `left` to `right`.
    pub fn around(trace: &Trace, cursor: VirtualTime, head: VirtualTime, span: Span, left: f64, right: f64) -> Self {
        let whole = span.micros().max(1_000) as f64;
        let known = head > cursor;
        let before = whole * if known { BEFORE_KNOWN } else { BEFORE_AT_HEAD };
        let fold = (whole / 4.0).max(1_000_000.0);
        let cost = whole / 14.0;
        let pieces = Pieces { trace, fold: fold as u64, cost };
        let mut back = pieces.backward(cursor, before);
        let spent: f64 = back.iter().map(|piece| piece.2).sum();
        let mut pieces = {
            back.reverse();
            back.extend(pieces.forward(cursor, head, whole - spent));
            back
        };
        let total: f64 = pieces.iter().map(|piece| piece.2).sum();
        if total <= 0.0 {
            pieces.push((cursor.micros(), cursor.micros() + span.micros(), whole, false));
        }
        let scale = (right - left) / total.max(1.0);
        let mut x = left;
        let stretches = pieces
            .into_iter()
            .map(|(from, to, length, folded)| {
                let width = length * scale;
                let stretch = Stretch { from, to, x, width, folded };
                x += width;
                stretch
            })
            .collect();
        Self { stretches, left, right }
    }

    pub fn x(&self, time: VirtualTime) -> f64 {
        let time = time.micros();
        let after = self.stretches.partition_point(|stretch| stretch.to < time);
        let Some(stretch) = self.stretches.get(after).or(self.stretches.last()) else { return self.left };
        let length = (stretch.to - stretch.from).max(1) as f64;
        let offset = (time as f64 - stretch.from as f64) / length;
        (stretch.x + stretch.width * offset).within(self.left - 4_000.0, self.right + 4_000.0)
    }

    /// The time at a place.
    pub fn time(&self, x: f64) -> VirtualTime {
        let after = self.stretches.partition_point(|stretch| stretch.x + stretch.width < x);
        let Some(stretch) = self.stretches.get(after).or(self.stretches.last()) else { return VirtualTime::ZERO };
        let share = ((x - stretch.x) / stretch.width.max(0.001)).within(0.0, 1.0);
        VirtualTime::from_micros(stretch.from + (share * (stretch.to - stretch.from) as f64) as u64)
    }

    pub fn from(&self) -> VirtualTime {
        VirtualTime::from_micros(self.stretches.first().map_or(0, |stretch| stretch.from))
    }

    pub fn to(&self) -> VirtualTime {
        VirtualTime::from_micros(self.stretches.last().map_or(0, |stretch| stretch.to))
    }

    pub fn folds(&self) -> Vec<Fold> {
        let folded = self.stretches.iter().filter(|stretch| stretch.folded);
        folded
            .map(|stretch| Fold {
                x: stretch.x,
                width: stretch.width,
                text: short_span(Span::from_micros(stretch.to - stretch.from)),
            })
            .collect()
    }

    pub fn ticks(&self) -> Vec<Tick> {
        let Some(open) = self.stretches.iter().find(|stretch| !stretch.folded && stretch.width > 0.0) else {
            return Vec::new();
        };
        let per_pixel = (open.to - open.from) as f64 / open.width;
        let wanted = TICK_PIXELS * per_pixel / 1_000.0;
        let step = TICK_MILLIS.into_iter().find(|millis| *millis as f64 >= wanted).unwrap_or(14_400_000) * 1_000;
        let mut ticks = Vec::new();
        for stretch in self.stretches.iter().filter(|stretch| !stretch.folded) {
            let mut at = stretch.from.div_ceil(step) * step;
            while at <= stretch.to && ticks.len() < 64 {
                let time = VirtualTime::from_micros(at);
                ticks.push(Tick { x: self.x(time), text: tick_text(at, step) });
                at += step;
            }
        }
        ticks.dedup_by(|next, last| next.x - last.x < TICK_PIXELS / 2.0);
        ticks
    }
}

fn tick_text(micros: u64, step: u64) -> String {
    let millis = micros / 1_000;
    if step >= 60_000_000 {
        format!("{}:{:02}", millis / 60_000, millis / 1_000 % 60)
    } else if step >= 1_000_000 {
        format!("{} s", millis / 1_000)
    } else if step >= 100_000 {
        format!("{}.{} s", millis / 1_000, millis % 1_000 / 100)
    } else {
        format!("{}.{:02} s", millis / 1_000, millis % 1_000 / 10)
    }
}

/// From, to, drawn length, folded.
type Piece = (u64, u64, f64, bool);

struct Pieces<'a> {
    trace: &'a Trace,
    fold: u64,
    cost: f64,
}

impl Pieces<'_> {
    fn backward(&self, cursor: VirtualTime, allowance: f64) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let (mut end, mut left) = (cursor.micros(), allowance);
        let first = self.trace.first_at(VirtualTime::from_micros(cursor.micros() + 1));
        for place in (first.saturating_sub(LOOK_MAX)..first).rev() {
            let Some(time) = self.trace.get(place).map(|entry| entry.time.micros()) else { break };
            if end.saturating_sub(time) > self.fold && left > self.cost {
                pieces.push((time, end, self.cost, true));
                left -= self.cost;
                end = time;
            } else if (end - time) as f64 >= left {
                break;
            } else if end > time {
                extend_back(&mut pieces, time, end);
                left -= (end - time) as f64;
                end = time;
            }
        }
        let start = end.saturating_sub(left.max(0.0) as u64);
        if start < end {
            extend_back(&mut pieces, start, end);
        }
        pieces
    }

    fn forward(&self, cursor: VirtualTime, head: VirtualTime, allowance: f64) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let (mut start, mut left) = (cursor.micros(), allowance);
        let first = self.trace.first_at(VirtualTime::from_micros(cursor.micros() + 1));
        for entry in self.trace.from(first).take(LOOK_MAX) {
            let time = entry.time.micros();
            if time > head.micros() {
                break;
            }
            if time - start > self.fold && left > self.cost {
                pieces.push((start, time, self.cost, true));
                left -= self.cost;
                start = time;
            } else if (time - start) as f64 >= left {
                break;
            } else if time > start {
                extend_on(&mut pieces, start, time);
                left -= (time - start) as f64;
                start = time;
            }
        }
        if left > 0.0 {
            extend_on(&mut pieces, start, start + left as u64);
        }
        pieces
    }
}

fn extend_back(pieces: &mut Vec<Piece>, from: u64, to: u64) {
    match pieces.last_mut() {
        Some(last) if !last.3 && last.0 == to => {
            last.0 = from;
            last.2 = (last.1 - from) as f64;
        }
        _ => pieces.push((from, to, (to - from) as f64, false)),
    }
}

fn extend_on(pieces: &mut Vec<Piece>, from: u64, to: u64) {
    match pieces.last_mut() {
        Some(last) if !last.3 && last.1 == from => {
            last.1 = to;
            last.2 = (to - last.0) as f64;
        }
        _ => pieces.push((from, to, (to - from) as f64, false)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::samples::one_order;

    #[test]
    fn time_and_place_are_each_others_inverse() {
        let world = one_order(&[]);
        let cursor = VirtualTime::from_millis(4_000);
        let axis = Axis::around(&world.trace, cursor, world.now, Span::from_secs(6), 80.0, 880.0);
        for millis in [3_000, 3_500, 4_000, 4_100] {
            let time = VirtualTime::from_millis(millis);
            let back = axis.time(axis.x(time));
            assert!(back.micros().abs_diff(time.micros()) < 20_000, "{time:?} {back:?}");
        }
        assert!((80.0..=880.0).contains(&axis.x(cursor)));
        assert!(axis.ticks().len() > 3);
    }

    #[test]
    fn a_quiet_span_is_folded_and_says_how_long_it_was() {
        let world = one_order(&[]);
        let cursor = VirtualTime::from_millis(8_000);
        let axis = Axis::around(&world.trace, cursor, world.now, Span::from_secs(6), 0.0, 800.0);
        let folds = axis.folds();
        assert_eq!(folds.len(), 1, "{folds:?}");
        assert!(axis.from() < VirtualTime::from_millis(3_500));
    }
}
