//! What has to be there before a command can work.

use crate::failure::Failure;
use crate::install::{cargo_tool, npm_packages, wasm_target};
use crate::jobs::{Job, run_alone, run_together};
use crate::project::Project;
use crate::site;
use crate::tools::CargoTool;

/// Everything that turns the source into the page, and the page's own crates along with it.
///
/// The page is compiled beside its tools: on a machine where nothing is there yet, this is what takes the time.
pub fn for_the_page(project: &Project) -> Result<(), Failure> {
    set_up(project, &[CargoTool::trunk(), CargoTool::wasm_bindgen(project)?])
}

/// The same, and what the checks need on top.
pub fn for_the_checks(project: &Project) -> Result<(), Failure> {
    let tools = [CargoTool::trunk(), CargoTool::wasm_bindgen(project)?, CargoTool::deny()];
    set_up(project, &tools)?;
    run_alone("Chromium and its driver", crate::browser::install)
}

fn set_up(project: &Project, tools: &[CargoTool]) -> Result<(), Failure> {
    println!("Set-up");
    run_alone("WebAssembly target", || wasm_target(project))?;
    let mut jobs: Vec<Job<'_>> = tools
        .iter()
        .map(|tool| Job::new(format!("{} {}", tool.package, tool.version), || cargo_tool(project, tool)))
        .collect();
    jobs.push(Job::new("wasm-opt and SQLite", || npm_packages(project)));
    jobs.push(Job::new("the page, compiled", || site::compile(project)));
    run_together(jobs)
}
