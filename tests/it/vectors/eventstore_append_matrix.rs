//! Optimistic concurrency and idempotent appends as in EventStoreDB, oss-v23.10.3.

use eventarium::event_store::{AppendError, Appended, EventStore, ExpectedVersion, StreamVersion};
use serde::Deserialize;

use crate::event_store::{STREAM, event};

#[derive(Deserialize)]
struct Matrix {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    steps: Vec<Step>,
    /// What the last refusal says of the stream; -1 where it has no events.
    actual_version: Option<i64>,
}

#[derive(Deserialize)]
struct Step {
    append: Option<Vec<String>>,
    delete: Option<String>,
    expected: i64,
    result: String,
    stream_length: Option<usize>,
    next_expected_version: Option<i64>,
}

fn expected_of(code: i64) -> ExpectedVersion {
    match code {
        -1 => ExpectedVersion::NoStream,
        -2 => ExpectedVersion::Any,
        -4 => ExpectedVersion::StreamExists,
        version => ExpectedVersion::Exact(version_of(version)),
    }
}

fn version_of(number: i64) -> StreamVersion {
    StreamVersion(u32::try_from(number).expect("a version is a small whole number"))
}

/// The number that the rows give to a version: -1 is no event.
fn number_of(version: Option<StreamVersion>) -> i64 {
    version.map_or(-1, |version| i64::from(version.0))
}

impl Step {
    fn run(&self, store: &mut EventStore<String>) -> Result<Appended, AppendError> {
        let expected = expected_of(self.expected);
        let done = Appended { first: None, next_expected: None, idempotent: false };
        match self.delete.as_deref() {
            Some("hard") => store.delete_hard(STREAM, expected).map(|()| done),
            Some("soft") => store.delete_soft(STREAM, expected).map(|()| done),
            Some(other) => panic!("unknown way to delete: {other}"),
            None => {
                let ids = self.append.iter().flatten();
                store.append(STREAM, expected, ids.map(|id| event(id)).collect::<Vec<_>>())
            }
        }
    }
}

fn name_of(result: Result<Appended, AppendError>) -> &'static str {
    match result {
        Ok(Appended { idempotent: true, .. }) => "idempotent",
        Ok(_) => "ok",
        Err(AppendError::WrongExpectedVersion { .. }) => "wrong_expected_version",
        Err(AppendError::StreamDeleted) => "stream_deleted",
        Err(AppendError::TooManyEvents { .. } | AppendError::TooManyStreams { .. } | AppendError::StoreFull) => {
            "out_of_bounds"
        }
    }
}

#[test]
fn eventstore_append_matrix() {
    let matrix: Matrix = super::load("eventstore_append_matrix.json");
    assert!(!matrix.cases.is_empty());
    for case in matrix.cases {
        let mut store = EventStore::default();
        for (number, step) in case.steps.iter().enumerate() {
            let at = format!("{}, step {number}", case.name);
            let before = store.chain();
            let result = step.run(&mut store);
            assert_eq!(name_of(result), step.result, "{at}: {result:?}");
            if step.result != "ok" {
                assert_eq!(store.chain(), before, "{at}: nothing is stored");
            }
            if let (Some(next), Ok(appended)) = (step.next_expected_version, result) {
                assert_eq!(number_of(appended.next_expected), next, "{at}");
            }
            if let Some(length) = step.stream_length {
                assert_eq!(store.read_stream(STREAM, StreamVersion::FIRST).count(), length, "{at}");
            }
            if let (Some(version), Err(AppendError::WrongExpectedVersion { actual, .. })) =
                (case.actual_version, result)
            {
                assert_eq!(number_of(actual), version, "{at}");
            }
        }
        assert!(store.verify_chain(), "{}", case.name);
    }
}
