//! Where in a question the database stumbled.

use super::tokens::{Token, tokens};

/// A piece of the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlPlace {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The line it stands in.
    pub text: String,
    /// How long it is, in characters; at least 1.
    pub width: usize,
    /// Where it begins, in characters of the whole question.
    pub start: usize,
}

impl SqlPlace {
    /// The line with a pointer below it.
    pub fn pointer(&self) -> String {
        format!("{}\n{}{}", self.text, " ".repeat(self.column - 1), "^".repeat(self.width))
    }
}

/// The place of a word that the database complains about. `offset` is where it says it stumbled, in bytes from the
/// beginning of the statement; without it the word is found only where it stands once.
pub(super) fn place_of(sql: &str, word: &str, offset: Option<usize>) -> Option<SqlPlace> {
    let all = tokens(sql);
    let same: Vec<&Token<'_>> = all.iter().filter(|token| token.is(word)).collect();
    let found = match offset {
        Some(offset) => same.iter().find(|token| begins_statement(sql, &all, token.at.checked_sub(offset))).copied(),
        None => None,
    };
    let only = || same.first().filter(|_| same.len() == 1).copied();
    let token = found.or_else(only)?;
    let range = token.range();
    Some(at(sql, range.start, sql.get(range)?.chars().count()))
}

/// The end of the question.
pub(super) fn end_of(sql: &str) -> SqlPlace {
    at(sql, sql.trim_end().len(), 1)
}

/// True where a statement begins here: the question itself, or what stands behind a semicolon.
fn begins_statement(sql: &str, all: &[Token<'_>], begin: Option<usize>) -> bool {
    let Some(begin) = begin.filter(|begin| sql.is_char_boundary(*begin)) else { return false };
    begin == 0 || all.iter().any(|token| token.text == ";" && is_blank_between(sql, token.range().end, begin))
}

fn is_blank_between(sql: &str, from: usize, to: usize) -> bool {
    sql.get(from..to).is_some_and(|between| tokens(between).is_empty())
}

fn at(sql: &str, byte: usize, width: usize) -> SqlPlace {
    let before = sql.get(..byte).unwrap_or(sql);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let text = sql.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default().to_owned();
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    let left = text.chars().count().saturating_sub(column - 1);
    SqlPlace {
        line: before.matches('\n').count() + 1,
        column,
        width: width.min(left).max(1),
        start: before.chars().count(),
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(sql: &str, word: &str, offset: Option<usize>) -> Option<(usize, usize)> {
        place_of(sql, word, offset).map(|place| (place.line, place.column))
    }

    #[test]
    fn a_word_that_stands_twice_is_found_by_its_offset() {
        let sql = "SELECT 1;\nSELECT €, nope\nFROM events WHERE nope = 1";
        assert_eq!(said(sql, "nope", Some("SELECT €, ".len())), Some((2, 11)));
        assert_eq!(said(sql, "nope", Some("SELECT €, nope\nFROM events WHERE ".len())), Some((3, 19)));
        assert_eq!(said(sql, "nope", None), None, "it stands there twice, and nobody knows which is meant");
        assert_eq!(said(sql, "nope", Some(3)), None);
        assert_eq!(said(sql, "WHERE", None), Some((3, 13)));
    }

    #[test]
    fn the_pointer_stands_under_the_word() {
        let place = place_of("SELECT stream\nFROM evnts", "evnts", None);
        assert_eq!(place.map(|place| (place.pointer(), place.start)), Some(("FROM evnts\n     ^^^^^".to_owned(), 19)));
        assert_eq!(end_of("SELECT 1 +\n").pointer(), "SELECT 1 +\n          ^");
    }
}
