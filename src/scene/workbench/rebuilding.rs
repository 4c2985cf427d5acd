//! A read model that serves, beside the one that is built again; and the e-mails, which a rebuild must not send again.

use std::collections::BTreeSet;

use crate::messaging::{Place, ReadModel};
use crate::projection::ReadModels;
use crate::scene::inspect::{Part, table};
use crate::scene::words;
use crate::world::{TraceEntry, TraceKind, World};

/// Moments of a read model's rebuilds that are listed.
pub const HISTORY_MAX: usize = 4;
/// They are looked for in so many of the last lines.
const LINES_SEARCHED: usize = 20_000;
/// E-mails that are counted, the latest.
pub const MAILS_COUNTED_MAX: usize = 5_000;

/// A read model with what is built beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelBench {
    pub model: ReadModel,
    pub live: ModelSide,
    /// The second version, as far as it has read.
    pub rebuilt: Option<ModelSide>,
    /// Latest first.
    pub history: Vec<Moment>,
}

/// One version as a table.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelSide {
    /// That of its code.
    pub version: u8,
    /// Events that it has read.
    pub read: u64,
    pub columns: &'static [&'static str],
    pub table: Part<Vec<String>>,
}

/// A line of the run that one can go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    pub step: u32,
    pub time: String,
    pub sentence: String,
}

/// E-mails that left the house.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailCount {
    pub sent: usize,
    /// How many of the counted ones told somebody what another had told before.
    pub again: usize,
    /// Earlier ones that are not compared.
    pub left_out: usize,
}

/// A read model at the cursor.
pub fn model_bench(world: &World, model: ReadModel) -> ModelBench {
    let side = |version: u8, models: &ReadModels| {
        let (columns, Part { rows, left_out }) = table(world, models, model);
        let table = Part { rows: rows.into_iter().map(|row| row.cells).collect(), left_out };
        ModelSide { version, read: models.checkpoint(model).0, columns, table }
    };
    let beside = world.rebuilds.beside(model);
    ModelBench {
        model,
        live: side(world.rebuilds.version(model).number(), &world.models),
        rebuilt: beside.map(|rebuild| side(rebuild.version.number(), &rebuild.models)),
        history: history(world, model),
    }
}

fn history(world: &World, model: ReadModel) -> Vec<Moment> {
    let is_told = |kind: TraceKind| {
        matches!(
            kind,
            TraceKind::RebuildStarted | TraceKind::RebuildSwitched | TraceKind::RebuildDiffers | TraceKind::Stopped
        )
    };
    moments(world, HISTORY_MAX, |line| line.place == Place::ReadModel(model) && is_told(line.kind))
}

/// The latest lines that fit, latest first.
pub(super) fn moments(world: &World, count: usize, fits: impl Fn(&TraceEntry) -> bool) -> Vec<Moment> {
    let lines = world.trace.iter().rev().take(LINES_SEARCHED).filter(|line| fits(line));
    let moment = |line: &TraceEntry| Moment {
        step: line.step,
        time: words::clock(line.time),
        sentence: words::sentence(world, line),
    };
    lines.take(count).map(moment).collect()
}

/// The e-mails up to the cursor. Each order is told once that it was received, confirmed, shipped or cancelled.
pub fn mail_count(world: &World) -> MailCount {
    let sent = world.mails.len();
    let left_out = sent.saturating_sub(MAILS_COUNTED_MAX);
    let mut told = BTreeSet::new();
    let again = world.mails.from(left_out).filter(|mail| !told.insert((mail.order, mail.kind as u8))).count();
    MailCount { sent, again, left_out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::workbench::played;

    #[test]
    fn the_trap_sends_every_mail_twice_and_the_cure_none() {
        let trap = mail_count(played("replay-trap").world());
        assert!(trap.again > 0 && trap.sent == 2 * trap.again, "{trap:?}");
        let cure = mail_count(played("projection-and-reactor").world());
        assert_eq!((cure.sent, cure.again), (trap.again, 0));
    }

    #[test]
    fn a_rebuild_has_its_moments_and_its_own_table() {
        let session = played("rewrite");
        let bench = model_bench(session.world(), ReadModel::Revenue);
        assert_eq!((bench.live.version, bench.rebuilt.as_ref().map(|side| side.version)), (1, Some(2)));
        assert_eq!(bench.rebuilt.as_ref().map(|side| side.read), Some(bench.live.read));
        assert_ne!(bench.rebuilt.map(|side| side.table), Some(bench.live.table));
        assert_eq!(bench.history.len(), 2, "{:?}", bench.history);
        let stock = model_bench(session.world(), ReadModel::Stock);
        assert_eq!((stock.live.version, stock.rebuilt, stock.history.len()), (2, None, 2));
    }
}
