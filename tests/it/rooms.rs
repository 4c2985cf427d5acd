//! The rooms of the house: who may use whom, and what may be named where.

use std::fs;
use std::path::Path;

/// What a room may use.
enum Uses {
    These(&'static [&'static str]),
    /// Every room that stands before it.
    AllAbove,
}

use Uses::{AllAbove, These};

/// The rooms in reading order, which is the order of dependence.
const ROOMS: [(&str, Uses); 15] = [
    ("kernel", These(&[])),
    ("domain", These(&["kernel"])),
    ("messaging", These(&["kernel"])),
    ("fault", These(&["kernel", "messaging"])),
    ("event_store", These(&["kernel", "messaging"])),
    ("transport", These(&["kernel", "messaging"])),
    ("projection", These(&["kernel", "messaging", "domain", "event_store"])),
    ("world", AllAbove),
    ("timeline", These(&["kernel", "event_store", "projection", "world"])),
    ("scenario", These(&["kernel", "domain", "messaging", "fault", "projection", "world", "timeline"])),
    ("check", AllAbove),
    ("exchange", AllAbove),
    ("session", AllAbove),
    ("scene", AllAbove),
    ("ui", AllAbove),
];

/// Only the screen knows the browser (law 1).
const WEB: [&str; 8] = [
    "leptos",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "gloo_timers",
    "serde_wasm_bindgen",
    "console_error_panic_hook",
];

/// Nothing below the screen has a clock, chance of its own, or an order that differs from run to run (laws 2 and 7).
const UNSTEADY: [&str; 7] = ["Instant", "SystemTime", "HashMap", "HashSet", "RandomState", "new_v4", "thread_rng"];

/// Rooms that count in whole numbers: floats begin where people's values enter and where pictures are made.
const WHOLE: [&str; 11] = [
    "kernel",
    "domain",
    "messaging",
    "fault",
    "event_store",
    "transport",
    "projection",
    "world",
    "timeline",
    "scenario",
    "check",
];

/// A source file with its path below `src`.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn room(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap_or_default()
    }

    /// Words of the code with their line numbers; comments say what they like.
    fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        let code = (1..).zip(self.text.lines()).map(|(number, line)| (number, line.split("//").next().unwrap_or("")));
        code.flat_map(|(number, line)| {
            line.split(|letter: char| !letter.is_alphanumeric() && letter != '_').map(move |word| (number, word))
        })
    }

    fn names(&self, forbidden: &[&str]) -> Vec<String> {
        let found = self.words().filter(|(_, word)| forbidden.contains(word));
        found.map(|(number, word)| format!("src/{}:{number} names {word}", self.path)).collect()
    }

    /// Rooms named as `crate::room`.
    fn uses(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (number, line) in (1..).zip(self.text.lines()) {
            let code = line.split("//").next().unwrap_or("");
            for rest in code.split("crate::").skip(1) {
                let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
                found.push((number, rest[..end].to_owned()));
            }
        }
        found
    }
}

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    gather(&root, &root, &mut sources);
    assert!(sources.len() > 100, "the sources were found");
    sources
}

fn gather(root: &Path, folder: &Path, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            sources.push(Source { path, text });
        }
    }
}

fn place_of(room: &str) -> Option<usize> {
    ROOMS.iter().position(|(name, _)| *name == room)
}

fn may_use(room: usize, other: &str) -> bool {
    let (own, uses) = &ROOMS[room];
    let above = place_of(other).is_some_and(|other| other < room);
    *own == other
        || match uses {
            These(rooms) => above && rooms.contains(&other),
            AllAbove => above,
        }
}

#[track_caller]
fn assert_none(found: Vec<String>) {
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_room_stands_in_the_table_and_in_its_order() {
    let lib = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs")).unwrap();
    let listed: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(listed, ROOMS.map(|(name, _)| name));
}

#[test]
fn a_room_uses_only_what_the_table_lets_it() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(room) = place_of(source.room()) else { continue };
        for (number, other) in source.uses() {
            if place_of(&other).is_some() && !may_use(room, &other) {
                wrong.push(format!("src/{}:{number}: {} uses {other}", source.path, source.room()));
            }
        }
    }
    assert_none(wrong);
}

#[test]
fn only_the_screen_knows_the_browser() {
    let below = sources().into_iter().filter(|source| !matches!(source.room(), "ui" | "main"));
    assert_none(below.flat_map(|source| source.names(&WEB)).collect());
}

#[test]
fn nothing_below_the_screen_differs_from_run_to_run() {
    let below = sources().into_iter().filter(|source| !matches!(source.room(), "ui" | "main"));
    assert_none(below.flat_map(|source| source.names(&UNSTEADY)).collect());
}

#[test]
fn the_engine_counts_in_whole_numbers() {
    let engine = sources().into_iter().filter(|source| WHOLE.contains(&source.room()));
    assert_none(engine.flat_map(|source| source.names(&["f32", "f64"])).collect());
}

#[test]
fn no_file_is_a_wall() {
    let long = sources().into_iter().filter(|source| source.text.lines().count() > 500);
    assert_none(long.map(|source| format!("src/{} has more than 500 lines", source.path)).collect());
}
