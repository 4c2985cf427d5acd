//! Why a command stopped, in words that say what to do next.

use std::fmt;
use std::path::PathBuf;

/// Every way in which a command of this crate can fail.
#[derive(Debug)]
pub enum Failure {
    /// The command line was not understood.
    Usage(String),
    /// A program that has to be there before is not on the machine.
    Missing { program: &'static str, remedy: &'static str },
    /// A step of the set-up ran and did not succeed.
    Setup { step: String, reason: String, log: PathBuf },
    /// A check said no. Its own output stands above.
    Check { phase: &'static str },
    /// A program could not be started or waited for.
    Process { program: String, reason: String },
    /// A file could not be read or written.
    File { path: PathBuf, reason: String },
    /// The address to serve on is in use.
    PortTaken { port: u16 },
    /// The built page breaks a rule of the content security policy.
    Policy(String),
    /// The page's WebAssembly could not be made two modules.
    Undivided(String),
}

impl Failure {
    /// Wraps an input or output error with the path it happened at.
    pub fn file(path: impl Into<PathBuf>, error: &std::io::Error) -> Self {
        Self::File { path: path.into(), reason: error.to_string() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) => write!(f, "{message}\n\n{}", crate::options::HELP),
            Self::Missing { program, remedy } => write!(f, "{program} was not found: {remedy}"),
            Self::Setup { step, reason, log } => {
                write!(f, "{step} could not be set up.\n{reason}\nFull log: {}", log.display())
            }
            Self::Check { phase } => write!(f, "stopped at the first failure: {phase}"),
            Self::Process { program, reason } => write!(f, "{program}: {reason}"),
            Self::File { path, reason } => write!(f, "{}: {reason}", path.display()),
            Self::PortTaken { port } => write!(
                f,
                "port {port} is taken. Stop what listens there, or choose another: cargo xtask serve --port {}",
                port.checked_add(1).unwrap_or(8080)
            ),
            Self::Undivided(message) => write!(f, "dividing the page: {message}"),
            Self::Policy(message) => write!(f, "content security policy: {message}"),
        }
    }
}

impl std::error::Error for Failure {}
