//! The database in its worker: opened when it is first needed, fed with the log up to the cursor, stopped when a
//! question does not end.

use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::event_store::GlobalPosition;
use crate::exchange::table::{self, CREATE, INSERT, Value};
use crate::kernel::Digest;
use crate::scene::workbench::{Undone, is_blank};
use crate::session::Session;
use crate::ui::erase::State;
use crate::ui::handle::SessionHandle;

/// Beside the page, put there by the build.
const ADDRESS: &str = "./sqlite/worker.js";
/// Events that the table is filled with, the first ones.
pub const EVENTS_MAX: usize = 50_000;
/// Rows of an answer, ...
pub const ROWS_MAX: usize = 200;
/// ... and characters of a value.
pub const LETTERS_MAX: usize = 600;

/// How it stands with the question.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    Nothing,
    /// The database is being loaded for the first question.
    Loading,
    Running,
    Answered(Answer),
    Refused {
        message: String,
        /// Where in its statement it stumbled, in bytes.
        at: Option<usize>,
        sql: String,
    },
    /// The question was empty.
    Blank,
    Stopped,
    /// It could not be loaded.
    Missing,
}

/// What a question came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub sql: String,
    pub columns: Vec<String>,
    /// `None` for a value that is not there.
    pub rows: Vec<Vec<Option<String>>>,
    /// There are more rows than are shown.
    pub more: bool,
    /// So many statements were run; the rows are those of the last.
    pub statements: u32,
    /// Rows that it changed, before that was undone.
    pub changed: u64,
    pub undone: Undone,
    pub millis: f64,
    /// Events in the table.
    pub events: usize,
    /// Events of the log that the table leaves out.
    pub left_out: usize,
}

/// The database of one tab.
#[derive(Clone, Copy)]
pub struct Database {
    pub asked: State<Asked>,
    /// The version of SQLite, once it is there.
    pub version: State<String>,
    inner: StoredValue<Inner, LocalStorage>,
}

#[derive(Default)]
struct Inner {
    worker: Option<Worker>,
    /// Heard for as long as it is kept.
    hears: Vec<Closure<dyn FnMut(MessageEvent)>>,
    /// What the table holds.
    fed: Option<Digest>,
    events: (usize, usize),
    number: u32,
    sql: String,
}

impl Database {
    pub fn new() -> Self {
        let database = Self {
            asked: State::new(Asked::Nothing),
            version: State::new(String::new()),
            inner: StoredValue::new_local(Inner::default()),
        };
        on_cleanup(move || database.close());
        database
    }

    /// Asks it about the log up to the cursor.
    pub fn ask(self, handle: SessionHandle, sql: &str) {
        if matches!(self.asked.get_untracked(), Asked::Loading | Asked::Running) {
            return;
        }
        if is_blank(sql) {
            self.asked.set(Asked::Blank);
            return;
        }
        if self.asked.get_untracked() == Asked::Missing {
            self.close();
        }
        let is_there = self.inner.with_value(|inner| inner.worker.is_some());
        self.asked.set(if is_there { Asked::Running } else { Asked::Loading });
        if !is_there && self.open().is_err() {
            self.asked.set(Asked::Missing);
            return;
        }
        handle.with(|session| self.feed(session));
        let mut number = 0;
        self.inner.update_value(|inner| {
            inner.number = inner.number.wrapping_add(1);
            sql.clone_into(&mut inner.sql);
            number = inner.number;
        });
        self.post(&[
            ("kind", "ask".into()),
            ("number", number.into()),
            ("sql", sql.into()),
            ("most", (ROWS_MAX as u32).into()),
            ("letters", (LETTERS_MAX as u32).into()),
        ]);
    }

    /// Another run stands here: what was answered about the one before goes with it.
    pub fn forget(self) {
        if matches!(self.asked.get_untracked(), Asked::Answered(_) | Asked::Refused { .. }) {
            self.asked.set(Asked::Nothing);
        }
    }

    /// Ends it in the middle of a question. The next question loads it again.
    pub fn stop(self) {
        self.close();
        self.asked.set(Asked::Stopped);
    }

    fn close(self) {
        let gone = self.inner.try_update_value(std::mem::take);
        if let Some(worker) = gone.and_then(|inner| inner.worker) {
            worker.terminate();
        }
    }

    fn open(self) -> Result<(), JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(ADDRESS, &options)?;
        let hears = Closure::<dyn FnMut(MessageEvent)>::new(move |ev: MessageEvent| self.heard(&ev.data()));
        let fails = Closure::<dyn FnMut(MessageEvent)>::new(move |_: MessageEvent| {
            self.asked.set(Asked::Missing);
        });
        worker.set_onmessage(Some(hears.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fails.as_ref().unchecked_ref()));
        self.inner.update_value(|inner| {
            inner.worker = Some(worker);
            inner.hears = vec![hears, fails];
        });
        self.post(&[("kind", "open".into()), ("create", CREATE.into())]);
        Ok(())
    }

    /// Fills the table, unless it holds just this.
    fn feed(self, session: &Session) {
        let store = &session.world().store;
        let now = table::digest(session.world());
        if self.inner.with_value(|inner| inner.fed == Some(now)) {
            return;
        }
        let rows = Array::new();
        for row in table::rows(session.world(), GlobalPosition::START).take(EVENTS_MAX) {
            let values = row.values().into_iter().map(|value| match value {
                // Positions and versions are far below what a number can hold exactly.
                Value::Whole(number) => JsValue::from_f64(number as f64),
                Value::Text(text) => JsValue::from_str(&text),
            });
            rows.push(&values.collect::<Array>());
        }
        let events = rows.length() as usize;
        self.inner.update_value(|inner| {
            inner.fed = Some(now);
            inner.events = (events, store.len().saturating_sub(events));
        });
        self.post(&[("kind", "feed".into()), ("insert", INSERT.into()), ("rows", rows.into())]);
    }

    fn post(self, fields: &[(&str, JsValue)]) {
        let message = Object::new();
        for (name, value) in fields {
            let _ = Reflect::set(&message, &(*name).into(), value);
        }
        self.inner.with_value(|inner| {
            if let Some(worker) = &inner.worker {
                let _ = worker.post_message(&message);
            }
        });
    }

    fn heard(self, data: &JsValue) {
        let field = |name: &str| Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let text = |name: &str| field(name).as_string().unwrap_or_default();
        let known = self.inner.try_with_value(|inner| (inner.number, inner.events, inner.sql.clone()));
        let (number, events, sql) = match known {
            Some(known) => known,
            None => return,
        };
        let is_clean = field("clean") != JsValue::FALSE;
        match text("kind").as_str() {
            "ready" => {
                self.version.set(text("version"));
                self.asked.set(Asked::Running);
            }
            "answer" if field("number") == number => {
                self.asked.set(Asked::Answered(Answer {
                    sql,
                    columns: texts(&field("columns")).into_iter().flatten().collect(),
                    rows: Array::from(&field("rows")).iter().map(|row| texts(&row)).collect(),
                    more: field("more") == JsValue::TRUE,
                    statements: field("statements").as_f64().unwrap_or(0.0) as u32,
                    changed: field("changed").as_f64().unwrap_or(0.0) as u64,
                    undone: if is_clean { Undone::TakenBack } else { Undone::FilledAnew },
                    millis: field("millis").as_f64().unwrap_or(0.0),
                    events: events.0,
                    left_out: events.1,
                }));
            }
            "error" => {
                let at = field("at").as_f64().filter(|at| *at >= 0.0).map(|at| at as usize);
                self.asked.set(Asked::Refused { message: text("message"), at, sql });
            }
            _ => {}
        }
        // What a question left behind goes with its database when the table is filled anew.
        if !is_clean {
            self.inner.update_value(|inner| inner.fed = None);
        }
    }
}

fn texts(list: &JsValue) -> Vec<Option<String>> {
    Array::from(list).iter().map(|value| value.as_string()).collect()
}
