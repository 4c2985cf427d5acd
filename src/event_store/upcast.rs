//! Reading what was stored in a former shape: upcasters run when an event is read, and the log stays as it is (PR-05 to
//! PR-09).

use std::borrow::Cow;

use super::event::SchemaVersion;

/// At most so many upcasters are applied for one stored event.
pub const UPCAST_STEPS_MAX: usize = 256;

/// An event whose type and shape have a name.
pub trait Versioned {
    fn type_name(&self) -> &'static str;
    fn schema(&self) -> SchemaVersion;
}

/// From one version of a type to the next: one event becomes none, one or several (PR-05). It sees the event alone, so
/// it cannot touch id, position or time (PR-07), and cannot depend on where reading began (PR-08).
#[derive(Clone, Copy, Debug)]
pub struct Upcaster<E> {
    pub type_name: &'static str,
    pub from: SchemaVersion,
    pub apply: fn(&E) -> Vec<E>,
}

/// A chain that would not end: upcasters that lead in a circle, or into too many events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndlessChain {
    pub type_name: &'static str,
    pub schema: SchemaVersion,
}

/// Reads a stored event through all upcasters that apply, one after the other, until none does (PR-05). What nothing
/// applies to is not copied.
///
/// # Errors
/// After [`UPCAST_STEPS_MAX`] steps.
pub fn upcast<'a, E: Clone + Versioned>(chain: &[Upcaster<E>], stored: &'a E) -> Result<Cow<'a, [E]>, EndlessChain> {
    let step = |event: &E| {
        chain.iter().find(|upcaster| upcaster.type_name == event.type_name() && upcaster.from == event.schema())
    };
    if step(stored).is_none() {
        return Ok(Cow::Borrowed(std::slice::from_ref(stored)));
    }
    // A stack with the next event on top keeps the order of several.
    let (mut due, mut done, mut steps) = (vec![stored.clone()], Vec::new(), 0);
    while let Some(event) = due.pop() {
        let Some(upcaster) = step(&event) else {
            done.push(event);
            continue;
        };
        steps += 1;
        if steps > UPCAST_STEPS_MAX || due.len() + done.len() > UPCAST_STEPS_MAX {
            return Err(EndlessChain { type_name: event.type_name(), schema: event.schema() });
        }
        due.extend((upcaster.apply)(&event).into_iter().rev());
    }
    Ok(Cow::Owned(done))
}
