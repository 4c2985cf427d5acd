//! `cargo xtask bench --serve`: the page that is measured beside other event stores, built for speed and served.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::install::{cargo_tool, log_file, npm_packages, wasm_target};
use crate::jobs::{Job, Outcome, run_alone, run_logged, run_together};
use crate::project::{Project, cargo};
use crate::server::{self, Bundle, Server};
use crate::tools::{self, CargoTool};

/// Where the page's own files are, and what its WebAssembly is called.
const SOURCE: &str = "benches/orders-v1/page";
const WASM: &str = "wasm32-unknown-unknown/release/orders_v1.wasm";

/// In place of what makes the app's page small and dividable.
const RUSTFLAGS: &str = "-Clink-arg=--max-memory=1073741824";

/// What current browsers and the compiler agree on.
const WASM_FEATURES: [&str; 6] =
    ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "multivalue", "reference-types"];

/// Sets up, builds, and serves until the person ends it.
pub fn run(project: &Project, port: u16) -> Result<(), Failure> {
    server::check_port(port)?;
    println!("Set-up");
    run_alone("WebAssembly target", || wasm_target(project))?;
    let bindgen = CargoTool::wasm_bindgen(project)?;
    run_together(vec![
        Job::new(format!("{} {}", bindgen.package, bindgen.version), || cargo_tool(project, &bindgen)),
        Job::new("wasm-opt", || npm_packages(project)),
        Job::new("the workload, compiled", || compile(project)),
    ])?;
    let folder = project.target().join("bench-page");
    run_alone("the page, bundled", || bundle(project, &bindgen, &folder))?;
    let server = Server::of(Bundle::of_folder(&folder, isolation())?, port)?;
    println!("\nThe workload orders-v1 is at {} (Ctrl+C ends it)", server.url());
    server.run();
    Ok(())
}

/// The app is compiled to be small; what is measured here is compiled to be fast.
fn compile(project: &Project) -> Result<Outcome, Failure> {
    let mut command = Command::new(cargo());
    command
        .current_dir(&project.root)
        .args(["build", "--release", "--locked", "--package", "orders-v1", "--lib"])
        .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(build_dir(project))
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3")
        .env("RUSTFLAGS", RUSTFLAGS);
    run_logged("The workload", &mut command, &log_file(project, "bench-page")?)?;
    Ok(Outcome::Done)
}

/// Beside the app's own build, so that neither makes the other start anew.
fn build_dir(project: &Project) -> PathBuf {
    project.target().join("bench")
}

fn bundle(project: &Project, bindgen: &CargoTool, folder: &Path) -> Result<Outcome, Failure> {
    let log = log_file(project, "bench-bundle")?;
    let wasm = build_dir(project).join(WASM);
    let mut glue = tools::command(project, bindgen.path(project))?;
    glue.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(folder).arg(&wasm);
    run_logged("The page's glue", &mut glue, &log)?;
    let built = folder.join("orders_v1_bg.wasm");
    let mut optimise = tools::command(project, "wasm-opt")?;
    optimise.arg("-O3").args(WASM_FEATURES.map(|feature| format!("--enable-{feature}")));
    optimise.arg(&built).arg("-o").arg(&built);
    run_logged("wasm-opt", &mut optimise, &log)?;
    for file in ["index.html", "bench.js"] {
        let from = project.root.join(SOURCE).join(file);
        fs::copy(&from, folder.join(file)).map_err(|error| Failure::file(&from, &error))?;
    }
    Ok(Outcome::Done)
}

/// An isolated page has the finer clock.
fn isolation() -> Vec<(&'static str, String)> {
    vec![
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Cross-Origin-Embedder-Policy", "require-corp".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
    ]
}
