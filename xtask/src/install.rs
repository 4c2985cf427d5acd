//! Putting one tool in its place.
//!
//! Everything lands under cargo's build folder, never in the person's own directories. A tool is built beside its place and
//! moved there when it is whole, so that an interrupted set-up is repeated and not believed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::jobs::{Outcome, run_logged};
use crate::project::{Project, cargo, on_path};
use crate::tools::{CargoTool, npm_dir};

pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A tool runs for seconds and is compiled for minutes: nothing is worth optimising.
const QUICK_BUILD: [(&str, &str); 6] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ("CARGO_PROFILE_RELEASE_PANIC", "unwind"),
    ("CARGO_INCREMENTAL", "0"),
];

/// The standard library for WebAssembly, by rustup.
pub fn wasm_target(project: &Project) -> Result<Outcome, Failure> {
    let rustc = crate::process::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&rustc).trim());
    if sysroot.join("lib/rustlib").join(WASM_TARGET).is_dir() {
        return Ok(Outcome::AlreadyThere);
    }
    if on_path("rustup").is_none() {
        return Err(Failure::Missing {
            program: "rustup",
            remedy: "install it, or the standard library for wasm32-unknown-unknown by your system's packages",
        });
    }
    let log = log_file(project, "wasm-target")?;
    run_logged("The WebAssembly target", Command::new("rustup").args(["target", "add", WASM_TARGET]), &log)?;
    Ok(Outcome::Done)
}

/// A tool of cargo's.
pub fn cargo_tool(project: &Project, tool: &CargoTool) -> Result<Outcome, Failure> {
    let place = tool.dir(project);
    if tool.path(project).is_file() {
        return Ok(Outcome::AlreadyThere);
    }
    let log = log_file(project, tool.package)?;
    let build = project.tools().join(format!("build-{}", tool.package));
    let partial = partial(&place)?;
    let locked = run_logged(tool.package, cargo_install(tool, &partial, &build).arg("--locked"), &log);
    if let Err(refused) = locked {
        // A lock file may name a version that its authors have withdrawn since; any other reason stays a failure.
        let text = fs::read_to_string(&log).unwrap_or_default();
        if !text.contains("locked to") {
            return Err(refused);
        }
        run_logged(tool.package, &mut cargo_install(tool, &partial, &build), &log)?;
    }
    put_in_place(&partial, &place)?;
    // Only the programs are of use from here on; what they were built from is a gigabyte.
    let _ = fs::remove_dir_all(&build);
    Ok(Outcome::Done)
}

fn cargo_install(tool: &CargoTool, root: &Path, build: &Path) -> Command {
    let mut command = Command::new(cargo());
    command
        .args(["install", "--no-default-features", "--force", "--version"])
        .arg(format!("={}", tool.version))
        .arg("--root")
        .arg(root)
        .arg("--target-dir")
        .arg(build)
        .arg(tool.package)
        .envs(QUICK_BUILD);
    command
}

/// The npm packages, exactly as their lock file has them, and none of their scripts.
pub fn npm_packages(project: &Project) -> Result<Outcome, Failure> {
    let place = npm_dir(project)?;
    if place.is_dir() {
        return Ok(Outcome::AlreadyThere);
    }
    if on_path("node").is_none() {
        return Err(Failure::Missing {
            program: "Node.js",
            remedy: "install version 18 or newer; wasm-opt comes as one of its packages",
        });
    }
    let partial = partial(&place)?;
    for file in ["package.json", "package-lock.json"] {
        let from = project.root.join("xtask/npm").join(file);
        fs::copy(&from, partial.join(file)).map_err(|error| Failure::file(&from, &error))?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let log = log_file(project, "npm")?;
    run_logged(
        "wasm-opt, axe and SQLite",
        Command::new(npm).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&partial),
        &log,
    )?;
    put_in_place(&partial, &place)?;
    Ok(Outcome::Done)
}

/// An empty folder beside the place, without what an interrupted set-up left in it.
fn partial(place: &Path) -> Result<PathBuf, Failure> {
    let partial = place.with_added_extension("partial");
    if partial.exists() {
        fs::remove_dir_all(&partial).map_err(|error| Failure::file(&partial, &error))?;
    }
    fs::create_dir_all(&partial).map_err(|error| Failure::file(&partial, &error))?;
    Ok(partial)
}

fn put_in_place(partial: &Path, place: &Path) -> Result<(), Failure> {
    if place.exists() {
        fs::remove_dir_all(place).map_err(|error| Failure::file(place, &error))?;
    }
    fs::rename(partial, place).map_err(|error| Failure::file(place, &error))
}

/// Where a step writes what it says.
pub fn log_file(project: &Project, step: &str) -> Result<PathBuf, Failure> {
    let dir = project.tools().join("log");
    fs::create_dir_all(&dir).map_err(|error| Failure::file(&dir, &error))?;
    Ok(dir.join(format!("{step}.log")))
}
