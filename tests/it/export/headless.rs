//! The headless twin plays what the page shares.

use std::process::{Command, Output};

use eventarium::scene::story::story;
use eventarium::session::{ExportFormat, Session, scenarios};

use super::played;

fn headless(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_headless")).args(arguments).output().unwrap()
}

#[test]
fn every_story_is_played_from_its_link_to_the_same_end() {
    for scenario in scenarios() {
        let session = played(scenario.id);
        let mut elsewhere = Session::new();
        elsewhere.open(&format!("https://example.org/#{}", session.link("").unwrap().fragment())).unwrap();
        elsewhere.stand_at_end();
        let told = story(&elsewhere);
        assert_eq!(told, story(&session), "{}", scenario.id);
        assert!(told.text.ends_with(&format!("hash {}\n", session.hash())));
        assert_eq!(told.holds, session.invariants().iter().all(|report| report.ok));
        assert_eq!(told.holds, !told.text.contains("\nBROKEN"));
    }
}

#[test]
fn the_program_says_by_its_exit_code_whether_every_promise_holds() {
    let held = played("happy-path");
    let played_link = headless(&["play", held.link("").unwrap().text()]);
    assert_eq!(played_link.status.code(), Some(0));
    assert_eq!(String::from_utf8(played_link.stdout).unwrap(), story(&held).text);
    let broken = played("charged-twice");
    assert!(!story(&broken).holds);
    assert_eq!(headless(&["play", broken.link("").unwrap().text()]).status.code(), Some(1));
}

#[test]
fn the_program_reads_files_and_writes_every_format() {
    let session = played("poison");
    let file = std::env::temp_dir().join(format!("eventarium-headless-{}.json", std::process::id()));
    std::fs::write(&file, session.export(ExportFormat::Session).unwrap()).unwrap();
    let path = file.to_str().unwrap();
    for format in ExportFormat::ALL {
        let written = headless(&["export", format.name(), path]);
        assert_eq!(written.status.code(), Some(0), "{}", format.name());
        assert_eq!(String::from_utf8(written.stdout).unwrap(), session.export(format).unwrap(), "{}", format.name());
    }
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn the_program_names_what_it_cannot_play() {
    let wrong: [&[&str]; 4] = [&[], &["play", "no-such-run"], &["export", "pdf", "x"], &["dance"]];
    for arguments in wrong {
        let refused = headless(arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(!refused.stderr.is_empty() && refused.stdout.is_empty());
    }
}
