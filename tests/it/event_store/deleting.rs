//! Deleting a stream, for ever or only from sight.

use eventarium::event_store::{AppendError, ExpectedVersion, GlobalPosition, StreamVersion};
use eventarium::kernel::Digest;

use super::{STREAM, Store, append, assert_idempotent, assert_stored, assert_wrong, exactly, given, words};

#[test]
fn es_13_after_a_hard_delete_nothing_is_ever_appended() {
    let mut store = given("a b");
    assert_eq!(store.delete_hard(STREAM, exactly(1)), Ok(()));
    for expected in [ExpectedVersion::Any, ExpectedVersion::NoStream, ExpectedVersion::StreamExists, exactly(1)] {
        assert_eq!(append(&mut store, expected, "c"), Err(AppendError::StreamDeleted), "{expected}");
        assert_eq!(append(&mut store, expected, ""), Err(AppendError::StreamDeleted), "{expected}");
        assert_eq!(store.delete_soft(STREAM, expected), Err(AppendError::StreamDeleted), "{expected}");
    }
    assert_eq!((words(&store), store.streams().count()), (String::new(), 0));
}

#[test]
fn es_14_after_a_soft_delete_numbering_continues() {
    let mut store = given("a b");
    assert_eq!(store.delete_soft(STREAM, ExpectedVersion::StreamExists), Ok(()));
    assert_eq!((words(&store), store.streams().count()), (String::new(), 0));
    assert_stored(append(&mut store, ExpectedVersion::NoStream, "c"), 2);
    assert_eq!(words(&store), "c");
    assert_eq!(store.streams().collect::<Vec<_>>(), [(STREAM, StreamVersion(2))]);
    assert_wrong(append(&mut store, ExpectedVersion::NoStream, "d"), ExpectedVersion::NoStream, Some(2));
}

#[test]
fn es_14_a_soft_deleted_stream_takes_its_exact_version_and_any() {
    let deleted = || {
        let mut store = given("a b");
        store.delete_soft(STREAM, exactly(1)).expect("the version is right");
        store
    };
    assert_stored(append(&mut deleted(), exactly(1), "c"), 2);
    assert_stored(append(&mut deleted(), ExpectedVersion::Any, "c"), 2);
    assert_idempotent(append(&mut deleted(), ExpectedVersion::NoStream, "a b"), 1);
    assert_wrong(append(&mut deleted(), exactly(0), "c"), exactly(0), Some(1));
}

#[test]
fn es_12_an_append_of_nothing_does_not_revive_a_stream() {
    let mut store = given("a");
    store.delete_soft(STREAM, exactly(0)).expect("the version is right");
    assert!(append(&mut store, ExpectedVersion::NoStream, "").is_ok());
    assert_eq!(append(&mut store, ExpectedVersion::StreamExists, "b"), Err(AppendError::StreamDeleted));
}

#[test]
fn es_15_what_is_hidden_in_its_stream_is_still_in_the_whole() {
    let mut store = given("a b");
    store.delete_soft(STREAM, exactly(1)).expect("the version is right");
    assert_eq!(store.read_all(GlobalPosition::START).count(), 2);
}

#[test]
fn a_delete_says_what_it_expects() {
    let mut store = given("a b");
    let expected = exactly(0);
    let actual = Some(StreamVersion(1));
    assert_eq!(store.delete_hard(STREAM, expected), Err(AppendError::WrongExpectedVersion { expected, actual }));
    assert_eq!(words(&store), "a b");
}

#[test]
fn a_delete_changes_the_hash_of_the_store() {
    let (whole, mut deleted): (Store, Store) = (given("a"), given("a"));
    assert_eq!(Digest::of(&whole), Digest::of(&deleted));
    deleted.delete_soft(STREAM, exactly(0)).expect("the version is right");
    assert_ne!(Digest::of(&whole), Digest::of(&deleted));
}
