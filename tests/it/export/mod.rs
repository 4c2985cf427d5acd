//! A run in the words of other programs.

mod headless;
mod mermaid;
mod otlp;
mod tests_in_rust;

use eventarium::kernel::Span;
use eventarium::session::{Beginning, ExportFormat, Session, Window, scenarios};

/// The story with this id, until it is quiet.
pub fn played(id: &str) -> Session {
    let mut session = Session::new();
    session.reset(&Beginning { scenario: Some(id.into()), ..Beginning::default() }).unwrap();
    session.run_until_quiet(Span::from_secs(120));
    session
}

/// Holds that a text is as the file says; `EVENTARIUM_BLESS=1` writes it anew.
#[track_caller]
pub fn is_golden(path: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path);
    if std::env::var_os("EVENTARIUM_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(golden == text, "{} is not as it was (EVENTARIUM_BLESS=1 writes it anew):\n{text}", path.display());
}

#[test]
fn every_format_has_a_name() {
    for format in ExportFormat::ALL {
        assert_eq!(ExportFormat::from_name(format.name()), Ok(format));
        assert!(!format.file_name().is_empty() && format.media_type().contains('/'));
    }
    assert_eq!(ExportFormat::from_name("pdf").unwrap_err().code.name(), "unknown-name");
}

#[test]
fn every_story_can_be_written_in_every_format_at_every_moment() {
    for scenario in scenarios() {
        let mut session = played(scenario.id);
        let last = session.timeline().step();
        for step in [0, 1, last / 2, last] {
            session.seek(eventarium::session::Goal::Step(step)).unwrap();
            let hash = session.hash();
            for format in ExportFormat::ALL {
                let text = session.export(format).unwrap();
                assert!(text.ends_with('\n') || text.is_empty(), "{}: {}", scenario.id, format.name());
            }
            assert_eq!(session.hash(), hash);
        }
    }
}

#[test]
fn cloudevents_are_one_line_each() {
    let session = played("shipping-unavailable");
    let text = session.export(ExportFormat::CloudEvents).unwrap();
    let events = session.events(&Window::default()).unwrap();
    assert_eq!(text.lines().count(), events.len());
    for (line, event) in text.lines().zip(&events) {
        assert_eq!(serde_json::from_str::<serde_json::Value>(line).unwrap(), serde_json::to_value(event).unwrap());
    }
}
