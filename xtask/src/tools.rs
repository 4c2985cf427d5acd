//! The tools by name and version, and the PATH under which they are found.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::project::{Project, executable};

/// A program that cargo builds from its published source.
pub struct CargoTool {
    pub package: &'static str,
    pub version: String,
    /// The program that is asked for; others of the same package come along.
    pub program: &'static str,
}

impl CargoTool {
    /// The newest Trunk that this compiler builds. Without its own TLS, because it has nothing to download.
    pub fn trunk() -> Self {
        Self { package: "trunk", version: "0.21.14".to_owned(), program: "trunk" }
    }

    /// Has to be of exactly the version that the page is compiled with.
    pub fn wasm_bindgen(project: &Project) -> Result<Self, Failure> {
        Ok(Self {
            package: "wasm-bindgen-cli",
            version: project.locked_version("wasm-bindgen")?,
            program: "wasm-bindgen",
        })
    }

    pub fn deny() -> Self {
        Self { package: "cargo-deny", version: "0.20.2".to_owned(), program: "cargo-deny" }
    }

    /// One folder a version, so that being there means being the right one.
    pub fn dir(&self, project: &Project) -> PathBuf {
        project.tools().join(format!("{}-{}", self.package, self.version))
    }

    pub fn path(&self, project: &Project) -> PathBuf {
        executable(&self.dir(project).join("bin"), self.program)
    }
}

/// The folder of the npm packages that `xtask/npm` pins: wasm-opt, axe and SQLite.
pub fn npm_dir(project: &Project) -> Result<PathBuf, Failure> {
    let lock = project.root.join("xtask/npm/package-lock.json");
    let text = std::fs::read(&lock).map_err(|error| Failure::file(&lock, &error))?;
    let digest = crate::digest::sha256_hex(&text);
    let short: String = digest.chars().take(12).collect();
    Ok(project.tools().join(format!("npm-{short}")))
}

/// The accessibility checker that the end-to-end tests inject into the page.
pub fn axe(project: &Project) -> Result<PathBuf, Failure> {
    Ok(npm_dir(project)?.join("node_modules/axe-core/axe.min.js"))
}

/// The PATH with the pinned tools first.
pub fn path_with_tools(project: &Project) -> Result<OsString, Failure> {
    let mut dirs = vec![
        CargoTool::trunk().dir(project).join("bin"),
        CargoTool::wasm_bindgen(project)?.dir(project).join("bin"),
        CargoTool::deny().dir(project).join("bin"),
        npm_dir(project)?.join("node_modules/.bin"),
    ];
    dirs.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    std::env::join_paths(dirs)
        .map_err(|error| Failure::Process { program: "PATH".to_owned(), reason: error.to_string() })
}

/// A command that starts in the project's root and finds the pinned tools first.
pub fn command(project: &Project, program: impl Into<OsString>) -> Result<Command, Failure> {
    let mut command = Command::new(program.into());
    command.current_dir(&project.root).env("PATH", path_with_tools(project)?);
    Ok(command)
}
