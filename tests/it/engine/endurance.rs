//! What goes on for hours neither ends early nor piles up.

use eventarium::domain::fulfilment::Phase;
use eventarium::fault::FaultKind;
use eventarium::kernel::Span;
use eventarium::messaging::Node;
use eventarium::world::{Input, Settings, TraceKind};

use super::{MANY, assert_sound, calm, fault, lines, place, run, until};

#[test]
fn an_order_that_cannot_be_cancelled_for_hours_is_cancelled_in_the_end() {
    let mut run = run(Settings::default());
    run.act(Input::Inject(fault(FaultKind::Decline, Node::Payment)));
    run.act(place("ord-1", 2));
    until(&mut run, |world| lines(world, TraceKind::Sent, "CancelOrder").count() > 0);
    run.act(Input::Inject(fault(FaultKind::Poison, Node::Order)));
    let mut hourly = Vec::new();
    for _ in 0..4 {
        let before = run.world().trace.len();
        assert!(run.advance(Span::from_secs(3_600), MANY).reached);
        hourly.push(run.world().trace.len() - before);
        assert!(run.world().bus.deliveries().count() < 5);
    }
    assert!(hourly[3] <= hourly[0], "it piles up: {hourly:?} lines an hour");
    run.act(Input::ClearAll);
    calm(&mut run);
    assert_eq!(run.world().sagas.get(0).unwrap().saga.phase, Phase::Compensated);
    assert_sound(&run);
}
