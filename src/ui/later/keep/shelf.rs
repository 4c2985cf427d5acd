//! All kept runs: which there are, how much room they take, and how to give one up.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::database::Database;
use super::desk;
use super::lock::Lock;
use crate::exchange::keep::{About, Usage, about};

/// So many runs are kept; the oldest goes when one more begins.
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

/// Newest first.
pub async fn rows(database: &Database) -> Result<Vec<Row>, String> {
    let names = database.names().await?;
    let ids: BTreeSet<&str> = names.iter().filter_map(|name| Some(name.split_once('/')?.0)).collect();
    let here = desk(|desk| desk.id.clone());
    let mut rows = Vec::new();
    for id in ids.into_iter().rev() {
        let slots: BTreeMap<_, _> = database.read(id).await?;
        rows.push(Row { id: id.to_owned(), about: about(&slots), is_here: id == here });
    }
    Ok(rows)
}

/// Gives up the oldest runs where there are too many. Ids begin with the time of the beginning.
pub async fn make_room(database: &Database) {
    let Ok(names) = database.names().await else { return };
    let ids: BTreeSet<&str> = names.iter().filter_map(|name| Some(name.split_once('/')?.0)).collect();
    let here = desk(|desk| desk.id.clone());
    let others: Vec<&str> = ids.into_iter().filter(|id| *id != here).collect();
    for id in others.iter().take((others.len() + 1).saturating_sub(RUNS_MAX)) {
        // What another tab goes on with stays, and so does what cannot be given up.
        let Some(_lock) = Lock::take(id).await else { continue };
        let _ = database.delete(id).await;
    }
}

/// What the browser says about its storage.
pub async fn usage() -> Usage {
    let storage = js_sys::Reflect::get(&window().navigator(), &"storage".into()).unwrap_or(JsValue::UNDEFINED);
    let Ok(storage) = storage.dyn_into::<web_sys::StorageManager>() else { return Usage::default() };
    let Ok(asked) = storage.estimate() else { return Usage::default() };
    let Ok(told) = JsFuture::from(asked).await else { return Usage::default() };
    let number = |name: &str| js_sys::Reflect::get(&told, &name.into()).ok()?.as_f64().map(|bytes| bytes as u64);
    let used = number("usage");
    // The page keeps nothing else worth speaking of.
    Usage { kept: used.unwrap_or(0), used, quota: number("quota") }
}
