//! Steps that run side by side, with a line when each begins and ends.
//!
//! The machine's cores are shared between them, so that the single-threaded end of one build is filled by the middle of another.

use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::process;

/// How often a step in the background is looked at.
const POLL: Duration = Duration::from_millis(50);
/// How long the screen may stay silent while steps run.
const SILENCE_MAX: Duration = Duration::from_secs(30);

/// Set by the first step that fails, so that the others stop early.
static STOPPED: AtomicBool = AtomicBool::new(false);

/// What a step found or did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    AlreadyThere,
    Done,
}

/// One named step.
pub struct Job<'a> {
    name: String,
    work: Box<dyn FnOnce() -> Result<Outcome, Failure> + Send + 'a>,
}

impl<'a> Job<'a> {
    pub fn new(name: impl Into<String>, work: impl FnOnce() -> Result<Outcome, Failure> + Send + 'a) -> Self {
        Self { name: name.into(), work: Box::new(work) }
    }
}

/// Runs all steps at once, tells of each when it ends, and gives the first failure.
pub fn run_together(jobs: Vec<Job<'_>>) -> Result<(), Failure> {
    let begun = Instant::now();
    let mut running: Vec<String> = jobs.iter().map(|job| job.name.clone()).collect();
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for job in jobs {
            let sender = sender.clone();
            scope.spawn(move || {
                let result = (job.work)();
                if result.is_err() {
                    STOPPED.store(true, Ordering::Relaxed);
                }
                // The receiver lives until the last step has reported.
                let _ = sender.send((job.name, result));
            });
        }
        drop(sender);
        let mut first_failure = None;
        loop {
            match receiver.recv_timeout(SILENCE_MAX) {
                Ok((name, result)) => {
                    running.retain(|other| *other != name);
                    tell(&name, begun.elapsed(), result.as_ref());
                    first_failure = first_failure.or(result.err());
                }
                Err(RecvTimeoutError::Timeout) => {
                    println!("  {} still at work: {}", seconds(begun.elapsed()), running.join(", "));
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        first_failure.map_or(Ok(()), Err)
    })
}

/// Runs one step alone, with the same line as its neighbours.
pub fn run_alone(name: &str, work: impl FnOnce() -> Result<Outcome, Failure>) -> Result<(), Failure> {
    let begun = Instant::now();
    let result = work();
    tell(name, begun.elapsed(), result.as_ref());
    result.map(drop)
}

/// Runs a step's program with its output in a log, and ends it early when another step has failed.
pub fn run_logged(step: &str, command: &mut Command, log: &Path) -> Result<(), Failure> {
    let file = std::fs::File::create(log).map_err(|error| Failure::file(log, &error))?;
    let errors = file.try_clone().map_err(|error| Failure::file(log, &error))?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(errors)
        .spawn()
        .map_err(|error| process::could_not_run(command, &error))?;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(None) if !STOPPED.load(Ordering::Relaxed) => thread::sleep(POLL),
            Ok(ended) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(setup_failure(step, log, ended));
            }
            Err(error) => return Err(process::could_not_run(command, &error)),
        }
    }
}

/// A step that had not ended by itself was stopped because another failed.
fn setup_failure(step: &str, log: &Path, ended: Option<ExitStatus>) -> Failure {
    let reason = ended.map_or_else(
        || "Stopped because another step failed.".to_owned(),
        |status| format!("{}\n({status})", last_lines(&std::fs::read_to_string(log).unwrap_or_default())),
    );
    Failure::Setup { step: step.to_owned(), reason, log: log.to_owned() }
}

/// The end of a log is where programs say why they stopped.
fn last_lines(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    let from = lines.len().saturating_sub(25);
    lines.get(from..).unwrap_or_default().join("\n")
}

fn tell(name: &str, elapsed: Duration, result: Result<&Outcome, &Failure>) {
    let outcome = match result {
        Ok(Outcome::AlreadyThere) => "already there",
        Ok(Outcome::Done) => "done",
        Err(_) => "FAILED",
    };
    println!("  {} {name}: {outcome}", seconds(elapsed));
}

/// A duration in a column of its own.
pub fn seconds(elapsed: Duration) -> String {
    format!("{:>7.1} s", elapsed.as_secs_f64())
}
