//! Links and files of every released format open for ever.
//!
//! `EVENTARIUM_BLESS=1` writes those of the current version where there are none; what was released is never rewritten.

use std::path::PathBuf;

use eventarium::exchange::link::{self, Link};
use eventarium::exchange::session_file;
use eventarium::kernel::Span;
use eventarium::session::Session;

use super::super::{fault, order, story};
use super::branches::{forked_run, hashes};
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

fn golden(format: u32, name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/format-{format}")).join(name)
}

/// Runs with branches, by the numbers of their luck.
const FORKED: [u64; 3] = [2, 6, 9];

fn write_missing(format: u32, runs: impl IntoIterator<Item = (String, Session)>) {
    for (name, session) in runs {
        let shared = session.shared("flow").unwrap();
        assert_eq!(shared.format(), format, "{name}");
        let texts =
            [("link", Link::of(&shared).unwrap().text().to_owned()), ("json", session_file::write(&shared).unwrap())];
        for (path, text) in texts.map(|(kind, text)| (golden(format, &format!("{name}.{kind}")), text)) {
            if !path.exists() {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, text).unwrap();
            }
        }
    }
}

#[track_caller]
fn opened(format: u32, name: &str) -> [Session; 2] {
    ["link", "json"].map(|kind| {
        let text = std::fs::read_to_string(golden(format, &format!("{name}.{kind}"))).unwrap();
        let mut session = Session::new();
        let opened = session.open(&text).unwrap();
        assert_eq!(opened.view, "flow", "{name}");
        assert_eq!(opened.warnings, [], "{name}");
        session
    })
}

#[test]
fn links_and_files_of_format_1_open_and_end_as_they_did() {
    if std::env::var_os("EVENTARIUM_BLESS").is_some() {
        write_missing(1, runs().map(|(name, session)| (name.to_owned(), session)));
    }
    for name in NAMES {
        let [from_link, from_file] = opened(1, name);
        assert_eq!(from_link.timeline().record(), from_file.timeline().record(), "{name}");
        assert_eq!(from_link.hash(), from_file.hash(), "{name}");
        assert!(from_file.timeline().inputs().len() >= 2, "{name}");
    }
}

#[test]
fn links_and_files_of_format_2_open_with_all_their_branches() {
    if std::env::var_os("EVENTARIUM_BLESS").is_some() {
        write_missing(2, FORKED.map(|seed| (format!("forked-{seed}"), forked_run(seed))));
    }
    for seed in FORKED {
        let [from_link, from_file] = opened(2, &format!("forked-{seed}"));
        assert_eq!(from_link.branches(), from_file.branches(), "{seed}");
        assert_eq!(hashes(&from_link), hashes(&from_file), "{seed}");
        assert!(from_file.branches().len() > 1, "{seed}");
    }
}

/// What was written before there were branches is written as it was: who has an older page can open it.
#[test]
fn a_run_without_branches_is_written_in_format_1() {
    for name in NAMES {
        let text = std::fs::read_to_string(golden(1, &format!("{name}.link"))).unwrap();
        let read = link::read(&text).unwrap();
        assert_eq!(read.format(), 1, "{name}");
        assert_eq!(Link::of(&read).unwrap().text(), text, "{name}");
    }
}
