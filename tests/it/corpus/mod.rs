//! The committed corpus of the fuzz targets, through the functions that the targets call.

#[path = "../../../fuzz/entry.rs"]
mod entry;
mod seeds;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use eventarium::exchange::Code;
use eventarium::session::{Opening, Session};

fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target)
}

/// Runs all files of a target. `EVENTARIUM_BLESS=1` writes the seeds that are not there.
fn run(target: &str, seeds: Vec<(String, Vec<u8>)>, entry: fn(&[u8])) {
    let folder = folder(target);
    if std::env::var_os("EVENTARIUM_BLESS").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in seeds.into_iter().filter(|(name, _)| !folder.join(name).exists()) {
            fs::write(folder.join(name), bytes).unwrap();
        }
    }
    let mut count = 0;
    for file in fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let started = Instant::now();
        entry(&bytes);
        assert!(started.elapsed().as_secs() < 5, "{}", path.display());
        count += 1;
    }
    assert!(count >= 10, "{target}: {count} files");
}

#[test]
fn links() {
    run("link", seeds::links(), entry::link);
}

#[test]
fn sessions() {
    run("session", seeds::sessions(), entry::session);
}

#[test]
fn cloudevents() {
    run("cloudevents", seeds::cloudevents(), entry::cloudevents);
}

#[test]
fn expressions() {
    run("expression", seeds::expressions(), entry::expression);
}

fn text(target: &str, name: &str) -> String {
    String::from_utf8_lossy(&fs::read(folder(target).join(name)).unwrap()).into_owned()
}

/// Each mistake of the list "bad input", from its file to its name, within half a second.
#[test]
fn bad_input_is_named_at_once() {
    let links = [
        ("truncated", Code::BadLink, "the end of this link is missing"),
        ("bit-flipped", Code::BadLink, "this link was changed on its way"),
        ("over-long", Code::TooLarge, "65537 characters"),
        ("bomb", Code::TooLarge, "compressed bytes hold more than"),
        ("future", Code::BadLink, "a newer version wrote this link: format 99"),
        ("unknown-scenario", Code::UnknownName, "no such scenario"),
    ];
    let sessions = [
        ("truncated", Code::BadSession, "this is not JSON"),
        ("future", Code::BadSession, "a newer version wrote this: format 99"),
        ("deep", Code::BadSession, "this is not JSON: more than 64 levels"),
        ("nan", Code::BadSession, "this is not JSON"),
        ("unknown-scenario", Code::UnknownName, "no such scenario"),
    ];
    let imports = [
        ("no-id", Code::BadImport, "this required attribute is missing"),
        ("duplicate-id", Code::BadImport, "line 1 has this id already"),
        ("cycle", Code::BadImport, "cyclic causation"),
        ("nan", Code::BadImport, "this is not JSON"),
        ("deep", Code::BadImport, "this is not JSON: more than 64 levels"),
        ("foreign-type", Code::UnknownName, "the shop records no such event"),
    ];
    let opened = links.map(|bad| ("link", bad)).into_iter().chain(sessions.map(|bad| ("session", bad)));
    for (target, (name, code, reason)) in opened.chain(imports.map(|bad| ("cloudevents", bad))) {
        let (text, started) = (text(target, name), Instant::now());
        let refused = match target {
            "cloudevents" => Session::new().import(&text).map(drop).unwrap_err(),
            _ => Opening::read(&text).map(drop).unwrap_err(),
        };
        assert!(started.elapsed().as_millis() < 500, "{target}/{name}: {:?}", started.elapsed());
        assert_eq!(refused.code, code, "{target}/{name}: {refused}");
        assert!(refused.reason.contains(reason), "{target}/{name}: {refused}");
    }
}
