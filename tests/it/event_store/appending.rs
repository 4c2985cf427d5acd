//! Appending: the expected version, repetition, all or nothing.

use eventarium::event_store::{
    APPEND_EVENTS_MAX, AppendError, ExpectedVersion, GlobalPosition, RECENT_IDS_MAX, STREAMS_MAX, StreamId,
    StreamVersion,
};

use super::{
    OTHER, STREAM, Store, append, assert_idempotent, assert_stored, assert_wrong, event, exactly, given, words,
};

#[test]
fn es_01_the_first_event_of_a_stream_is_number_0() {
    let mut store = Store::default();
    assert_eq!(store.version_of(STREAM), None);
    let appended = append(&mut store, ExpectedVersion::NoStream, "a").expect("the stream is new");
    assert_eq!(appended.first, Some(GlobalPosition(0)));
    assert_eq!(store.version_of(STREAM), Some(StreamVersion(0)));
    assert_wrong(append(&mut store, ExpectedVersion::NoStream, "b"), ExpectedVersion::NoStream, Some(0));
}

#[test]
fn es_02_an_expectation_ahead_of_the_stream_is_refused_with_both_sides() {
    let mut store = Store::default();
    assert_wrong(append(&mut store, exactly(0), "a"), exactly(0), None);
    let mut store = given("a b");
    assert_wrong(append(&mut store, exactly(2), "c"), exactly(2), Some(1));
    assert_eq!(words(&store), "a b");
}

#[test]
fn es_03_at_the_expected_version_a_known_id_is_stored_again() {
    let mut store = given("a");
    assert_stored(append(&mut store, exactly(0), "a"), 1);
    assert_eq!(words(&store), "a a");
}

#[test]
fn es_04_repeated_append_is_idempotent() {
    let mut store = given("a b c d");
    assert_idempotent(append(&mut store, exactly(0), "b c"), 2);
    assert_idempotent(append(&mut store, ExpectedVersion::NoStream, "a b c d"), 3);
    assert_eq!(words(&store), "a b c d");
}

#[test]
fn es_05_behind_the_stream_another_first_id_is_refused() {
    let mut store = given("a b c");
    assert_wrong(append(&mut store, exactly(0), "x"), exactly(0), Some(2));
    assert_wrong(append(&mut store, exactly(0), "c"), exactly(0), Some(2));
}

#[test]
fn es_06_a_repetition_with_another_end_is_refused() {
    let mut store = given("a b c");
    assert_wrong(append(&mut store, exactly(0), "b x"), exactly(0), Some(2));
    assert_wrong(append(&mut store, exactly(0), "b c d"), exactly(0), Some(2));
    assert_wrong(append(&mut store, ExpectedVersion::NoStream, "a b c d"), ExpectedVersion::NoStream, Some(2));
    assert_eq!(words(&store), "a b c");
}

#[test]
fn es_07_any_forgets_ids_that_lie_too_far_back() {
    let mut store = given("first");
    for number in 0..RECENT_IDS_MAX - 1 {
        assert_stored(append(&mut store, ExpectedVersion::Any, &format!("e{number}")), number + 1);
    }
    assert_idempotent(append(&mut store, ExpectedVersion::Any, "first"), 0);
    assert_stored(append(&mut store, ExpectedVersion::Any, "last"), RECENT_IDS_MAX);
    assert_stored(append(&mut store, ExpectedVersion::Any, "first"), RECENT_IDS_MAX + 1);
}

#[test]
fn es_08_any_tells_repetition_news_and_mixture_apart() {
    let mut store = given("a b");
    assert_idempotent(append(&mut store, ExpectedVersion::Any, "a b"), 1);
    assert_idempotent(append(&mut store, ExpectedVersion::StreamExists, "b"), 1);
    assert_stored(append(&mut store, ExpectedVersion::Any, "c"), 2);
    assert_wrong(append(&mut store, ExpectedVersion::Any, "c d"), ExpectedVersion::Any, Some(2));
    assert_stored(append(&mut store, ExpectedVersion::Any, "d c"), 4);
    assert_eq!(words(&store), "a b c d c");
}

#[test]
fn es_09_stream_exists_wants_a_stream_that_was_written_and_lives() {
    let expected = ExpectedVersion::StreamExists;
    assert_wrong(append(&mut Store::default(), expected, "a"), expected, None);
    let mut store = given("a");
    assert_stored(append(&mut store, expected, "b"), 1);
    store.delete_soft(STREAM, expected).expect("it lives");
    assert_eq!(append(&mut store, expected, "c"), Err(AppendError::StreamDeleted));
}

#[test]
fn es_10_the_same_id_in_two_streams_is_two_events() {
    let mut store = given("a");
    for expected in [ExpectedVersion::NoStream, exactly(0)] {
        assert!(store.append(OTHER, expected, [event("a")]).is_ok_and(|appended| !appended.idempotent));
    }
    let any = store.append(StreamId(7), ExpectedVersion::Any, [event("a")]);
    assert!(any.is_ok_and(|appended| !appended.idempotent));
    assert_eq!(store.len(), 4);
}

#[test]
fn es_11_an_append_is_all_or_nothing_and_without_a_gap() {
    let mut store = given("a");
    store.append(OTHER, ExpectedVersion::NoStream, [event("x")]).expect("the stream is new");
    let appended = append(&mut store, exactly(0), "b c d").expect("the version is right");
    assert_eq!((appended.first, appended.next_expected), (Some(GlobalPosition(2)), Some(StreamVersion(3))));
    let positions: Vec<_> =
        store.read_stream(STREAM, StreamVersion(1)).map(|row| (row.position().0, row.version().0)).collect();
    assert_eq!(positions, [(2, 1), (3, 2), (4, 3)]);
    let before = store.chain();
    assert!(append(&mut store, exactly(0), "b c d e").is_err());
    assert_eq!((store.len(), store.chain()), (5, before));
}

#[test]
fn es_12_an_append_of_nothing_succeeds_and_changes_nothing() {
    let mut store = Store::default();
    for expected in [ExpectedVersion::Any, ExpectedVersion::NoStream] {
        let appended = append(&mut store, expected, "").expect("nothing is always welcome");
        assert_eq!((appended.first, appended.next_expected, appended.idempotent), (None, None, false));
    }
    let mut store = given("a b");
    assert_eq!(append(&mut store, exactly(1), "").map(|done| done.next_expected), Ok(Some(StreamVersion(1))));
    assert_eq!(words(&store), "a b");
}

#[test]
fn i14_of_two_appends_with_the_same_exact_version_one_wins() {
    let mut store = given("a");
    assert_stored(append(&mut store, exactly(0), "mine"), 1);
    assert_wrong(append(&mut store, exactly(0), "yours"), exactly(0), Some(1));
}

#[test]
fn what_is_out_of_bounds_is_refused_by_name() {
    let mut store = Store::default();
    let far = store.append(StreamId(STREAMS_MAX), ExpectedVersion::Any, [event("a")]);
    assert_eq!(far, Err(AppendError::TooManyStreams { stream: StreamId(STREAMS_MAX) }));
    let given = APPEND_EVENTS_MAX + 1;
    let many = store.append(STREAM, ExpectedVersion::Any, vec![event("a"); given]);
    assert_eq!(many, Err(AppendError::TooManyEvents { given }));
    assert!(store.is_empty());
}
