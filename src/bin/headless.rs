//! Plays a shared run without a screen: `headless play <link|file>`, `headless export <format> <link|file>`.
//!
//! Exit code 0 where every promise holds, 1 where one is broken, 2 where nothing could be played.

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use eventarium::scene::story::story;
use eventarium::session::{CALL_STEPS_MAX, ExportFormat, Opening, Session};

const USAGE: &str = "headless play <link|file>\nheadless export <format> <link|file>";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["play", run] => play(run),
        ["export", format, run] => export(format, run),
        _ => Err(USAGE.to_owned()),
    };
    match done.and_then(|(text, code)| print(&text).map(|()| code)) {
        Ok(code) => code,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::from(2)
        }
    }
}

fn play(run: &str) -> Result<(String, ExitCode), String> {
    let told = story(&opened(run)?);
    Ok((told.text, if told.holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }))
}

fn export(format: &str, run: &str) -> Result<(String, ExitCode), String> {
    let format = ExportFormat::from_name(format).map_err(|refused| refused.to_string())?;
    let text = opened(run)?.export(format).map_err(|refused| refused.to_string())?;
    Ok((text, ExitCode::SUCCESS))
}

/// The run at its end: that of a file with this name, if there is one, otherwise that of a link.
fn opened(run: &str) -> Result<Session, String> {
    let text = match fs::read_to_string(run) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound || run.contains("run=") => run.to_owned(),
        Err(error) if error.kind() == io::ErrorKind::InvalidFilename => run.to_owned(),
        Err(error) => return Err(format!("{run}: {error}")),
    };
    let mut opening = Opening::read(&text).map_err(|refused| format!("{}: {refused}", refused.code))?;
    while !opening.advance(CALL_STEPS_MAX) {}
    let (mut session, opened) = opening.finish();
    opened.warnings.iter().for_each(|warning| eprintln!("{warning}"));
    session.stand_at_end();
    Ok(session)
}

fn print(text: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Whoever reads has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| error.to_string()),
    }
}
