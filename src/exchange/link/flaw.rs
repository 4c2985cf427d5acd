//! What is wrong with a link before anything of its run is looked at.

use super::{CHARS_MAX, READ_CHARS_MAX};
use crate::exchange::{Code, FORMAT_VERSION, Refused};

/// Why a text is no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing in it looks like one.
    Missing,
    TooLong {
        chars: usize,
    },
    /// The end is missing.
    Truncated,
    /// The checksum does not fit: something in it was changed.
    Damaged,
    /// A newer version wrote it.
    Future {
        format: u32,
    },
    /// It would grow beyond all bounds.
    Bomb {
        bytes: usize,
        most: usize,
    },
    /// The checksum fits, and yet nobody writes such a thing.
    Nonsense,
}

impl From<Flaw> for Refused {
    fn from(flaw: Flaw) -> Self {
        let bad = |reason: &str| Self::new(Code::BadLink, "link", reason);
        let large = |reason: String| Self::new(Code::TooLarge, "link", reason);
        match flaw {
            Flaw::Missing => bad("there is no link in this text: the address ends with #run= and letters"),
            Flaw::TooLong { chars } => large(format!(
                "{chars} characters; at most {READ_CHARS_MAX} are read, and {CHARS_MAX} are ever written"
            )),
            Flaw::Truncated => bad("the end of this link is missing: copy all of it"),
            Flaw::Damaged => bad("this link was changed on its way: its checksum does not fit"),
            Flaw::Future { format } => bad(&format!(
                "a newer version wrote this link: format {format}, and this page reads up to {FORMAT_VERSION}"
            )),
            Flaw::Bomb { bytes, most } => {
                large(format!("its {bytes} compressed bytes hold more than the {most} bytes that are read"))
            }
            Flaw::Nonsense => bad("its checksum fits, but it holds no run"),
        }
    }
}
