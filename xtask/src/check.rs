//! `cargo xtask test`: every check, in one order, up to the first that fails.

use std::process::Command;
use std::time::Instant;

use crate::closing::ClosingLines;
use crate::failure::Failure;
use crate::jobs::{run_alone, seconds};
use crate::options::{Phase, Selection};
use crate::project::{Project, cargo};
use crate::server::Server;
use crate::tools::CargoTool;
use crate::{browser, process, setup, site, tools};

/// Runs of the swarm in the full check, unless the environment says another number.
const SWARM_SEEDS: &str = "10000";
const SWARM_VARIABLE: &str = "EVENTARIUM_SWARM_SEEDS";

/// The order says what is cheapest to know: form, lints, engine, everything native, the browser, the dependencies.
const PHASES: [Phase; 6] =
    [Phase::Format, Phase::Lints, Phase::Native, Phase::Wasm, Phase::EndToEnd, Phase::Dependencies];

/// One run of the checks.
struct Checks<'a> {
    project: &'a Project,
    filter: Option<&'a str>,
    closing: ClosingLines,
}

/// Sets up, then runs the selected checks.
pub fn run(project: &Project, selection: &Selection) -> Result<(), Failure> {
    let begun = Instant::now();
    setup::for_the_checks(project)?;
    let mut checks = Checks { project, filter: selection.filter.as_deref(), closing: ClosingLines::default() };
    for phase in PHASES {
        if selection.only.is_none_or(|only| only == phase) {
            checks.run(phase)?;
        }
    }
    println!("\nAll checks passed in {}:", seconds(begun.elapsed()).trim());
    checks.closing.print();
    Ok(())
}

impl Checks<'_> {
    fn run(&mut self, phase: Phase) -> Result<(), Failure> {
        match phase {
            Phase::Format => self.cargo("format", &["fmt", "--all", "--check"]),
            Phase::Lints => self.lints(),
            Phase::Native => self.native_tests(),
            Phase::Wasm => self.wasm_tests(),
            Phase::EndToEnd => self.end_to_end_tests(),
            Phase::Dependencies => self.dependencies(),
        }
    }

    /// Three times: the engine alone, with the screen, and as the browser compiles it.
    fn lints(&self) -> Result<(), Failure> {
        let clippy = |phase, arguments: &[&str]| {
            let mut all = vec!["clippy", "--quiet", "--locked"];
            all.extend(arguments);
            all.extend(["--", "-D", "warnings"]);
            self.cargo(phase, &all)
        };
        clippy(
            "lints without the browser features",
            &["--workspace", "--no-default-features", "--features", "eventarium/e2e", "--all-targets"],
        )?;
        clippy("lints with the browser features", &["--all-targets"])?;
        clippy("lints for WebAssembly", &["--target", "wasm32-unknown-unknown", "--lib", "--bins", "--test", "web"])
    }

    fn native_tests(&mut self) -> Result<(), Failure> {
        let phase = announce("core tests, without the browser features");
        let mut core = self.test(&["--no-default-features"])?;
        self.closing.run(phase, &mut core)?;
        let phase = announce("all tests, with a large swarm");
        let seeds = std::env::var(SWARM_VARIABLE).unwrap_or_else(|_| SWARM_SEEDS.to_owned());
        let mut all = self.test(&["--workspace"])?;
        self.closing.run(phase, all.env(SWARM_VARIABLE, seeds))
    }

    fn wasm_tests(&mut self) -> Result<(), Failure> {
        let phase = announce("tests in WebAssembly, in Chromium");
        let runner = CargoTool::wasm_bindgen(self.project)?
            .path(self.project)
            .with_file_name(format!("wasm-bindgen-test-runner{}", std::env::consts::EXE_SUFFIX));
        // The runner looks for `webdriver.json` where it is started.
        let beside = self.project.root.join("tests");
        let runner = format!("target.wasm32-unknown-unknown.runner=['env','-C',{beside:?},{runner:?}]");
        let mut command = tools::command(self.project, cargo())?;
        command
            .args(["test", "--locked", "--target", "wasm32-unknown-unknown", "--test", "web", "--config", &runner])
            .args(self.filter.map(|filter| ["--", filter]).into_iter().flatten())
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        if let Some(driver) = browser::driver() {
            command.env("CHROMEDRIVER", driver);
        }
        self.closing.run(phase, &mut command)
    }

    fn end_to_end_tests(&mut self) -> Result<(), Failure> {
        let phase = announce("end-to-end tests, against the release build");
        run_alone("the page, bundled", || site::bundle(self.project))?;
        let mut command = self.test(&["--no-default-features", "--features", "e2e", "--test", "e2e"])?;
        let driver = in_the_browser(self.project, &mut command)?;
        let result = self.closing.run(phase, &mut command);
        drop(driver);
        result
    }

    /// Licences, bans and sources. Advisories are a database to be fetched, so they are a command of their own.
    fn dependencies(&self) -> Result<(), Failure> {
        let phase = announce("licences, bans and sources of the dependencies");
        let mut command = tools::command(self.project, CargoTool::deny().path(self.project))?;
        command.args(["--locked", "--log-level", "error", "check", "licenses", "bans", "sources"]);
        passed(phase, &mut command)?;
        println!(
            "Known vulnerabilities need a database from the network and are a command of their own: cargo deny check advisories"
        );
        Ok(())
    }

    fn test(&self, arguments: &[&str]) -> Result<Command, Failure> {
        let mut command = tools::command(self.project, cargo())?;
        command.args(["test", "--quiet", "--locked"]).args(arguments).args(self.filter);
        Ok(command)
    }

    fn cargo(&self, phase: &'static str, arguments: &[&str]) -> Result<(), Failure> {
        announce(phase);
        passed(phase, tools::command(self.project, cargo())?.args(arguments))
    }
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

fn passed(phase: &'static str, command: &mut Command) -> Result<(), Failure> {
    if process::run(command)? { Ok(()) } else { Err(Failure::Check { phase }) }
}

fn announce(phase: &'static str) -> &'static str {
    println!("\n== {phase}");
    phase
}
