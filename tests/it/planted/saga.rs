//! I08 to I12: the saga's way forward and back, its timers and its tasks.

use eventarium::check::Invariant;
use eventarium::domain::fulfilment::{Compensation, SagaNote, Step, StepStatus};
use eventarium::fault::FaultKind;
use eventarium::kernel::MessageNo;
use eventarium::messaging::Node;
use eventarium::world::{Detail, Occurrence, TaskEnd, TraceKind, World};

use super::{Shop, fault, place};

#[test]
fn i08_a_step_that_is_forgotten_on_the_way_back() {
    let mut shop = Shop::new();
    shop.inject(fault(FaultKind::Decline, Node::Payment));
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Appended, "PaymentDeclined");
    shop.world.sagas.row(0).saga.steps[0].status = StepStatus::Refused;
    shop.calm();
    shop.assert_red(Invariant::I08, None);
    shop.assert_red(Invariant::I04, None);
}

#[test]
fn i08_undone_in_the_wrong_order() {
    let mut shop = Shop::new();
    shop.inject(fault(FaultKind::Unavailable, Node::Shipping));
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Appended, "ShipmentRefused");
    shop.saga_notes(SagaNote::StepRefused(Step::CreateShipment));
    shop.assert_green();
    shop.saga_notes(SagaNote::CompensationStarted(Compensation::ReleaseInventory));
    shop.assert_red(Invariant::I08, None);
}

#[test]
fn i09_a_step_after_turning_back() {
    let mut shop = Shop::new();
    shop.inject(fault(FaultKind::Decline, Node::Payment));
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Appended, "InventoryReleased");
    shop.saga_notes(SagaNote::StepStarted(Step::CreateShipment));
    shop.assert_red(Invariant::I09, None);
}

#[test]
fn i09_undoing_what_is_completed() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.calm();
    shop.saga_notes(SagaNote::CompensationStarted(Compensation::CancelShipment));
    shop.assert_red(Invariant::I09, None);
}

#[test]
fn i10_a_second_saga_for_one_order() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Handled, "OrderPlaced");
    shop.until(|world| !world.sagas.is_empty());
    shop.world.sagas = Default::default();
    let placed = shop.message("OrderPlaced");
    shop.watch(|world| {
        world.inbox = Default::default();
        let delivery = world.bus.open(placed, Node::Saga, false);
        delivery.0 > 0
    });
    shop.saga_notes(SagaNote::Started);
    shop.assert_red(Invariant::I10, None);
}

#[test]
fn i10_a_step_out_of_turn() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Sent, "ReserveInventory");
    shop.saga_notes(SagaNote::StepStarted(Step::CreateShipment));
    shop.assert_red(Invariant::I10, None);
}

#[test]
fn i11_a_timer_that_gets_lost() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Sent, "ChargePayment");
    let is_timer = |(_, due): &(_, &Occurrence)| matches!(due, Occurrence::SagaTimer { .. });
    let (key, _) = shop.world.agenda.iter().find(is_timer).expect("a timer");
    assert!(shop.world.agenda.cancel(key).is_some());
    shop.calm();
    shop.assert_red(Invariant::I11, None);
}

#[test]
fn i11_a_timer_that_nobody_set() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Sent, "ReserveInventory");
    let command = shop.message("ReserveInventory");
    shop.write(TraceKind::TimerRang, Node::Saga, command, Detail::None);
    shop.assert_green();
    shop.write(TraceKind::TimerRang, Node::Saga, command, Detail::None);
    shop.assert_red(Invariant::I11, None);
}

fn stuck() -> Shop {
    let mut shop = Shop::new();
    shop.inject(fault(FaultKind::Decline, Node::Payment));
    shop.inject(fault(FaultKind::FailCompensation, Node::Inventory));
    shop.act(place("ord-1", 2));
    shop
}

#[test]
fn i12_a_stuck_saga_waits_for_a_person() {
    let mut shop = stuck();
    shop.calm();
    assert_eq!(shop.world.open_tasks().count(), 1);
    shop.assert_green();
}

#[test]
fn i12_a_task_that_is_put_away_unseen() {
    let mut shop = stuck();
    shop.until_line(TraceKind::Appended, "InventoryReleaseFailed");
    shop.act(place("ord-2", 1));
    shop.until_line(TraceKind::TaskOpened, "InventoryReleaseFailed");
    let now = shop.world.now;
    shop.world.tasks.get_mut(0).unwrap().resolved = Some((TaskEnd::AnsweredLate, now));
    shop.calm();
    shop.assert_red(Invariant::I12, None);
}

#[test]
fn i12_a_task_that_is_told_as_resolved() {
    let mut shop = stuck();
    shop.until_line(TraceKind::TaskOpened, "InventoryReleaseFailed");
    shop.write(TraceKind::TaskResolved, Node::Saga, MessageNo(0), Detail::Number(0));
    shop.until(World::is_quiet);
    shop.assert_red(Invariant::I12, None);
}
