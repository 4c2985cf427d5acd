//! All kept runs: which there are, how much room they take, and how to give one up.

use std::collections::BTreeSet;

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::database::Database;
use super::lock::Lock;
use super::{desk, hint, name_of, right_to};
use crate::exchange::keep::{About, Did, Usage, about};
use crate::session::RunId;

/// So many runs are kept; somebody is asked before the oldest goes for one more.
pub const RUNS_MAX: usize = 8;

/// One kept run.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub id: String,
    /// `None` where the manifest cannot be read.
    pub about: Option<About>,
    /// The one that this tab goes on with.
    pub is_here: bool,
}

/// Newest first. `here` is the run that is walked on.
pub async fn rows(database: &Database, here: RunId) -> Result<Vec<Row>, String> {
    let names = database.names().await?;
    let ids: BTreeSet<&str> = names.iter().filter_map(|name| Some(name.split_once('/')?.0)).collect();
    let here = name_of(here);
    let mut rows = Vec::new();
    for id in ids.into_iter().rev() {
        let slots = database.slots(id).await?;
        rows.push(Row { id: id.to_owned(), about: about(&slots), is_here: here.as_deref() == Some(id) });
    }
    Ok(rows)
}

/// The oldest run, where it would have to go for one more. Nothing goes by itself, whatever little was done in it. Ids
/// begin with the time of the beginning.
pub async fn in_the_way(database: &Database) -> Result<Option<(String, Option<About>)>, String> {
    let names = database.names().await?;
    let ids: BTreeSet<&str> = names.iter().filter_map(|name| Some(name.split_once('/')?.0)).collect();
    let here = desk(|desk| desk.id.clone());
    let others: Vec<&str> = ids.into_iter().filter(|id| *id != here).collect();
    if others.len() < RUNS_MAX {
        return Ok(None);
    }
    for id in others {
        // What another tab goes on with stays.
        if Lock::take(id).await.is_some() {
            return Ok(Some((id.to_owned(), about(&database.slots(id).await?))));
        }
    }
    Ok(None)
}

/// Deletes a kept run, because somebody said so. False where another tab goes on with it: it stays then.
pub async fn delete(database: &Database, id: &str) -> Result<bool, String> {
    let Some(_lock) = right_to(id).await else { return Ok(false) };
    database.delete(id).await?;
    hint::tell(Did::Deleted, id);
    Ok(true)
}

fn storage() -> Option<web_sys::StorageManager> {
    js_sys::Reflect::get(&window().navigator(), &"storage".into()).ok()?.dyn_into().ok()
}

/// Asks the browser not to clear what is kept: somebody has saved something, so it matters (SEC-33).
pub fn ask_to_persist() {
    if let Some(asked) = storage().and_then(|storage| storage.persist().ok()) {
        // Its answer is looked up where it is shown.
        leptos::task::spawn_local(async move { drop(JsFuture::from(asked).await) });
    }
}

/// True where the browser has promised not to clear it by itself.
pub async fn is_persistent() -> bool {
    let Some(asked) = storage().and_then(|storage| storage.persisted().ok()) else { return false };
    JsFuture::from(asked).await.is_ok_and(|answer| answer.is_truthy())
}

/// What the browser says about its storage.
pub async fn usage() -> Usage {
    let Some(storage) = storage() else { return Usage::default() };
    let Ok(asked) = storage.estimate() else { return Usage::default() };
    let Ok(told) = JsFuture::from(asked).await else { return Usage::default() };
    let number = |name: &str| js_sys::Reflect::get(&told, &name.into()).ok()?.as_f64().map(|bytes| bytes as u64);
    let used = number("usage");
    // The page keeps nothing else worth speaking of.
    Usage { kept: used.unwrap_or(0), used, quota: number("quota") }
}
