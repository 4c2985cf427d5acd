//! The project's own commands. `cargo xtask` alone says what there is.
//!
//! Every command does its own set-up, asks nothing, and leaves nothing running.

mod bench;
mod bench_page;
mod brotli;
mod browser;
mod check;
mod closing;
mod csp;
mod digest;
mod failure;
mod install;
mod jobs;
mod options;
mod pack;
mod process;
mod project;
mod serve;
mod server;
mod setup;
mod site;
mod split;
mod sqlite;
mod tools;

use std::process::ExitCode;

use failure::Failure;
use options::Command;
use project::Project;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let command = options::parse(std::env::args().skip(1))?;
    let project = Project::find()?;
    match command {
        Command::Help => {
            println!("{}", options::HELP);
            Ok(())
        }
        Command::Serve { port } => serve::run(&project, port),
        Command::Test(selection) => check::run(&project, &selection),
        Command::Bench => bench::run(&project),
        Command::BenchPage { port } => bench_page::run(&project, port),
        Command::Pack => pack::run_as_hook(&project),
    }
}
