//! A corrected copy of a log: honest, and no more of its own than what differs.

use eventarium::event_store::{EventStore, ExpectedVersion, GlobalPosition, StreamId};

use super::{Store, event};

const EVENTS: u32 = 20_000;
const STREAMS: u32 = 7;

/// A log of these texts, each in the next stream.
fn log<'a>(texts: impl IntoIterator<Item = (u32, &'a str)>) -> Store {
    let mut store = EventStore::default();
    for (stream, text) in texts {
        store.append(StreamId(stream), ExpectedVersion::Any, [event(text)]).expect("its id is new");
    }
    store
}

fn texts() -> Vec<(u32, String)> {
    (0..EVENTS).map(|number| (number % STREAMS, format!("event {number}"))).collect()
}

fn all(texts: &[(u32, String)]) -> Store {
    log(texts.iter().map(|(stream, text)| (*stream, text.as_str())))
}

/// What lies where, whatever it says.
fn places(store: &Store) -> Vec<(u32, u32, u32)> {
    let rows = store.read_all(GlobalPosition::START);
    rows.map(|row| (row.position().0, row.stream().0, row.version().0)).collect()
}

fn from(first: u32, without: Option<u32>) -> Vec<GlobalPosition> {
    (first..EVENTS).filter(|at| Some(*at) != without).map(GlobalPosition).collect()
}

fn changed(store: &Store, at: u32) -> Store {
    let body = |source| (source == GlobalPosition(at)).then(|| "another".to_owned());
    store.copied(GlobalPosition(at), &from(at, None), body).expect("there is room")
}

#[test]
fn a_copy_with_another_body_shares_every_page_but_one_with_the_log_that_it_is_of() {
    let store = all(&texts());
    let of_a_page = store.bytes() / 40;
    for at in [0, 1_023, 1_024, 9_999, EVENTS - 1] {
        let copy = changed(&store, at);
        assert!(store.verify_chain() && copy.verify_chain(), "{at}");
        assert_ne!(store.chain(), copy.chain(), "{at}");
        assert_eq!(places(&store), places(&copy), "{at}");
        let beside = store.bytes_beside(&copy);
        assert!(beside < of_a_page, "{at}: {beside} bytes, and a page is {of_a_page}");
    }
}

#[test]
fn the_chain_of_a_copy_is_that_of_a_log_that_was_never_another() {
    let texts = texts();
    let store = all(&texts);
    for without in [EVENTS - 1, 2_048, 2_047, 3, 0] {
        let copy = store.copied(GlobalPosition(without), &from(without, Some(without)), |_| None);
        let copy = copy.expect("there is room");
        let left = texts.iter().enumerate().filter(|(at, _)| *at != without as usize);
        let never = log(left.map(|(_, (stream, text))| (*stream, text.as_str())));
        assert_eq!((copy.chain(), copy.len()), (never.chain(), never.len()), "{without}");
        assert!(copy.verify_chain(), "{without}");
        assert_eq!(places(&copy), places(&never), "{without}");
    }
    let empty = all(&[]);
    assert_eq!(empty.copied(GlobalPosition(0), &[], |_| None).map(|copy| copy.len()), Some(0));
}

#[test]
fn a_copy_of_a_log_whose_chain_does_not_hold_holds() {
    let honest = all(&texts());
    let touch: [fn(&mut Store); 4] = [
        |store| assert!(store.tamper(GlobalPosition(5), "nobody's".to_owned())),
        |store| assert!(store.rewrite(GlobalPosition(1_500), &from(1_500, Some(1_500)), |_| None)),
        |store| assert!(store.rewrite(GlobalPosition(1_024), &from(1_024, None), |_| Some("same".to_owned()))),
        // The last row goes, and another comes in its place.
        |store| {
            assert!(store.rewrite(GlobalPosition(EVENTS - 1), &[], |_| None));
            store.append(StreamId(0), ExpectedVersion::Any, [event("new")]).expect("its id is new");
        },
    ];
    for (number, touch) in touch.into_iter().enumerate() {
        let mut store = honest.clone();
        touch(&mut store);
        assert!(!store.verify_chain(), "{number}");
        let sources: Vec<_> = (12_000..store.end().0).map(GlobalPosition).collect();
        let body = |source| (source == GlobalPosition(12_000)).then(|| "another".to_owned());
        let copy = store.copied(GlobalPosition(12_000), &sources, body).expect("there is room");
        assert!(copy.verify_chain() && !store.verify_chain(), "{number}");
    }
}
