//! The tests' own closing lines, kept so that they can be the last thing a person sees.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::process;

/// What the test runners said at the end, phase by phase.
#[derive(Default)]
pub struct ClosingLines(Vec<String>);

impl ClosingLines {
    /// Runs a test program with its output on the screen and keeps its closing lines.
    pub fn run(&mut self, phase: &'static str, command: &mut Command) -> Result<(), Failure> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| process::could_not_run(command, &error))?;
        if let Some(output) = child.stdout.take() {
            self.keep(output);
        }
        let status = child.wait().map_err(|error| process::could_not_run(command, &error))?;
        if status.success() { Ok(()) } else { Err(Failure::Check { phase }) }
    }

    fn keep(&mut self, output: impl std::io::Read) {
        let mut screen = std::io::stdout().lock();
        let mut lines = BufReader::new(output).split(b'\n');
        while let Some(Ok(line)) = lines.next() {
            // A screen that is gone is no reason to stop a check.
            let _ = screen.write_all(&line).and_then(|()| screen.write_all(b"\n"));
            let text = String::from_utf8_lossy(&line);
            if text.starts_with("test result:") && !text.contains(" 0 passed; 0 failed; 0 ignored") {
                self.0.push(text.into_owned());
            }
        }
    }

    /// Repeats them all.
    pub fn print(&self) {
        for line in &self.0 {
            println!("{line}");
        }
    }
}
