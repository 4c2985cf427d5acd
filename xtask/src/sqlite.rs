//! The database of the workbench: SQLite compiled to WebAssembly, put into the bundle beside the page.
//!
//! It is one of the npm packages. The page asks for it only when a person opens the tab that needs it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::install::npm_packages;
use crate::project::Project;
use crate::tools::npm_dir;

/// Where the package keeps what a browser loads.
const PACKAGE: &str = "node_modules/@sqlite.org/sqlite-wasm/sqlite-wasm/jswasm";
/// What is taken of it, and what it is called in the bundle: every server knows what `.js` is.
const FILES: [(&str, &str); 2] = [("sqlite3.mjs", "sqlite3.js"), ("sqlite3.wasm", "sqlite3.wasm")];
/// The project's own part of it.
const WORKER: &str = "src/ui/later/workbench/sql_worker.js";

/// The worker's source, of which the bundle is made, too.
pub fn worker(project: &Project) -> PathBuf {
    project.root.join(WORKER)
}

/// Copies it into a bundle that is just being made.
pub fn put_into(project: &Project, staging: &Path) -> Result<(), Failure> {
    npm_packages(project)?;
    let package = npm_dir(project)?.join(PACKAGE);
    let folder = staging.join("sqlite");
    fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    let taken = FILES.map(|(from, to)| (package.join(from), to));
    for (from, to) in taken.into_iter().chain([(worker(project), "worker.js")]) {
        fs::copy(&from, folder.join(to)).map_err(|error| Failure::file(&from, &error))?;
    }
    Ok(())
}
