//! A corrected message is the same message to those who take it.

use eventarium::fault::FaultKind;
use eventarium::kernel::Span;
use eventarium::messaging::Node;
use eventarium::world::{Body, Correction, Input, Settings, TraceKind};

use super::{assert_sound, calm, fault, lines, place, run, until};

#[test]
fn id_01_a_corrected_copy_and_its_late_original_take_effect_once() {
    let mut settings = Settings { ack_timeout: Span::from_millis(500), ..Settings::default() };
    settings.retries.attempts_max = 1;
    let mut run = run(settings);
    let slow = Some(Span::from_secs(4));
    run.act(Input::Inject(eventarium::fault::FaultRule { by: slow, ..fault(FaultKind::Latency, Node::Inventory) }));
    run.act(place("ord-1", 2));
    until(&mut run, |world| world.bus.dead_letters().count() > 0);
    let parked = *run.world().bus.dead_letter(0).unwrap();
    let Some(Body::Command(command)) = run.world().letter(parked.message).map(|letter| letter.body.clone()) else {
        panic!("a command was parked");
    };
    let correction = Some(Correction::Command { command, customer: None });
    run.act(Input::Redrive { dead_letter: 0, correction });
    calm(&mut run);
    let world = run.world();
    assert_eq!(lines(world, TraceKind::Handled, "ReserveInventory").count(), 1);
    assert_eq!(lines(world, TraceKind::DuplicateIgnored, "ReserveInventory").count(), 1);
    assert_sound(&run);
}
