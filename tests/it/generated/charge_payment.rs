//! Written by Eventarium from step 30 of a run: a file for the folder `tests`.

use eventarium::domain::payment::*;
use eventarium::domain::*;

#[test]
fn charge_payment_is_accepted() {
    // Given what was recorded before,
    let before: Vec<PaymentEvent> = vec![];
    let mut state = <PaymentDecider as Decider>::State::default();
    before.iter().for_each(|event| PaymentDecider::evolve(&mut state, event));
    // when this is asked for,
    let command = PaymentCommand::Charge { order: OrderId(0), customer: CustomerId(0), amount: Money(30997) };
    let outcome = PaymentDecider::decide(&command, &state);
    // then this comes of it.
    assert_eq!(outcome, Ok(vec![
        PaymentEvent::Charged { order: OrderId(0), customer: CustomerId(0), amount: Money(30997), charge: 1 },
    ]));
}
