//! What one tab calls out to the others: that something is kept otherwise than before.
//!
//! It is a hint and nothing else: whoever hears it reads again what is kept, and believes that. It may come from another
//! version of this page, or from anybody else of the same origin, so that what is not understood is not heard.

use crate::exchange::{Code, Fields, Refused, Wire, WireLimits, whole};

/// The version of what is called out.
pub const HINT_VERSION: u32 = 1;
/// Bytes of one hint.
pub const HINT_BYTES_MAX: usize = 256;
/// Characters of the name of a kept run.
const RUN_CHARS_MAX: usize = 64;

const LIMITS: WireLimits = WireLimits { bytes_max: HINT_BYTES_MAX, values_max: 8, list_max: 4 };
const CODE: Code = Code::BadArgument;

/// What became of a kept run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// There is more of it than before.
    Saved,
    /// It is not kept any more.
    Deleted,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub did: Did,
    /// The name under which the run is, or was, kept.
    pub run: String,
}

impl Did {
    const ALL: [Self; 2] = [Self::Saved, Self::Deleted];

    const fn name(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Deleted => "deleted",
        }
    }
}

impl Hint {
    pub fn to_text(&self) -> String {
        let fields = [
            ("version", HINT_VERSION.into()),
            ("did", Wire::from(self.did.name())),
            ("run", Wire::from(self.run.as_str())),
        ];
        Wire::object(fields).to_json()
    }

    /// `None` for anything that this version does not call out.
    pub fn read(text: &str) -> Option<Self> {
        Self::checked(&Wire::from_json_within(text, &LIMITS, CODE).ok()?).ok().flatten()
    }

    fn checked(value: &Wire) -> Result<Option<Self>, Refused> {
        let mut fields = Fields::of(value, "", CODE)?;
        let version = fields.number("version")?.unwrap_or_default();
        let version = whole(version, 0, i64::from(u32::MAX), CODE, "version")?;
        let did = fields.text("did")?.and_then(|name| Did::ALL.into_iter().find(|did| did.name() == name));
        let run = fields.text("run")?.filter(|run| is_name(run));
        fields.finish()?;
        let is_known = version == i64::from(HINT_VERSION);
        Ok(did.zip(run).filter(|_| is_known).map(|(did, run)| Self { did, run: run.to_owned() }))
    }
}

/// Names are made of digits, hexadecimal ones, and a dash.
fn is_name(run: &str) -> bool {
    !run.is_empty() && run.len() <= RUN_CHARS_MAX && run.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_out_is_understood() {
        for did in Did::ALL {
            let hint = Hint { did, run: "1790000000000-0badcafe".to_owned() };
            assert_eq!(Hint::read(&hint.to_text()), Some(hint));
        }
    }

    #[test]
    fn what_another_version_or_anybody_else_calls_out_is_not_heard() {
        let long = format!(r#"{{"version": 1, "did": "saved", "run": "1{}"}}"#, " ".repeat(HINT_BYTES_MAX));
        let deep = "[".repeat(200);
        let name = format!(r#"{{"version": 1, "did": "saved", "run": "{}"}}"#, "1".repeat(RUN_CHARS_MAX + 1));
        let texts = [
            "",
            "saved",
            "null",
            "[1, 2]",
            r#"{"did": "saved", "run": "1"}"#,
            r#"{"version": 2, "did": "saved", "run": "1"}"#,
            r#"{"version": 1.5, "did": "saved", "run": "1"}"#,
            r#"{"version": "1", "did": "saved", "run": "1"}"#,
            r#"{"version": 1, "did": "burnt", "run": "1"}"#,
            r#"{"version": 1, "did": "saved"}"#,
            r#"{"version": 1, "did": "saved", "run": ""}"#,
            r#"{"version": 1, "did": "saved", "run": "../x"}"#,
            r#"{"version": 1, "did": "saved", "run": 1}"#,
            r#"{"version": 1, "did": "saved", "run": "1", "and": "more"}"#,
            &long,
            &deep,
            &name,
        ];
        for text in texts {
            assert_eq!(Hint::read(text), None, "{text}");
        }
    }
}
