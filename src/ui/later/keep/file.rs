//! A file that a run began with, where it is too large to be kept: its name and its hash are remembered instead (SEC-33).

use std::cell::RefCell;

use crate::exchange::session_file;
use crate::session::RunId;
use crate::ui::prefs;

/// The preference that names the last one: hash, space, name.
const PREFERENCE: &str = "large-file";

/// What is known of a file that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct LargeFile {
    pub name: String,
    /// Of its contents.
    pub hash: String,
    pub bytes: f64,
}

thread_local! {
    static OPENED: RefCell<Option<(RunId, LargeFile)>> = const { RefCell::new(None) };
}

/// A run begins with this file.
pub fn note(run: RunId, file: LargeFile) {
    OPENED.with_borrow_mut(|opened| *opened = Some((run, file)));
}

/// True for a file whose run is not even tried: to write it down would take too long.
pub fn too_large(file: &LargeFile) -> bool {
    file.bytes > session_file::BYTES_MAX as f64
}

/// True where a file of this name was opened before whose contents were others.
pub fn is_another(file: &LargeFile) -> bool {
    remembered().is_some_and(|(hash, name)| name == file.name && hash != file.hash)
}

/// Why the run is not kept at all, if it is not.
pub fn not_kept(run: RunId) -> Option<String> {
    of(run).filter(too_large).map(remember)
}

/// Why the run is not kept, where writing it down was refused.
pub fn refused(run: RunId) -> Option<String> {
    of(run).map(remember)
}

fn of(run: RunId) -> Option<LargeFile> {
    OPENED.with_borrow(|opened| opened.as_ref().filter(|(of, _)| *of == run).map(|(_, file)| file.clone()))
}

fn remember(file: LargeFile) -> String {
    let LargeFile { name, hash, .. } = file;
    prefs::write(PREFERENCE, &format!("{hash} {name}"));
    format!("{name} (hash {hash}) is too large to be kept here, and what you do in it goes with the page")
}

fn remembered() -> Option<(String, String)> {
    let text = prefs::read(PREFERENCE)?;
    let (hash, name) = text.split_once(' ')?;
    Some((hash.to_owned(), name.to_owned()))
}

/// Names the last file that was too large.
pub fn reminder() -> Option<String> {
    let (hash, name) = remembered()?;
    Some(format!("The last file that was too large to be kept: {name} (hash {hash}). Open it again to go on with it."))
}
