//! `cargo xtask test`: every check, in one order, up to the first that fails.

use std::process::Command;
use std::time::Instant;

use crate::closing::ClosingLines;
use crate::failure::Failure;
use crate::jobs::{run_alone, seconds};
use crate::project::{Project, cargo};
use crate::server::Server;
use crate::tools::CargoTool;
use crate::{browser, process, setup, site, tools};

/// Runs of the swarm in the full check, unless the environment says another number.
const SWARM_SEEDS: &str = "10000";
const SWARM_VARIABLE: &str = "EVENTARIUM_SWARM_SEEDS";

/// The order says what is cheapest to know: form, lints, engine, everything native, the browser, the dependencies.
pub fn run(project: &Project) -> Result<(), Failure> {
    let begun = Instant::now();
    setup::for_the_checks(project)?;
    let mut closing = ClosingLines::default();
    check_with_cargo(project, "format", &["fmt", "--all", "--check"])?;
    lints(project)?;
    native_tests(project, &mut closing)?;
    wasm_tests(project, &mut closing)?;
    end_to_end_tests(project, &mut closing)?;
    dependencies(project)?;
    println!("\nAll checks passed in {}:", seconds(begun.elapsed()).trim());
    closing.print();
    Ok(())
}

/// Three times: the engine alone, with the screen, and as the browser compiles it.
fn lints(project: &Project) -> Result<(), Failure> {
    let clippy = |phase, arguments: &[&str]| {
        let mut all = vec!["clippy", "--quiet", "--locked"];
        all.extend(arguments);
        all.extend(["--", "-D", "warnings"]);
        check_with_cargo(project, phase, &all)
    };
    clippy(
        "lints without the browser features",
        &["--workspace", "--no-default-features", "--features", "eventarium/e2e", "--all-targets"],
    )?;
    clippy("lints with the browser features", &["--all-targets"])?;
    clippy("lints for WebAssembly", &["--target", "wasm32-unknown-unknown", "--lib", "--bins", "--test", "web"])
}

fn native_tests(project: &Project, closing: &mut ClosingLines) -> Result<(), Failure> {
    let phase = announce("core tests, without the browser features");
    closing.run(phase, &mut test(project, &["--no-default-features"])?)?;
    let phase = announce("all tests, with a large swarm");
    let seeds = std::env::var(SWARM_VARIABLE).unwrap_or_else(|_| SWARM_SEEDS.to_owned());
    let mut all = test(project, &["--workspace"])?;
    closing.run(phase, all.env(SWARM_VARIABLE, seeds))
}

fn wasm_tests(project: &Project, closing: &mut ClosingLines) -> Result<(), Failure> {
    let phase = announce("tests in WebAssembly, in Chromium");
    let runner = CargoTool::wasm_bindgen(project)?
        .path(project)
        .with_file_name(format!("wasm-bindgen-test-runner{}", std::env::consts::EXE_SUFFIX));
    let mut command = test(project, &["--target", "wasm32-unknown-unknown", "--test", "web"])?;
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner).env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    if let Some(driver) = browser::driver() {
        command.env("CHROMEDRIVER", driver);
    }
    closing.run(phase, &mut command)
}

fn end_to_end_tests(project: &Project, closing: &mut ClosingLines) -> Result<(), Failure> {
    let phase = announce("end-to-end tests, against the release build");
    run_alone("the page, bundled", || site::bundle(project))?;
    let mut command = test(project, &["--no-default-features", "--features", "e2e", "--test", "e2e"])?;
    let driver = in_the_browser(project, &mut command)?;
    let result = closing.run(phase, &mut command);
    drop(driver);
    result
}

/// Starts the server and the driver, and tells the command where they are.
pub fn in_the_browser(project: &Project, command: &mut Command) -> Result<browser::Driver, Failure> {
    let url = Server::bind(project, 0)?.run_in_background();
    let driver = browser::Driver::start()?;
    command
        .env("EVENTARIUM_URL", url)
        .env("EVENTARIUM_WEBDRIVER", driver.url())
        .env("EVENTARIUM_AXE", tools::axe(project)?)
        .env("EVENTARIUM_SHOTS", project.target().join("screenshots"));
    if let Some(browser) = browser::browser() {
        command.env("EVENTARIUM_BROWSER", browser);
    }
    Ok(driver)
}

/// Licences, bans and sources. Advisories are a database to be fetched, so they are a command of their own.
fn dependencies(project: &Project) -> Result<(), Failure> {
    let phase = announce("licences, bans and sources of the dependencies");
    let mut command = tools::command(project, CargoTool::deny().path(project))?;
    command.args(["--locked", "--log-level", "error", "check", "licenses", "bans", "sources"]);
    passed(phase, &mut command)?;
    println!(
        "Known vulnerabilities are not looked up here, because that needs the network: cargo deny check advisories"
    );
    Ok(())
}

fn test(project: &Project, arguments: &[&str]) -> Result<Command, Failure> {
    let mut command = tools::command(project, cargo())?;
    command.args(["test", "--quiet", "--locked"]).args(arguments);
    Ok(command)
}

fn check_with_cargo(project: &Project, phase: &'static str, arguments: &[&str]) -> Result<(), Failure> {
    announce(phase);
    passed(phase, tools::command(project, cargo())?.args(arguments))
}

fn passed(phase: &'static str, command: &mut Command) -> Result<(), Failure> {
    if process::run(command)? { Ok(()) } else { Err(Failure::Check { phase }) }
}

fn announce(phase: &'static str) -> &'static str {
    println!("\n== {phase}");
    phase
}
