//! Which event answers which call of the saga, and what everything is called.

use eventarium::domain::answer::{call_of, compensation_failed_event, is_answer, refusal_event, saga_input};
use eventarium::domain::fulfilment::{Call, Compensation, Fulfilment, SagaInput, Step};
use eventarium::domain::inventory::{InventoryCommand, InventoryDecider, InventoryEvent};
use eventarium::domain::order::{Authority, CancelReason, OrderCommand, OrderDecider, OrderEvent};
use eventarium::domain::payment::{PaymentCommand, PaymentDecider, PaymentEvent};
use eventarium::domain::shipping::{ShippingCommand, ShippingDecider, ShippingEvent};
use eventarium::domain::{Command, Context, Decider, Event, Refusal};

use super::{ADA, HEADPHONES, ORDER, TOTAL, lines};

fn calls() -> impl Iterator<Item = Call> {
    let steps = Step::ALL.into_iter().map(Call::Step);
    steps.chain(Compensation::ALL.into_iter().map(Call::Compensation)).chain([Call::CancelOrder])
}

fn placed() -> OrderEvent {
    OrderEvent::Placed { order: ORDER, customer: ADA, lines: lines(), total: TOTAL }
}

fn started() -> Fulfilment {
    let mut saga = Fulfilment::default();
    let input = saga_input(&Event::Order(placed())).expect("a placed order starts its saga");
    saga.react(&input, 3).expect("it has not started before");
    saga
}

/// What a service answers if it was asked for the same before and answered by `history`.
fn ask_again(command: &Command, history: &[Event]) -> Option<Vec<Event>> {
    fn decide<D: Decider, E>(command: &D::Command, history: Vec<D::Event>, event: fn(D::Event) -> E) -> Option<Vec<E>> {
        let mut state = D::State::default();
        history.iter().for_each(|event| D::evolve(&mut state, event));
        Some(D::decide(command, &state).ok()?.into_iter().map(event).collect())
    }
    macro_rules! own {
        ($context:path) => {
            history.iter().filter_map(|event| if let $context(event) = event { Some(event.clone()) } else { None })
        };
    }
    match command {
        Command::Order(command) => {
            let history = [placed()].into_iter().chain(own!(Event::Order)).collect();
            decide::<OrderDecider, _>(command, history, Event::Order)
        }
        Command::Inventory(command) => {
            decide::<InventoryDecider, _>(command, own!(Event::Inventory).collect(), Event::Inventory)
        }
        Command::Payment(command) => {
            decide::<PaymentDecider, _>(command, own!(Event::Payment).collect(), Event::Payment)
        }
        Command::Shipping(command) => {
            decide::<ShippingDecider, _>(command, own!(Event::Shipping).collect(), Event::Shipping)
        }
    }
}

/// What a service that was never asked before answers.
fn answer(command: &Command) -> Vec<Event> {
    ask_again(command, &[]).expect("the service accepts")
}

#[test]
fn before_it_starts_a_saga_has_no_commands() {
    assert!(calls().all(|call| Fulfilment::default().command(call).is_none()));
}

#[test]
fn every_call_has_its_command_and_every_command_its_answer() {
    for call in calls() {
        let command = started().command(call).expect("a started saga has a command for each call");
        assert_eq!(call_of(&command), Some(call));
        assert_eq!(command.order(), Some(ORDER));
        let inputs: Vec<_> = answer(&command).iter().filter_map(saga_input).collect();
        assert_eq!(inputs, [SagaInput::Done(call)], "{}", command.name());
    }
}

#[test]
fn a_call_that_is_rejected_as_done_before_has_its_answer_in_the_stream() {
    for call in calls() {
        let command = started().command(call).expect("a started saga has a command for each call");
        let history = answer(&command);
        assert!(history.iter().any(|event| is_answer(event, call)), "{}", command.name());
        let again = ask_again(&command, &history);
        // Only a card is charged again and answers again.
        assert_eq!(again.is_some(), call == Call::Step(Step::ChargePayment), "{}", command.name());
    }
}

#[test]
fn a_step_can_be_refused_and_nothing_else() {
    for call in calls() {
        let command = started().command(call).expect("a command");
        for refusal in [Refusal::CardDeclined, Refusal::Unavailable { attempts: 3 }, Refusal::AlreadyDone] {
            let input = refusal_event(&command, refusal).as_ref().and_then(saga_input);
            let expected = match call {
                Call::Step(Step::ReserveInventory | Step::ChargePayment | Step::CreateShipment) => {
                    Some(SagaInput::Refused(call, refusal))
                }
                Call::Step(Step::ConfirmOrder) | Call::Compensation(_) | Call::CancelOrder => None,
            };
            assert_eq!(input, expected, "{}", command.name());
        }
    }
}

#[test]
fn a_compensation_can_give_up_and_nothing_else() {
    for call in calls() {
        let command = started().command(call).expect("a command");
        let input = compensation_failed_event(&command, 3).as_ref().and_then(saga_input);
        let expected = match call {
            Call::Compensation(_) => Some(SagaInput::Refused(call, Refusal::Unavailable { attempts: 3 })),
            Call::Step(_) | Call::CancelOrder => None,
        };
        assert_eq!(input, expected, "{}", command.name());
    }
}

#[test]
fn what_harms_nothing_answers_a_compensation_as_well() {
    let compensation = |compensation| Some(SagaInput::Done(Call::Compensation(compensation)));
    let released = Event::Inventory(InventoryEvent::Released { order: ORDER, lines: lines() });
    let refunded = Event::Payment(PaymentEvent::Refunded { order: ORDER, customer: ADA, amount: TOTAL });
    let cancelled = Event::Shipping(ShippingEvent::Cancelled { order: ORDER });
    assert_eq!(saga_input(&released), compensation(Compensation::ReleaseInventory));
    assert_eq!(saga_input(&refunded), compensation(Compensation::RefundPayment));
    assert_eq!(saga_input(&cancelled), compensation(Compensation::CancelShipment));
}

#[test]
fn a_customers_wish_reaches_the_saga() {
    let wish = Event::Order(OrderEvent::CancellationRequested { order: ORDER });
    assert_eq!(saga_input(&wish), Some(SagaInput::CancellationRequested));
}

#[test]
fn what_is_no_answer_does_not_reach_the_saga() {
    for event in [
        Event::Order(OrderEvent::Noted { order: ORDER }),
        Event::Order(OrderEvent::Shipped { order: ORDER }),
        Event::Inventory(InventoryEvent::Shipped { order: ORDER, lines: lines() }),
        Event::Inventory(InventoryEvent::Restocked { sku: HEADPHONES, quantity: 1 }),
        Event::Shipping(ShippingEvent::Dispatched { order: ORDER }),
    ] {
        assert_eq!(saga_input(&event), None, "{}", event.name());
    }
}

#[test]
fn what_people_and_services_ask_for_is_no_call_of_the_saga() {
    let customer = Authority::Customer;
    for command in [
        Command::Order(OrderCommand::Place { order: ORDER, customer: ADA, lines: lines(), total: TOTAL }),
        Command::Order(OrderCommand::Confirm { order: ORDER, authority: customer }),
        Command::Order(OrderCommand::Cancel {
            order: ORDER,
            reason: CancelReason::CustomerRequest,
            authority: customer,
        }),
        Command::Order(OrderCommand::Ship { order: ORDER }),
        Command::Inventory(InventoryCommand::Ship { order: ORDER }),
        Command::Inventory(InventoryCommand::Restock { sku: HEADPHONES, quantity: 1 }),
        Command::Shipping(ShippingCommand::Dispatch { order: ORDER }),
    ] {
        assert_eq!(call_of(&command), None, "{}", command.name());
        assert_eq!(refusal_event(&command, Refusal::CardDeclined), None, "{}", command.name());
        assert_eq!(compensation_failed_event(&command, 3), None, "{}", command.name());
    }
}

#[test]
fn names_are_those_that_people_see() {
    let names = calls().map(|call| (call.name(), started().command(call).map(|command| command.name())));
    let expected = [
        ("reserve-inventory", "ReserveInventory"),
        ("charge-payment", "ChargePayment"),
        ("create-shipment", "CreateShipment"),
        ("confirm-order", "ConfirmOrder"),
        ("release-inventory", "ReleaseInventory"),
        ("refund-payment", "RefundPayment"),
        ("cancel-shipment", "CancelShipment"),
        ("cancel-order", "CancelOrder"),
    ];
    assert!(names.eq(expected.map(|(call, command)| (call, Some(command)))));
    let restock = Command::Inventory(InventoryCommand::Restock { sku: HEADPHONES, quantity: 1 });
    assert_eq!((restock.name(), restock.order(), restock.context()), ("RestockInventory", None, Context::Inventory));
    let charge = Command::Payment(PaymentCommand::Charge { order: ORDER, customer: ADA, amount: TOTAL });
    let [charged] = answer(&charge).try_into().expect("one event");
    assert_eq!((charged.name(), charged.order(), charged.context().name()), ("PaymentCharged", Some(ORDER), "payment"));
}
