//! The store against a model written from the documented table alone: a list of ids for each stream, and no cleverness.

use eventarium::event_store::{AppendError, EventStore, ExpectedVersion, GlobalPosition, StreamId, StreamVersion};
use eventarium::kernel::{Purpose, Seed};

use super::event;

#[derive(Default)]
struct Stream {
    ids: Vec<String>,
    hidden: usize,
    soft: bool,
    hard: bool,
}

#[derive(Debug, PartialEq)]
enum Outcome {
    Stored,
    Idempotent,
    Wrong,
    Deleted,
}

impl Stream {
    fn judge(&self, expected: ExpectedVersion, ids: &[String]) -> Outcome {
        let len = self.ids.len();
        let assumed = match expected {
            _ if self.hard => return Outcome::Deleted,
            ExpectedVersion::StreamExists if self.soft => return Outcome::Deleted,
            ExpectedVersion::StreamExists if len == 0 => return Outcome::Wrong,
            ExpectedVersion::Any | ExpectedVersion::StreamExists => return self.judge_any(ids),
            ExpectedVersion::NoStream => 0,
            ExpectedVersion::Exact(version) => version.0 as usize + 1,
        };
        let there = self.ids.get(assumed..).unwrap_or_default();
        if assumed == len {
            Outcome::Stored
        } else if assumed < len && !ids.is_empty() && there.starts_with(ids) {
            Outcome::Idempotent
        } else if self.soft && expected == ExpectedVersion::NoStream && there.first() != ids.first() {
            Outcome::Stored
        } else {
            Outcome::Wrong
        }
    }

    fn judge_any(&self, ids: &[String]) -> Outcome {
        let known = ids.iter().map(|id| self.ids.contains(id)).collect::<Vec<_>>();
        match (known.first(), known.contains(&false)) {
            (None | Some(false), _) => Outcome::Stored,
            (Some(true), true) => Outcome::Wrong,
            (Some(true), false) => Outcome::Idempotent,
        }
    }

    fn append(&mut self, expected: ExpectedVersion, ids: Vec<String>) -> Outcome {
        let outcome = self.judge(expected, &ids);
        if outcome == Outcome::Stored && !ids.is_empty() {
            self.soft = false;
            self.ids.extend(ids);
        }
        outcome
    }

    fn visible(&self) -> &[String] {
        if self.hard { &[] } else { &self.ids[self.hidden..] }
    }
}

/// Whole numbers below a bound, from a seed.
struct Dice(Seed, u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.1 += 1;
        self.0.below(bound, Purpose::Campaign, self.1, 0)
    }

    fn expected(&mut self, len: usize) -> ExpectedVersion {
        match self.below(6) {
            0 => ExpectedVersion::Any,
            1 => ExpectedVersion::NoStream,
            2 => ExpectedVersion::StreamExists,
            3 => ExpectedVersion::Exact(StreamVersion(self.below(len as u64 + 2) as u32)),
            _ => len
                .checked_sub(1)
                .map_or(ExpectedVersion::NoStream, |last| ExpectedVersion::Exact(StreamVersion(last as u32))),
        }
    }

    /// Mostly new ids; sometimes a piece of what the stream holds, exact or frayed.
    fn ids(&mut self, held: &[String]) -> Vec<String> {
        let fresh = |dice: &mut Self| (0..dice.below(4)).map(|_| format!("e{}", dice.below(40))).collect::<Vec<_>>();
        if held.is_empty() || self.below(2) == 0 {
            return fresh(self);
        }
        let first = self.below(held.len() as u64) as usize;
        let mut ids: Vec<_> = held.iter().skip(first).take(self.below(4) as usize).cloned().collect();
        if self.below(3) == 0 {
            ids.extend(fresh(self));
        }
        ids
    }
}

#[test]
fn the_store_does_what_its_model_does() {
    for seed in 0..200 {
        let mut dice = Dice(Seed(seed), 0);
        let (mut store, mut model) = (EventStore::default(), <[Stream; 3]>::default());
        for step in 0..120 {
            let number = dice.below(3) as u32;
            let (id, stream) = (StreamId(number), &mut model[number as usize]);
            let expected = dice.expected(stream.ids.len());
            let (result, outcome) = match dice.below(60) {
                0 => {
                    let outcome = stream.judge(expected, &[]);
                    stream.hard |= outcome == Outcome::Stored;
                    (store.delete_hard(id, expected).map(|()| false), outcome)
                }
                1..=4 => {
                    let outcome = stream.judge(expected, &[]);
                    if outcome == Outcome::Stored {
                        (stream.soft, stream.hidden) = (true, stream.ids.len());
                    }
                    (store.delete_soft(id, expected).map(|()| false), outcome)
                }
                _ => {
                    let ids = dice.ids(&stream.ids);
                    let events = ids.iter().map(|id| event(id)).collect::<Vec<_>>();
                    (store.append(id, expected, events).map(|done| done.idempotent), stream.append(expected, ids))
                }
            };
            let found = match result {
                Ok(false) => Outcome::Stored,
                Ok(true) => Outcome::Idempotent,
                Err(AppendError::WrongExpectedVersion { .. }) => Outcome::Wrong,
                Err(AppendError::StreamDeleted) => Outcome::Deleted,
                Err(error) => panic!("seed {seed}, step {step}: {error}"),
            };
            assert_eq!(found, outcome, "seed {seed}, step {step}: {expected} at {:?}", stream.ids);
            let read: Vec<_> = store.read_stream(id, StreamVersion::FIRST).map(|row| row.event()).collect();
            assert!(read.into_iter().eq(stream.visible()), "seed {seed}, step {step}");
        }
        assert_eq!(
            store.read_all(GlobalPosition::START).count(),
            model.iter().map(|stream| stream.ids.len()).sum::<usize>()
        );
        assert!(store.verify_chain(), "seed {seed}");
    }
}
