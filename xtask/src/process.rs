//! Starting other programs, and never leaving one behind.

use std::process::{Child, Command, Stdio};

use crate::failure::Failure;

/// Runs a command with its output on the screen; `Ok(false)` when it ran and said no.
pub fn run(command: &mut Command) -> Result<bool, Failure> {
    command.stdin(Stdio::null()).status().map(|status| status.success()).map_err(|error| could_not_run(command, &error))
}

/// Runs a command for what it writes to its standard output.
pub fn output(command: &mut Command) -> Result<Vec<u8>, Failure> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| could_not_run(command, &error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Failure::Process { program: name(command), reason: format!("ended with {}", output.status) })
}

/// The error for a program that could not even be started.
pub fn could_not_run(command: &Command, error: &std::io::Error) -> Failure {
    Failure::Process { program: name(command), reason: format!("could not be run: {error}") }
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// A program in the background that ends when this value does, also when a check failed.
pub struct Background {
    child: Child,
}

impl Background {
    pub fn start(command: &mut Command) -> Result<Self, Failure> {
        command.stdin(Stdio::null()).spawn().map(|child| Self { child }).map_err(|error| could_not_run(command, &error))
    }

    /// Whether the program has already ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // It may have ended already; there is nobody left to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
