//! One stored event is skipped, doubled, moved or changed, in a branch of its own.

use serde::Serialize;

use crate::domain::OrderId;
use crate::domain::fulfilment::Phase;
use crate::exchange::{Code, Fields, Refused, Wire, payload, whole};
use crate::session::Session;
use crate::session::compare::{EventRef, ModelDifference, model_differences, reference};
use crate::timeline::Commands;
use crate::world::{
    ARCHIVES_BYTES_MAX, ARCHIVES_MAX, ArchivesFull, CopyScope, Correction, Edit, EditHow, Fact, Input, World,
};

const CODE: Code = Code::BadArgument;

/// An edit as it is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct EditDraft {
    /// The global position of the event.
    pub position: f64,
    /// "skip", "duplicate", "move" or "change".
    pub how: String,
    /// Where a moved event is to lie.
    pub to: Option<f64>,
    /// The whole new body of a changed event.
    pub body: Option<Wire>,
}

/// What an edit came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Edited {
    /// The branch in which it was made; it is the current one now.
    pub branch: u32,
    /// The event as it was.
    pub event: EventRef,
    /// The read models, before and after.
    pub models: Vec<ModelDifference>,
    /// The saga of the event's order, before and after; `null` where it is as before, or there is none.
    pub saga: Option<(&'static str, &'static str)>,
    /// The promises that hold no more, by their ids, with the reason.
    pub broken: Vec<(&'static str, String)>,
}

/// What an edit is held against.
struct Before {
    event: EventRef,
    order: Option<OrderId>,
    /// The promises that held.
    held: Vec<&'static str>,
    world: World,
}

impl EditDraft {
    /// Reads `{position, how, to?, body?}`.
    ///
    /// # Errors
    /// Wrong types and unknown fields.
    pub fn read(value: &Wire) -> Result<Self, Refused> {
        let mut fields = Fields::of(value, "", CODE)?;
        let missing = |field| Refused::new(CODE, field, "this field is needed");
        let draft = Self {
            position: fields.number("position")?.ok_or_else(|| missing("position"))?,
            how: fields.text("how")?.ok_or_else(|| missing("how"))?.to_owned(),
            to: fields.number("to")?,
            body: fields.value("body").cloned(),
        };
        fields.finish()?;
        Ok(draft)
    }
}

impl Session {
    /// Edits a stored event in a branch of its own, at the cursor: later commands are dropped there. Everything that is
    /// folded from the log is folded again.
    ///
    /// # Errors
    /// `bad-argument` for a position without an event of the shop or an edit that changes nothing, `unknown-name` for
    /// the kind of edit, `too-large` when as many branches are kept as may be. Nothing is changed then.
    pub fn edit(&mut self, draft: &EditDraft) -> Result<Edited, Refused> {
        self.has_room()?;
        let edit = self.checked(draft)?;
        let before = self.before(edit.position)?;
        let branch = self.fork(Commands::Cut)?;
        // A name that another branch has already leaves this one with its number.
        let _ = self.rename_branch(branch, &branch_name(&edit.how, before.event.kind));
        self.act(Input::Edit(edit));
        Ok(self.told(before))
    }

    /// Copy and replace, in this branch: the stream of the event, or the whole log, is written anew with the event
    /// skipped or changed, its readers are moved to the copy, and the old one is archived.
    ///
    /// # Errors
    /// As for [`Session::edit`]; `bad-argument` for another kind of edit, and `too-large` when as many copies are
    /// archived as may be, or as much of them. Nothing is changed then.
    pub fn copy_and_replace(&mut self, draft: &EditDraft, scope: CopyScope) -> Result<Edited, Refused> {
        let edit = self.checked(draft)?;
        if !matches!(edit.how, EditHow::Skip | EditHow::Change { .. }) {
            return Err(Refused::new(
                CODE,
                "how",
                "a corrected copy leaves an event out or changes it: skip or change",
            ));
        }
        self.world().room_for_archive(&edit)?;
        let before = self.before(edit.position)?;
        self.act(match scope {
            CopyScope::Stream => Input::ReplaceStream(edit),
            CopyScope::Log => Input::Replace(edit),
        });
        Ok(self.told(before))
    }

    fn before(&self, position: u32) -> Result<Before, Refused> {
        let world = self.world();
        let position = u64::from(position);
        let (Some(recorded), Some(event)) = (world.recorded(position), world.fact(position).and_then(Fact::shop))
        else {
            return Err(no_event());
        };
        let held = self.invariants().into_iter().filter(|report| report.ok);
        Ok(Before {
            event: reference(world, recorded),
            order: event.order(),
            held: held.map(|report| report.id).collect(),
            world: world.clone(),
        })
    }

    fn told(&self, before: Before) -> Edited {
        let Before { event, order, held, world: known } = before;
        let world = self.world();
        let broken = self.invariants().into_iter().filter(|report| !report.ok && held.contains(&report.id));
        let saga = order.and_then(|order| Some((phase(&known, order)?.name(), phase(world, order)?.name())));
        Edited {
            branch: self.branch().0,
            event,
            models: model_differences(&known, world),
            saga: saga.filter(|(before, after)| before != after),
            broken: broken.map(|report| (report.id, report.reason.unwrap_or_default())).collect(),
        }
    }

    fn checked(&self, draft: &EditDraft) -> Result<Edit, Refused> {
        let world = self.world();
        let place = |number, field| {
            let number = whole(number, 0, i64::from(u32::MAX), CODE, field)?;
            u32::try_from(number).map_err(|_| no_event())
        };
        let position = place(draft.position, "position")?;
        if world.fact(u64::from(position)).and_then(Fact::shop).is_none() {
            return Err(no_event());
        }
        let to = draft.to.map(|to| place(to, "to")).transpose()?;
        let how = match (draft.how.as_str(), to, &draft.body) {
            ("skip", None, None) => EditHow::Skip,
            ("duplicate", None, None) => EditHow::Duplicate,
            ("move", Some(to), None) => self.moved_to(position, to)?,
            ("change", None, Some(body)) => self.changed_to(position, body)?,
            ("skip" | "duplicate", ..) => return Err(Refused::new(CODE, "how", "this edit needs a position alone")),
            ("move", ..) => return Err(Refused::new(CODE, "to", "a position to move to was expected, and no body")),
            ("change", ..) => {
                return Err(Refused::new(CODE, "body", "a body was expected, and no position to move to"));
            }
            _ => {
                let reason = "no such edit; known are skip, duplicate, move, change";
                return Err(Refused::new(Code::UnknownName, "how", reason));
            }
        };
        Ok(Edit { position, how })
    }

    fn moved_to(&self, position: u32, to: u32) -> Result<EditHow, Refused> {
        let events = self.world().store.end().0;
        if to >= events || to == position {
            let reason = format!("another position below {events} was expected");
            return Err(Refused::new(CODE, "to", reason));
        }
        Ok(EditHow::Move { to })
    }

    fn changed_to(&self, position: u32, body: &Wire) -> Result<EditHow, Refused> {
        let world = self.world();
        let message = world.event_message(u64::from(position));
        match payload::correction(world, message, body)? {
            Correction::Event { event, customer } => {
                let is_same = Some(&event) == world.event_of(message).as_deref() && customer.is_none();
                if is_same {
                    return Err(Refused::new(CODE, "body", "this is the body that the event has"));
                }
                Ok(EditHow::Change { event, customer })
            }
            Correction::Command { .. } => Err(no_event()),
        }
    }
}

fn phase(world: &World, order: OrderId) -> Option<Phase> {
    let phase = world.sagas.get(order.index())?.saga.phase;
    (phase != Phase::NotStarted).then_some(phase)
}

fn branch_name(how: &EditHow, event: &str) -> String {
    match how {
        EditHow::Skip => format!("without {event}"),
        EditHow::Duplicate => format!("{event} twice"),
        EditHow::Move { .. } => format!("{event} moved"),
        EditHow::Change { .. } => format!("{event} changed"),
    }
}

impl From<ArchivesFull> for Refused {
    fn from(full: ArchivesFull) -> Self {
        let mib = |bytes: u64| bytes.div_ceil(1 << 20);
        let reason = match full {
            ArchivesFull::Count => format!("at most {ARCHIVES_MAX} old streams and logs are archived"),
            ArchivesFull::Bytes { needed, taken } => format!(
                "the old log takes {} MiB beside its copy; archives may hold {} MiB, and {} MiB of them are taken",
                mib(needed),
                mib(ARCHIVES_BYTES_MAX),
                mib(taken)
            ),
        };
        Self::new(Code::TooLarge, "position", reason)
    }
}

fn no_event() -> Refused {
    Refused::new(CODE, "position", "there is no event of the shop at this position")
}
