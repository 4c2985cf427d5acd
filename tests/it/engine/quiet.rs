//! When a run is quiet.

use eventarium::fault::{FaultKind, FaultRule};
use eventarium::kernel::{Span, VirtualTime};
use eventarium::messaging::Node;
use eventarium::world::{Input, Settings, TraceKind};

use super::{MANY, assert_sound, calm, fault, lines, place, run, until};

#[test]
fn a_window_that_was_lifted_before_it_opened_keeps_nobody_awake() {
    let mut run = run(Settings::default());
    let from = Some(VirtualTime::from_millis(86_400_000));
    run.act(Input::Inject(FaultRule { from, ..fault(FaultKind::Drop, Node::Payment) }));
    let waiting = run.run_until_quiet(Span::from_secs(60), MANY);
    assert!(!waiting.quiet, "the window is still to open");
    run.act(Input::ClearAll);
    assert!(run.is_quiet());
}

#[test]
fn a_stuck_saga_and_dead_letters_are_quiet() {
    let mut run = run(Settings::default());
    run.act(Input::Inject(fault(FaultKind::Decline, Node::Payment)));
    run.act(Input::Inject(fault(FaultKind::FailCompensation, Node::Inventory)));
    run.act(Input::Inject(fault(FaultKind::Poison, Node::Notification)));
    run.act(place("ord-1", 2));
    calm(&mut run);
    assert_eq!(run.world().open_tasks().count(), 1);
    assert!(run.world().bus.dead_letters().count() > 0);
}

#[test]
fn a_node_that_comes_back_early_goes_on_at_once() {
    for node in [Node::Saga, Node::Shipping, Node::EventStore, Node::Order, Node::Payment] {
        let mut run = run(Settings::default());
        run.act(place("ord-1", 2));
        until(&mut run, |world| lines(world, TraceKind::Sent, "ReserveInventory").count() > 0);
        let by = Some(Span::from_secs(7 * 86_400));
        run.act(Input::Inject(FaultRule { by, ..fault(FaultKind::Crash, node) }));
        run.advance(Span::from_secs(60), MANY);
        run.act(Input::ClearAll);
        calm(&mut run);
        assert!(run.now() < VirtualTime::from_millis(120_000), "{} was waited for", node.name());
        assert_sound(&run);
    }
}
