//! Two branches as one picture.

use eventarium::kernel::{Span, VirtualTime};
use eventarium::scene::branches::lanes;
use eventarium::session::Session;
use eventarium::timeline::Commands;

use crate::session::{fault, order};

#[test]
fn what_only_one_branch_has_differs_and_what_both_have_does_not() {
    let mut session = Session::new();
    session.send(&order()).unwrap();
    session.run_until_quiet(Span::from_secs(60));
    let main = session.branch();
    session.timeline_mut().seek_time(VirtualTime::from_millis(1_000));
    session.fork(Commands::Keep).unwrap();
    session.inject(&fault(r#"{"kind": "unavailable", "target": "shipping"}"#)).unwrap();
    session.run_until_quiet(Span::from_secs(60));

    let compared = session.compare(main, session.branch()).unwrap();
    let picture = lanes(&session, &compared).unwrap();

    let marks = |lane: usize, differs| picture.lanes[lane].marks.iter().filter(|mark| mark.differs == differs).count();
    let events = &compared.events;
    assert!(events.only_in_b_count > 0);
    assert_eq!(marks(0, true), events.only_in_a_count + events.changed_count);
    assert_eq!(marks(1, true), events.only_in_b_count + events.changed_count);
    assert!(marks(0, false) > 0);
    assert!(picture.lanes.iter().flat_map(|lane| &lane.marks).all(|mark| (0.0..=1.0).contains(&picture.at(mark.time))));
}
