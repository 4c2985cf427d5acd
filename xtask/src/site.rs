//! The release build of the page, made only when something has changed.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::digest::Fingerprint;
use crate::failure::Failure;
use crate::install::log_file;
use crate::jobs::{Outcome, run_logged};
use crate::project::{Project, cargo};
use crate::tools::CargoTool;
use crate::{brotli, sqlite, tools};

/// Compiles the page as Trunk will ask cargo to, so that Trunk finds it done.
pub fn compile(project: &Project) -> Result<Outcome, Failure> {
    let log = log_file(project, "page")?;
    let mut command = Command::new(cargo());
    command.current_dir(&project.root).args(["build", "--release", "--locked"]).args([
        "--target",
        "wasm32-unknown-unknown",
        "--bin",
        "eventarium",
    ]);
    run_logged("The page", &mut command, &log)?;
    let compiled = fs::read_to_string(&log).is_ok_and(|text| text.contains("Compiling"));
    Ok(if compiled { Outcome::Done } else { Outcome::AlreadyThere })
}

/// Bundles the compiled page, unless the last bundle was made from the same things.
pub fn bundle(project: &Project) -> Result<Outcome, Failure> {
    let fingerprint = fingerprint(project)?;
    let record = project.target().join("site.fingerprint");
    let known = fs::read_to_string(&record).unwrap_or_default();
    if known == fingerprint && project.site().join("index.html").is_file() {
        return Ok(Outcome::AlreadyThere);
    }
    // A bundle that stops half-way is no bundle.
    let _ = fs::remove_file(&record);
    let mut trunk = tools::command(project, CargoTool::trunk().path(project))?;
    trunk
        .args(["build", "--release", "--locked", "--dist"])
        .arg(project.site())
        // Some environments set this to a number, which Trunk does not take for an answer.
        .env_remove("NO_COLOR");
    run_logged("The bundle", &mut trunk, &log_file(project, "trunk-build")?)?;
    brotli::compress(project)?;
    fs::write(&record, fingerprint).map_err(|error| Failure::file(&record, &error))?;
    Ok(Outcome::Done)
}

/// Everything the bundle is made from: the compiled page, the files `index.html` names, and the tools.
fn fingerprint(project: &Project) -> Result<String, Failure> {
    let mut all = Fingerprint::default();
    let wasm = "wasm32-unknown-unknown/release/eventarium.wasm";
    all.path(&project.target().join(wasm))?;
    let page = project.root.join("index.html");
    all.path(&page)?;
    all.path(&project.root.join("Trunk.toml"))?;
    all.path(&project.root.join("xtask/npm/package-lock.json"))?;
    all.text(&CargoTool::trunk().version);
    // How the bundle is divided and what its policy says.
    all.path(&project.root.join("xtask/src"))?;
    let html = fs::read_to_string(&page).map_err(|error| Failure::file(&page, &error))?;
    all.path(&sqlite::worker(project))?;
    for asset in assets(project, &html) {
        all.path(&asset)?;
    }
    Ok(all.finish())
}

/// The files and folders that Trunk will copy, read from the page's own references.
fn assets(project: &Project, html: &str) -> Vec<PathBuf> {
    html.split('<')
        .filter(|tag| tag.contains("data-trunk"))
        .flat_map(|tag| ["href=\"", "src=\""].map(|name| (tag, name)))
        .filter_map(|(tag, name)| tag.split_once(name)?.1.split_once('"'))
        .map(|(path, _)| project.root.join(path))
        .filter(|path| path.exists())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn what_the_page_refers_to_is_part_of_the_fingerprint() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let project = Project { root: root.to_owned() };
        let html =
            r#"<link data-trunk rel="css" href="Cargo.toml" /><script data-trunk src="src"></script><a href="npm">"#;
        assert_eq!(assets(&project, html), [root.join("Cargo.toml"), root.join("src")]);
    }
}
