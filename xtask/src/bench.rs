//! `cargo xtask bench`: what the budgets ask for, measured.

use crate::failure::Failure;
use crate::jobs::run_alone;
use crate::process;
use crate::project::{Project, cargo};
use crate::{brotli, browser, check, setup, site, tools};

/// The page may take this much over the network, compressed.
const TRANSFERRED_KB_MAX: u64 = 350;

/// The native benchmarks first, while nothing else runs; then the page in the browser.
pub fn run(project: &Project) -> Result<(), Failure> {
    setup::for_the_page(project)?;
    run_alone("Chromium and its driver", browser::install)?;
    run_alone("the page, bundled", || site::bundle(project))?;
    println!("\n== native");
    let mut native = tools::command(project, cargo())?;
    native.args(["bench", "--quiet", "--locked", "--no-default-features", "--benches"]);
    measured("native benchmarks", process::run(&mut native)?)?;
    println!("\n== transferred");
    let (first, later) = brotli::transferred(project)?;
    println!(
        "scripts and WebAssembly: {} KB brotli at first (budget {TRANSFERRED_KB_MAX} KB), {} KB with the first touch",
        first.div_ceil(1000),
        later.div_ceil(1000)
    );
    println!("\n== in the browser");
    let mut page = tools::command(project, cargo())?;
    page.args(["bench", "--quiet", "--locked", "--no-default-features", "--features", "e2e"])
        .args(["--bench", "browser"]);
    let driver = check::in_the_browser(project, &mut page)?;
    let result = process::run(&mut page);
    drop(driver);
    measured("benchmarks in the browser", result?)
}

fn measured(phase: &'static str, succeeded: bool) -> Result<(), Failure> {
    if succeeded { Ok(()) } else { Err(Failure::Check { phase }) }
}
