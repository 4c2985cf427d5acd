//! Links and files of every released format open for ever.
//!
//! `EVENTARIUM_BLESS=1` writes those of the current version where there are none; what was released is never rewritten.

use std::path::PathBuf;

use eventarium::exchange::link::Link;
use eventarium::exchange::session_file;
use eventarium::kernel::Span;
use eventarium::session::{ENGINE_VERSION, Session};

use super::super::{fault, order, story};
use super::{random_run, ten_actions};

const NAMES: [&str; 6] = ["ten-actions", "stuck", "poison", "aimed", "random-1", "random-5"];

/// Runs that between them hold every kind of input.
fn runs() -> [(&'static str, Session); 6] {
    let mut stuck = story("stuck");
    stuck.run_until_quiet(Span::from_secs(120));
    stuck.resolve(0, eventarium::session::TaskVerdict::from_name("done").unwrap());
    stuck.run_until_quiet(Span::from_secs(120));
    let mut poison = story("poison");
    poison.run_until_quiet(Span::from_secs(120));
    let mut aimed = Session::new();
    let sent = aimed.send(&order()).unwrap();
    aimed.inject(&fault(&format!(r#"{{"kind": "latency", "by": 900, "message": "{}"}}"#, sent.message_id))).unwrap();
    aimed.run_until_quiet(Span::from_secs(120));
    let [ten, first, second, third, fourth, fifth] = NAMES;
    [
        (ten, ten_actions()),
        (first, stuck),
        (second, poison),
        (third, aimed),
        (fourth, random_run(1)),
        (fifth, random_run(5)),
    ]
}

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/format-1").join(name)
}

fn write_missing() {
    for (name, session) in runs() {
        let shared = session.shared("flow").unwrap();
        let texts =
            [("link", Link::of(&shared).unwrap().text().to_owned()), ("json", session_file::write(&shared).unwrap())];
        for (path, text) in texts.map(|(kind, text)| (golden(&format!("{name}.{kind}")), text)) {
            if !path.exists() {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, text).unwrap();
            }
        }
    }
}

#[test]
fn links_and_files_of_format_1_open_and_end_as_they_did() {
    if std::env::var_os("EVENTARIUM_BLESS").is_some() {
        write_missing();
    }
    for name in NAMES {
        let read = |kind: &str| std::fs::read_to_string(golden(&format!("{name}.{kind}"))).unwrap();
        let [from_link, from_file] = [read("link"), read("json")].map(|text| {
            let mut session = Session::new();
            let opened = session.open(&text).unwrap();
            assert_eq!(opened.view, "flow", "{name}");
            // Another engine may end a run differently, and says so.
            assert!(opened.warnings.is_empty() || ENGINE_VERSION > 1, "{name}: {:?}", opened.warnings);
            session
        });
        assert_eq!(from_link.timeline().record(), from_file.timeline().record(), "{name}");
        assert_eq!(from_link.hash(), from_file.hash(), "{name}");
        assert!(from_file.timeline().inputs().len() >= 2, "{name}");
    }
}
