//! What becomes of the page after Trunk has built it: its WebAssembly is divided and made small, the database put
//! beside it, and the policy written.
//!
//! Trunk runs this as its `post_build` hook, so that every bundle has it, however it was made.

use std::fs;
use std::path::{Path, PathBuf};

use crate::digest::sha384;
use crate::failure::Failure;
use crate::install::WASM_TARGET;
use crate::project::Project;
use crate::split::Parts;
use crate::{csp, split, sqlite, tools};

/// How the release build's two modules are made small. Twice with a flat form in between: what the first round leaves
/// behind is found by the second.
const SMALLER: [&str; 11] = [
    "--flatten",
    "--rereloop",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "-ocimfs=30",
    "--reorder-functions-by-name",
    "--strip-producers",
    "--strip-target-features",
];

/// How Trunk names the page's module, and what the second one is called beside it.
const FIRST: &str = "_bg.wasm";
const LATER: &str = "_later.wasm";

/// What the compiler has left.
const LINKED: &str = "eventarium.wasm";

/// Where the page says what is loaded later, before it is known.
const PLACE: &str = "<meta name=\"loaded-later\" />";

/// Trunk's hook: works on the bundle that is just being made.
pub fn run_as_hook(project: &Project) -> Result<(), Failure> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .ok_or_else(|| Failure::Usage("`pack` is Trunk's hook: run `trunk build`".to_owned()))?;
    let staging = PathBuf::from(staging);
    let small = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let page = staging.join("index.html");
    let html = fs::read_to_string(&page).map_err(|error| Failure::file(&page, &error))?;
    let html = divide(project, &staging, html, small)?;
    sqlite::put_into(project, &staging)?;
    let html = csp::protect(&staging, &html)?;
    fs::write(&page, html).map_err(|error| Failure::file(&page, &error))
}

/// Puts two modules where there was one, and says so in the page.
fn divide(project: &Project, staging: &Path, html: String, small: bool) -> Result<String, Failure> {
    let first = module(staging)?;
    let whole = fs::read(&first).map_err(|error| Failure::file(&first, &error))?;
    let name = first.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let later_name = name.replace(FIRST, LATER);
    let later = staging.join(&later_name);
    // What is built to be tried out stays whole: it is not transferred far, and is there sooner.
    let parts = if small { parts_of(project, &whole)? } else { Parts::undivided(&whole) };
    let (now, then) = parts.functions;
    println!("{now} functions at first, {then} later with {} bytes of data", parts.data);
    for (path, bytes) in [(&first, &parts.first), (&later, &parts.later)] {
        fs::write(path, bytes).map_err(|error| Failure::file(path, &error))?;
        if small {
            shrink(project, path)?;
        }
    }
    if html.matches(PLACE).count() != 1 {
        return Err(Failure::Undivided(format!("index.html must hold {PLACE} exactly once")));
    }
    let meta =
        format!("<meta name=\"loaded-later\" content=\"./{later_name}\" data-integrity=\"{}\" />", integrity(&later)?);
    let html = html.replace(PLACE, &meta);
    Ok(html.replace(&digest_of(&whole), &integrity(&first)?))
}

fn parts_of(project: &Project, whole: &[u8]) -> Result<Parts, Failure> {
    let linked = project.target().join(WASM_TARGET).join("release").join(LINKED);
    let linked = fs::read(&linked).map_err(|error| Failure::file(&linked, &error))?;
    split::split(whole, &linked).map_err(|reason| Failure::Undivided(reason.to_string()))
}

fn shrink(project: &Project, module: &Path) -> Result<(), Failure> {
    let mut command = tools::command(project, "wasm-opt")?;
    command.args(SMALLER).arg(module).arg("-o").arg(module);
    if crate::process::run(&mut command)? {
        return Ok(());
    }
    Err(Failure::Process { program: "wasm-opt".to_owned(), reason: format!("could not work on {}", module.display()) })
}

/// The one module that Trunk has put into the bundle.
fn module(staging: &Path) -> Result<PathBuf, Failure> {
    let entries = fs::read_dir(staging).map_err(|error| Failure::file(staging, &error))?;
    let mut modules =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.to_string_lossy().ends_with(FIRST));
    match (modules.next(), modules.next()) {
        (Some(module), None) => Ok(module),
        _ => Err(Failure::Undivided(format!("{} must hold exactly one module", staging.display()))),
    }
}

fn integrity(path: &Path) -> Result<String, Failure> {
    fs::read(path).map(|bytes| digest_of(&bytes)).map_err(|error| Failure::file(path, &error))
}

/// A digest as the page's references carry it.
fn digest_of(bytes: &[u8]) -> String {
    format!("sha384-{}", sha384(bytes))
}
