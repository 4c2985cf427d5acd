//! Why something from outside is not taken.

use std::fmt;

/// The kind of a refusal, as scripts see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    BadCommand,
    BadFault,
    BadSetting,
    BadExpression,
    BadArgument,
    BadCloudEvent,
    BadLink,
    BadSession,
    BadImport,
    TooLarge,
    UnknownName,
}

impl Code {
    pub const fn name(self) -> &'static str {
        match self {
            Self::BadCommand => "bad-command",
            Self::BadFault => "bad-fault",
            Self::BadSetting => "bad-setting",
            Self::BadExpression => "bad-expression",
            Self::BadArgument => "bad-argument",
            Self::BadCloudEvent => "bad-cloudevent",
            Self::BadLink => "bad-link",
            Self::BadSession => "bad-session",
            Self::BadImport => "bad-import",
            Self::TooLarge => "too-large",
            Self::UnknownName => "unknown-name",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A refusal that names the offending field (`items[0].quantity`) and says why in words. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub code: Code,
    pub field: String,
    pub reason: String,
}

impl Refused {
    pub fn new(code: Code, field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { code, field: field.into(), reason: reason.into() }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() { f.write_str(&self.reason) } else { write!(f, "{}: {}", self.field, self.reason) }
    }
}

impl std::error::Error for Refused {}
