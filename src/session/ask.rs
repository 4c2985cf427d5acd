//! Reads the arguments of a call: places to go to, windows to look through, ids.

use crate::exchange::limits::SAFE_INTEGER_MAX;
use crate::exchange::{Code, Fields, Refused, Wire, id_text, span_of_millis, time_of_millis, whole};
use crate::kernel::{Span, VirtualTime};

const CODE: Code = Code::BadArgument;

/// Where the cursor shall stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// After everything due at or before this time.
    Time(VirtualTime),
    /// After so many steps.
    Step(u32),
    /// After the step that appended the event at this position.
    Position(u32),
}

/// Which part of a list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The stream, where events are asked for.
    pub stream: Option<String>,
    /// The first entry: the position of an event or its version in the stream, the number of a line of the trace.
    pub from: usize,
    /// All, if `None`.
    pub limit: Option<usize>,
}

/// Arguments as they come.
pub struct Ask;

impl Ask {
    /// A length of time in milliseconds.
    ///
    /// # Errors
    /// What is no length of time.
    pub fn span(value: &Wire, field: &str) -> Result<Span, Refused> {
        span_of_millis(number(value, field)?, CODE, field)
    }

    /// A number, of which nothing else is known.
    ///
    /// # Errors
    /// What is no number.
    pub fn number(value: &Wire, field: &str) -> Result<f64, Refused> {
        number(value, field)
    }

    /// An id or a name.
    ///
    /// # Errors
    /// What cannot be one.
    pub fn id<'a>(value: &'a Wire, field: &str) -> Result<&'a str, Refused> {
        match value {
            Wire::Text(text) => id_text(text, CODE, field),
            Wire::Nothing | Wire::Bool(_) | Wire::Number(_) | Wire::List(_) | Wire::Object(_) => {
                Err(expected("a text", value, field))
            }
        }
    }

    /// The number by which a task, a dead letter or a fault is known; `None` for one that nothing can have.
    ///
    /// # Errors
    /// What is no whole number from 0 on.
    pub fn entry(value: &Wire, field: &str) -> Result<Option<u32>, Refused> {
        let number = whole(number(value, field)?, 0, SAFE_INTEGER_MAX, CODE, field)?;
        Ok(u32::try_from(number).ok())
    }

    /// Milliseconds, `{step}` or `{position}`.
    ///
    /// # Errors
    /// Anything else.
    pub fn goal(value: &Wire) -> Result<Goal, Refused> {
        let Wire::Object(_) = value else {
            return time_of_millis(number(value, "ms")?, CODE, "ms").map(Goal::Time);
        };
        let mut fields = Fields::of(value, "", CODE)?;
        let (step, position) = (fields.number("step")?, fields.number("position")?);
        fields.finish()?;
        let place = |number, field| {
            let place = whole(number, 0, i64::from(u32::MAX), CODE, field)?;
            u32::try_from(place).map_err(|_| Refused::new(CODE, field, "this is too far"))
        };
        match (step, position) {
            (Some(step), None) => place(step, "step").map(Goal::Step),
            (None, Some(position)) => place(position, "position").map(Goal::Position),
            (None, None) => Err(Refused::new(CODE, "step", "milliseconds, {step} or {position} was expected")),
            (Some(_), Some(_)) => Err(Refused::new(CODE, "position", "a step or a position was expected, not both")),
        }
    }

    /// `{stream, from, limit}`, each of which may be left out.
    ///
    /// # Errors
    /// Wrong types and unknown fields.
    pub fn window(value: &Wire, streams: bool) -> Result<Window, Refused> {
        if *value == Wire::Nothing {
            return Ok(Window::default());
        }
        let mut fields = Fields::of(value, "", CODE)?;
        let stream = if streams { fields.text("stream")? } else { None };
        let stream = stream.map(id_text_of_stream).transpose()?;
        let from = fields.number("from")?.map(|number| place(number, "from")).transpose()?;
        let limit = fields.number("limit")?.map(|number| place(number, "limit")).transpose()?;
        fields.finish()?;
        Ok(Window { stream, from: from.unwrap_or(0), limit })
    }
}

/// The name of a stream is that of an order with a prefix.
fn id_text_of_stream(name: &str) -> Result<String, Refused> {
    let tail = name.split_once('-').map_or(name, |(_, tail)| tail);
    id_text(tail, CODE, "stream").map(|_| name.to_owned())
}

fn place(number: f64, field: &str) -> Result<usize, Refused> {
    let place = whole(number, 0, SAFE_INTEGER_MAX, CODE, field)?;
    Ok(usize::try_from(place).unwrap_or(usize::MAX))
}

fn number(value: &Wire, field: &str) -> Result<f64, Refused> {
    match value {
        Wire::Number(number) => Ok(*number),
        Wire::Nothing | Wire::Bool(_) | Wire::Text(_) | Wire::List(_) | Wire::Object(_) => {
            Err(expected("a number", value, field))
        }
    }
}

fn expected(what: &str, found: &Wire, field: &str) -> Refused {
    Refused::new(CODE, field, format!("{what} was expected, not {}", found.kind()))
}
