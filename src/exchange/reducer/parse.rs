//! From a text to a program, or to an error with its place.

use std::ops::Range;

use nanoexpr::{Evaluator, Instruction, Program};

use super::run::FUNCTIONS;
use super::{Change, REDUCER_BYTES_MAX, Reducer, ReducerError, STATEMENTS_MAX, SUMS_MAX, Statement, fields};
use crate::exchange::payload::EVENT_NAMES;

/// Instructions of one expression.
pub(super) const CODE_MAX: usize = 64;
/// Nesting of one expression.
pub(super) const DEPTH_MAX: usize = 16;

impl Reducer {
    /// Reads a program. Nothing in it can loop, recurse or grow: it has at most [`STATEMENTS_MAX`] statements of at
    /// most 64 instructions each.
    ///
    /// # Errors
    /// The first thing that is wrong, with its name and its place.
    pub fn parse(source: &str) -> Result<Self, ReducerError> {
        if source.len() > REDUCER_BYTES_MAX {
            let reason = format!("a program of {} bytes; at most {REDUCER_BYTES_MAX} are read", source.len());
            return Err(ReducerError::at(source, 0..0, "too-long", reason));
        }
        let pieces = pieces(source);
        if pieces.len() > STATEMENTS_MAX {
            let reason = format!("{} statements; at most {STATEMENTS_MAX} are run", pieces.len());
            return Err(ReducerError::at(source, 0..0, "too-long", reason));
        }
        let mut reducer = Self { source: source.to_owned(), sums: Vec::new(), statements: Vec::new() };
        let mut heads = Vec::new();
        for piece in pieces {
            heads.push(reducer.head(piece)?);
        }
        if heads.is_empty() {
            return Err(ReducerError::at(source, 0..0, "empty", "a statement was expected, such as revenue += amount"));
        }
        for (on, target, change, expression) in heads {
            let statement = reducer.statement(on, target, change, expression)?;
            reducer.statements.push(statement);
        }
        Ok(reducer)
    }

    pub(super) fn text(&self, range: &Range<usize>) -> &str {
        self.source.get(range.clone()).unwrap_or("")
    }

    pub(super) fn error(&self, bytes: Range<usize>, name: &str, reason: impl Into<String>) -> ReducerError {
        ReducerError::at(&self.source, bytes, name, reason)
    }

    /// `on A, B: target +=`, with the expression behind it.
    fn head(&mut self, piece: Range<usize>) -> Result<Head, ReducerError> {
        let (on, rest) = match self.text(&piece).strip_prefix("on ") {
            Some(_) => self.events(&piece)?,
            None => (Vec::new(), piece),
        };
        let text = self.text(&rest);
        let name: String = text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let after_name = text.get(name.len()..).unwrap_or("");
        let sign = after_name.trim_start();
        let skipped = after_name.len().saturating_sub(sign.len());
        let sign_at = rest.start.saturating_add(name.len()).saturating_add(skipped);
        let known = [("+=", Change::Add), ("-=", Change::Subtract), ("=", Change::Set)];
        let found = known.into_iter().find(|(text, _)| sign.starts_with(text) && !sign.starts_with("=="));
        let Some((text, change)) = found.filter(|_| !name.is_empty()) else {
            let reason = "a statement sets or changes a sum: revenue += amount";
            return Err(self.error(rest, "unexpected-token", reason));
        };
        let place = rest.start..rest.start.saturating_add(name.len());
        let target = self.sum(&name, place)?;
        let expression = sign_at.saturating_add(text.len())..rest.end;
        Ok((on, target, change, expression))
    }

    fn events(&self, piece: &Range<usize>) -> Result<(Vec<&'static str>, Range<usize>), ReducerError> {
        let text = self.text(piece);
        let Some(colon) = text.find(':') else {
            return Err(self.error(piece.clone(), "unexpected-end", "on needs a colon: on OrderPlaced: count += 1"));
        };
        let mut on = Vec::new();
        let mut at = piece.start.saturating_add(3);
        for given in text.get(3..colon).unwrap_or("").split(',') {
            let place = trimmed(given, at);
            at = at.saturating_add(given.len()).saturating_add(1);
            let known = EVENT_NAMES.into_iter().find(|name| *name == given.trim());
            on.push(known.ok_or_else(|| self.error(place, "unknown-name", "the shop records no event of this name"))?);
        }
        let rest = piece.start.saturating_add(colon).saturating_add(1);
        Ok((on, trimmed(text.get(colon.saturating_add(1)..).unwrap_or(""), rest)))
    }

    fn sum(&mut self, name: &str, place: Range<usize>) -> Result<usize, ReducerError> {
        if name.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(self.error(place, "unexpected-token", "a name begins with a letter"));
        }
        if fields::known(name).is_some() || FUNCTIONS.contains(&name) {
            return Err(self.error(place, "not-a-sum", format!("{name} cannot be set: it is not a sum")));
        }
        if let Some(known) = self.sums.iter().position(|sum| sum == name) {
            return Ok(known);
        }
        if self.sums.len() >= SUMS_MAX {
            return Err(self.error(place, "too-many-sums", format!("a program keeps at most {SUMS_MAX} sums")));
        }
        self.sums.push(name.to_owned());
        Ok(self.sums.len().saturating_sub(1))
    }

    fn statement(
        &self,
        on: Vec<&'static str>,
        target: usize,
        change: Change,
        expression: Range<usize>,
    ) -> Result<Statement, ReducerError> {
        let text = self.text(&expression);
        let mut code = [Instruction::default(); CODE_MAX];
        let evaluator = Evaluator::<_, 4>::new(&()).max_depth(DEPTH_MAX);
        let compiled: Result<Program<'_, '_, i64>, _> = evaluator.compile(text, &mut code);
        compiled.map_err(|error| self.of_expression(&expression, error))?;
        let mut named = Vec::new();
        for (name, place, is_called) in names(text) {
            let place = expression.start.saturating_add(place.start)..expression.start.saturating_add(place.end);
            match fields::known(name) {
                _ if is_called && FUNCTIONS.contains(&name) => {}
                Some(field) if !is_called => named.push(field),
                Some(_) | None if !is_called && self.sums.iter().any(|sum| sum == name) => {}
                Some(_) | None => {
                    let reason = format!("nothing here is called {name}");
                    return Err(self.error(place, "unknown-name", reason));
                }
            }
        }
        named.sort_unstable();
        named.dedup();
        let each_line = named.iter().any(|field| fields::is_of_line(field));
        Ok(Statement { on, target, change, expression, fields: named, each_line })
    }

    /// An error of the expression language, at its place in the whole source.
    pub(super) fn of_expression(&self, expression: &Range<usize>, error: nanoexpr::Error) -> ReducerError {
        let shift = |byte: usize| expression.start.saturating_add(byte);
        let description = error.kind.description();
        self.error(shift(error.span.start)..shift(error.span.end), &description.replace(' ', "-"), description)
    }
}

type Head = (Vec<&'static str>, usize, Change, Range<usize>);

/// The statements, without comments and what is empty.
fn pieces(source: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut at = 0_usize;
    for line in source.split('\n') {
        let said = line.split('#').next().unwrap_or("");
        let mut place = at;
        for piece in said.split(';') {
            let range = trimmed(piece, place);
            if !range.is_empty() {
                pieces.push(range);
            }
            place = place.saturating_add(piece.len()).saturating_add(1);
        }
        at = at.saturating_add(line.len()).saturating_add(1);
    }
    pieces
}

/// Where a text lies without the spaces around it.
fn trimmed(text: &str, at: usize) -> Range<usize> {
    let start = at.saturating_add(text.len().saturating_sub(text.trim_start().len()));
    start..start.saturating_add(text.trim().len())
}

/// The names in an expression, where they are, and whether they are called. A number may hold letters (`1e9`).
fn names(text: &str) -> Vec<(&str, Range<usize>, bool)> {
    let mut found = Vec::new();
    let mut rest = 0_usize;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    while let Some(begin) = text.get(rest..).and_then(|tail| tail.find(is_part)) {
        let start = rest.saturating_add(begin);
        let tail = text.get(start..).unwrap_or("");
        let length = tail.find(|c| !is_part(c)).unwrap_or(tail.len());
        let (name, after) = tail.split_at_checked(length).unwrap_or((tail, ""));
        if !name.starts_with(|c: char| c.is_ascii_digit()) {
            found.push((name, start..start.saturating_add(length), after.trim_start().starts_with('(')));
        }
        rest = start.saturating_add(length);
    }
    found.retain(|(name, ..)| *name != "mod");
    found
}
