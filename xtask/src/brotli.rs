//! Compressed copies of what the page loads, made once and served many times.
//!
//! Node.js is there for wasm-opt already and carries Brotli, so no crate has to be compiled for it.

use std::fs;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::install::log_file;
use crate::jobs::run_logged;
use crate::project::Project;
use crate::tools;

const SCRIPT: &str = r"
const fs = require('node:fs'), path = require('node:path'), zlib = require('node:zlib');
const [from, to] = process.argv.slice(1);
fs.rmSync(to, { recursive: true, force: true });
for (const name of fs.readdirSync(from, { recursive: true })) {
  const source = path.join(from, name);
  if (!/\.(html|css|m?js|wasm|svg|json|txt)$/.test(name) || !fs.statSync(source).isFile()) continue;
  const bytes = fs.readFileSync(source);
  const options = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const target = path.join(to, name + '.br');
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, zlib.brotliCompressSync(bytes, { params: options }));
}
";

/// Where the compressed copies are, each under its file's own name and `.br`.
pub fn dir(project: &Project) -> PathBuf {
    project.target().join("site-brotli")
}

/// Compresses the whole bundle.
pub fn compress(project: &Project) -> Result<(), Failure> {
    let mut node = tools::command(project, "node")?;
    node.args(["-e", SCRIPT]).arg(project.site()).arg(dir(project));
    run_logged("The compressed copies", &mut node, &log_file(project, "brotli")?)
}

/// What crosses the network for scripts and WebAssembly, in bytes: for the first picture, and with the first touch.
pub fn transferred(project: &Project) -> Result<(u64, u64), Failure> {
    let dir = dir(project);
    let files = fs::read_dir(&dir).map_err(|error| Failure::file(&dir, &error))?;
    let (mut first, mut later) = (0, 0);
    for file in files.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        let long = file.metadata().map_or(0, |metadata| metadata.len());
        if name.ends_with("_later.wasm.br") {
            later += long;
        } else if name.ends_with(".js.br") || name.ends_with(".wasm.br") {
            first += long;
        }
    }
    Ok((first, later))
}
