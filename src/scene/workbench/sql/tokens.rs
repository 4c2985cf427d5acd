//! SQL in pieces: as much of it as is needed to find a word again, and to know what a statement is about to do.

use std::ops::Range;

/// A piece of the text that means something: a word, a number, a quoted text or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    pub text: &'a str,
    /// Where it lies, in bytes.
    pub at: usize,
}

impl Token<'_> {
    pub fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    pub const fn range(&self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }
}

/// The pieces in their order, without blanks and comments. A quote or a comment that is never closed ends with the text.
pub fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = sql.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, means) = first(rest);
        if means {
            found.extend(sql.get(at..at + length).map(|text| Token { text, at }));
        }
        at += length.max(1);
    }
    found
}

/// The pieces of each statement; those without any are left out.
pub fn statements<'a>(sql: &'a str) -> Vec<Vec<Token<'a>>> {
    let all = tokens(sql);
    all.split(|token| token.text == ";").filter(|part| !part.is_empty()).map(<[Token<'a>]>::to_vec).collect()
}

/// The length of the first piece in bytes, and whether it means something.
fn first(rest: &str) -> (usize, bool) {
    let Some(letter) = rest.chars().next() else { return (0, false) };
    let run = |is: fn(char) -> bool| rest.find(|letter| !is(letter)).unwrap_or(rest.len());
    match letter {
        _ if letter.is_whitespace() => (run(char::is_whitespace), false),
        _ if rest.starts_with("--") => (rest.find('\n').unwrap_or(rest.len()), false),
        _ if rest.starts_with("/*") => (rest.find("*/").map_or(rest.len(), |end| end + 2), false),
        '\'' | '"' | '`' => (quoted(rest, letter), true),
        '[' => (rest.find(']').map_or(rest.len(), |end| end + 1), true),
        _ if is_word(letter) => (run(is_word), true),
        _ => (letter.len_utf8(), true),
    }
}

/// Up to the quote that closes; two in a row stand for one.
fn quoted(rest: &str, quote: char) -> usize {
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != quote {
            continue;
        }
        match letters.peek() {
            Some((_, next)) if *next == quote => drop(letters.next()),
            Some(_) | None => return at + quote.len_utf8(),
        }
    }
    rest.len()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sql: &str) -> Vec<&str> {
        tokens(sql).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn quotes_and_comments_are_one_piece_or_none() {
        assert_eq!(texts("SELECT 'it''s; -- no' -- a word\nFROM e"), ["SELECT", "'it''s; -- no'", "FROM", "e"]);
        assert_eq!(texts("a/* b */c [d e] \"f\"\"g\""), ["a", "c", "[d e]", "\"f\"\"g\""]);
        assert_eq!(texts("'never closed; x"), ["'never closed; x"]);
        assert_eq!(texts("/* never closed"), Vec::<&str>::new());
        assert_eq!(texts("data->>'€'"), ["data", "-", ">", ">", "'€'"]);
    }

    #[test]
    fn statements_end_where_their_sign_is_no_text() {
        let parts = statements("SELECT ';' ; ; -- ;\n DELETE FROM events;");
        let firsts: Vec<_> = parts.iter().filter_map(|part| part.first()).map(|token| token.text).collect();
        assert_eq!(firsts, ["SELECT", "DELETE"]);
    }
}
