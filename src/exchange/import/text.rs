//! A text that comes in by chunks, cut into events: lines, or the entries of a list.

use super::events::Events;
use super::scan::scan;
use super::{CODE, FILE_BYTES_MAX, LINE_BYTES_MAX, LISTED_BYTES_MAX};
use crate::exchange::{Code, Refused, Wire, WireLimits};

/// Text that has come in and was not read so far.
#[derive(Debug, Default)]
pub(super) struct Text {
    bytes: Vec<u8>,
    /// So many of the bytes were read.
    at: usize,
    /// So many of them came in.
    end: usize,
    /// Bytes that came in so far.
    came: u64,
    has_ended: bool,
    shape: Shape,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shape {
    /// Nothing but space has come.
    #[default]
    Unknown,
    Lines,
    /// In a list, where its first entry or its end comes next.
    ListBegin,
    /// In a list, where an entry comes next.
    ListEntry,
    /// Behind a list.
    ListEnd,
}

/// What comes next in a text.
pub(super) enum Piece {
    /// An event, which was taken already.
    Read,
    Event(Wire),
    /// A line without an event.
    Blank,
    /// The rest of it has not come yet.
    Missing,
    /// Nothing.
    End,
}

impl Text {
    /// Takes so many bytes more, which `fill` writes to their place.
    pub(super) fn push(&mut self, length: usize, fill: impl FnOnce(&mut [u8])) -> Result<(), Refused> {
        self.came = self.came.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        if self.came > FILE_BYTES_MAX {
            let reason = format!("at most {FILE_BYTES_MAX} bytes of a file are read");
            return Err(Refused::new(Code::TooLarge, "", reason));
        }
        // What is left of the chunk before goes to the front; the rest of the room is written over.
        let left = self.rest().len();
        self.bytes.copy_within(self.at..self.end, 0);
        (self.at, self.end) = (0, left.saturating_add(length));
        if self.bytes.len() < self.end {
            self.bytes.resize(self.end, 0);
        }
        fill(self.bytes.get_mut(left..self.end).unwrap_or_default());
        Ok(())
    }

    pub(super) const fn end(&mut self) {
        self.has_ended = true;
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.came.saturating_sub(u64::try_from(self.rest().len()).unwrap_or(u64::MAX))
    }

    /// What its pieces are counted as.
    pub(super) const fn what(&self) -> &'static str {
        match self.shape {
            Shape::Unknown | Shape::Lines => "line",
            Shape::ListBegin | Shape::ListEntry | Shape::ListEnd => "event",
        }
    }

    /// The next piece. An event in the shape that this program writes goes into `events` at once.
    ///
    /// # Errors
    /// What is no JSON, or too large.
    pub(super) fn next(&mut self, events: &mut Events) -> Result<Piece, Refused> {
        match self.shape {
            Shape::Unknown => self.begin(),
            Shape::Lines => self.line(events),
            Shape::ListBegin | Shape::ListEntry => self.entry(events),
            Shape::ListEnd => {
                self.skip_space();
                match self.rest().first() {
                    Some(_) => Err(Refused::new(CODE, "", "this is not JSON: there is something behind the list")),
                    None => Ok(self.missing()),
                }
            }
        }
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..self.end).unwrap_or_default()
    }

    const fn read_on(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    const fn missing(&self) -> Piece {
        if self.has_ended { Piece::End } else { Piece::Missing }
    }

    fn skip_space(&mut self) {
        let space = self.rest().iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
        self.read_on(space);
    }

    /// The first byte that is no space says what comes; blank lines before it count.
    fn begin(&mut self) -> Result<Piece, Refused> {
        const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];
        let rest = self.rest();
        if BYTE_ORDER_MARK.starts_with(rest) && !self.has_ended {
            return Ok(Piece::Missing);
        }
        if rest.starts_with(BYTE_ORDER_MARK) {
            self.read_on(BYTE_ORDER_MARK.len());
            return Ok(Piece::Read);
        }
        let space = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        match rest.get(space) {
            None if space > LINE_BYTES_MAX => Err(too_long("line 1", LINE_BYTES_MAX)),
            None => Ok(self.missing()),
            Some(b'\n') => {
                self.read_on(space.saturating_add(1));
                Ok(Piece::Blank)
            }
            Some(b'[') => {
                self.read_on(space.saturating_add(1));
                self.shape = Shape::ListBegin;
                Ok(Piece::Read)
            }
            Some(_) => {
                self.shape = Shape::Lines;
                Ok(Piece::Read)
            }
        }
    }

    fn line(&mut self, events: &mut Events) -> Result<Piece, Refused> {
        let all = self.rest();
        if all.is_empty() {
            return Ok(self.missing());
        }
        if let Some((scanned, after)) = scan(all, &mut events.lately) {
            let length = all.len().saturating_sub(after.len());
            let break_after = match after {
                [b'\n', ..] => Some(1),
                [b'\r', b'\n', ..] => Some(2),
                [] if self.has_ended => Some(0),
                _ => None,
            };
            if let Some(bytes) = break_after.filter(|_| length <= LINE_BYTES_MAX)
                && events.take(scanned)
            {
                self.read_on(length.saturating_add(bytes));
                return Ok(Piece::Read);
            }
        }
        let place = format!("line {}", events.next_place());
        let (line, length) = match all.iter().position(|byte| *byte == b'\n') {
            Some(end) => (all.get(..end).unwrap_or_default(), end.saturating_add(1)),
            None if self.has_ended => (all, all.len()),
            None if all.len() > LINE_BYTES_MAX => return Err(too_long(&place, LINE_BYTES_MAX)),
            None => return Ok(Piece::Missing),
        };
        let line = utf8(line.strip_suffix(b"\r").unwrap_or(line), &place)?;
        let piece = if line.trim().is_empty() { Piece::Blank } else { json(line, LINE_BYTES_MAX, &place)? };
        self.read_on(length);
        Ok(piece)
    }

    fn entry(&mut self, events: &mut Events) -> Result<Piece, Refused> {
        self.skip_space();
        let all = self.rest();
        if all.first() == Some(&b']') && self.shape == Shape::ListBegin {
            self.read_on(1);
            self.shape = Shape::ListEnd;
            return Ok(Piece::Read);
        }
        if let Some((scanned, after)) = scan(all, &mut events.lately) {
            let length = all.len().saturating_sub(after.len());
            let space = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
            let closes = after.get(space);
            if length <= LISTED_BYTES_MAX && matches!(closes, Some(b',' | b']')) && events.take(scanned) {
                self.shape = if closes == Some(&b',') { Shape::ListEntry } else { Shape::ListEnd };
                self.read_on(length.saturating_add(space).saturating_add(1));
                return Ok(Piece::Read);
            }
        }
        let place = format!("event {}", events.next_place());
        let Some(length) = end_of_entry(all) else {
            if all.len() > LISTED_BYTES_MAX {
                return Err(too_long(&place, LISTED_BYTES_MAX));
            }
            if self.has_ended {
                return Err(Refused::new(CODE, "", "this is not JSON: the end of the list is missing"));
            }
            return Ok(Piece::Missing);
        };
        let (entry, after) = all.split_at_checked(length).unwrap_or_default();
        let piece = json(utf8(entry, &place)?, LISTED_BYTES_MAX, &place)?;
        self.shape = if after.first() == Some(&b',') { Shape::ListEntry } else { Shape::ListEnd };
        self.read_on(length.saturating_add(1));
        Ok(piece)
    }
}

/// The place of the comma or bracket that ends an entry of a list; `None` where it has not come.
fn end_of_entry(text: &[u8]) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_u32, false, false);
    for (place, byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' => depth = depth.saturating_add(1),
            b',' | b']' if depth == 0 => return Some(place),
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn too_long(place: &str, bytes_max: usize) -> Refused {
    Refused::new(Code::TooLarge, place, format!("more than {bytes_max} bytes; at most so many are read"))
}

fn utf8<'a>(bytes: &'a [u8], place: &str) -> Result<&'a str, Refused> {
    std::str::from_utf8(bytes).map_err(|_| Refused::new(CODE, place, "this is not UTF-8"))
}

fn json(text: &str, bytes_max: usize, place: &str) -> Result<Piece, Refused> {
    let value = Wire::from_json_within(text, &WireLimits { bytes_max, ..WireLimits::default() }, CODE);
    value.map(Piece::Event).map_err(|refused| {
        // The place says which line; the reader of JSON has seen this one alone.
        let reason = refused.reason.replace(" at line 1 column ", " at column ");
        let is_other = refused.code == CODE && place == "line 1";
        let reason = if is_other { format!("{NO_SUCH_FILE}: {reason}") } else { reason };
        Refused { field: place.to_owned(), reason, ..refused }
    })
}

/// Where not even the first line is an event.
const NO_SUCH_FILE: &str =
    "this is neither a saved run nor events; a CloudEvent on each line was expected, or a list of them";
