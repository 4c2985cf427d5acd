//! PR-05 to PR-09 on events of a toy.

use std::borrow::Cow;

use eventarium::event_store::{
    EndlessChain, EventStore, ExpectedVersion, GlobalPosition, NewEvent, SchemaVersion, StreamId, StreamVersion,
    Upcaster, Versioned, upcast,
};
use eventarium::kernel::{MessageId, VirtualTime};
use eventarium::messaging::{Metadata, Node};

/// An event is its type, its version and a number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Toy(&'static str, u8, i64);

impl Versioned for Toy {
    fn type_name(&self) -> &'static str {
        self.0
    }

    fn schema(&self) -> SchemaVersion {
        SchemaVersion(self.1)
    }
}

const fn step(type_name: &'static str, from: u8, apply: fn(&Toy) -> Vec<Toy>) -> Upcaster<Toy> {
    Upcaster { type_name, from: SchemaVersion(from), apply }
}

#[test]
fn pr_05_upcasters_form_a_chain() {
    let chain = [
        step("paid", 2, |toy| vec![Toy("paid", 3, toy.2 + 1)]),
        step("paid", 1, |toy| vec![Toy("paid", 2, toy.2 * 100)]),
    ];
    assert_eq!(upcast(&chain, &Toy("paid", 1, 5)).unwrap(), vec![Toy("paid", 3, 501)]);
    assert_eq!(upcast(&chain, &Toy("paid", 2, 5)).unwrap(), vec![Toy("paid", 3, 6)]);
    assert!(matches!(upcast(&chain, &Toy("paid", 3, 5)), Ok(Cow::Borrowed([Toy("paid", 3, 5)]))), "nothing is copied");
    assert!(matches!(upcast(&chain, &Toy("sent", 1, 5)), Ok(Cow::Borrowed(_))));
}

#[test]
fn pr_05_one_event_becomes_none_or_several_in_order() {
    let chain = [
        step("noise", 1, |_| vec![]),
        step("moved", 1, |toy| vec![Toy("left", 1, toy.2), Toy("arrived", 1, toy.2)]),
        step("left", 1, |toy| vec![Toy("packed", 1, toy.2), Toy("left", 2, toy.2)]),
    ];
    assert_eq!(upcast(&chain, &Toy("noise", 1, 5)).unwrap(), vec![]);
    let several = vec![Toy("packed", 1, 5), Toy("left", 2, 5), Toy("arrived", 1, 5)];
    assert_eq!(upcast(&chain, &Toy("moved", 1, 5)).unwrap(), several);
}

#[test]
fn pr_05_a_chain_that_leads_in_a_circle_is_an_error() {
    let circle = [step("a", 1, |toy| vec![Toy("b", 1, toy.2)]), step("b", 1, |toy| vec![Toy("a", 1, toy.2)])];
    assert!(matches!(upcast(&circle, &Toy("a", 1, 0)), Err(EndlessChain { .. })));
    let flood = [step("a", 1, |toy| vec![toy.clone(), toy.clone()])];
    assert!(matches!(upcast(&flood, &Toy("a", 1, 0)), Err(EndlessChain { type_name: "a", .. })));
}

#[test]
fn pr_06_pr_07_reading_changes_nothing_that_is_stored_and_keeps_the_place() {
    let mut store = EventStore::default();
    let (message, time) = (MessageId(7), VirtualTime::from_millis(3));
    let metadata = Metadata { message, correlation: message, causation: message, time, source: Node::Order };
    let new = |schema| NewEvent { metadata, schema: SchemaVersion(schema), event: Toy("paid", schema, 5) };
    store.append(StreamId(0), ExpectedVersion::NoStream, [new(1)]).unwrap();
    let (chain, before) = (store.chain(), store.clone());
    let upcasters = [step("paid", 1, |toy| vec![Toy("paid", 2, toy.2 * 100)])];
    let stored = store.event_at(GlobalPosition(0)).unwrap();
    assert_eq!(upcast(&upcasters, stored.event()).unwrap(), vec![Toy("paid", 2, 500)]);
    assert_eq!(stored.event(), &Toy("paid", 1, 5));
    assert_eq!((stored.message(), stored.position(), stored.time()), (message, GlobalPosition(0), time));
    assert!(store.verify_chain() && store.chain() == chain && before.chain() == chain);
}

#[test]
fn pr_08_what_an_event_becomes_does_not_depend_on_where_reading_began() {
    let upcasters = [step("paid", 1, |toy| vec![Toy("paid", 2, toy.2 * 100)])];
    let mut store = EventStore::default();
    for number in 0..9 {
        let message = MessageId(number);
        let metadata = Metadata {
            message,
            correlation: message,
            causation: message,
            time: VirtualTime::ZERO,
            source: Node::Order,
        };
        let event = Toy("paid", 1 + (number % 2) as u8, number as i64);
        store
            .append(StreamId(0), ExpectedVersion::Any, [NewEvent { metadata, schema: event.schema(), event }])
            .unwrap();
    }
    let read = |from| {
        let stream = store.read_stream(StreamId(0), StreamVersion(from));
        stream.flat_map(|recorded| upcast(&upcasters, recorded.event()).unwrap().into_owned()).collect::<Vec<_>>()
    };
    let whole = read(0);
    for from in 0..9 {
        assert_eq!(read(from), whole[from as usize..]);
    }
}
