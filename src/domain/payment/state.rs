//! What was charged for an order, and what went back.

use super::super::{CustomerId, Decider, Money};
use super::{PaymentCommand, PaymentEvent, PaymentRejection, decide, evolve};

/// The aggregate of an order's payment.
pub struct PaymentDecider;

/// Where the payment of an order stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Payment {
    #[default]
    NotCharged,
    /// `charges` counts the charges, `captured` is their sum.
    Charged { customer: CustomerId, charges: u32, captured: Money },
    /// All that was captured went back.
    Refunded { customer: CustomerId, charges: u32, captured: Money, refunded: Money },
    /// Called off before anything was charged: a late charge is refused.
    Voided,
}

impl Payment {
    /// The sum of all charges.
    pub const fn captured(&self) -> Money {
        match self {
            Self::NotCharged | Self::Voided => Money::ZERO,
            Self::Charged { captured, .. } | Self::Refunded { captured, .. } => *captured,
        }
    }

    pub const fn refunded(&self) -> Money {
        match self {
            Self::NotCharged | Self::Voided | Self::Charged { .. } => Money::ZERO,
            Self::Refunded { refunded, .. } => *refunded,
        }
    }

    /// How often the card was charged; more than once only where a repeated command was not recognised.
    pub const fn charges(&self) -> u32 {
        match self {
            Self::NotCharged | Self::Voided => 0,
            Self::Charged { charges, .. } | Self::Refunded { charges, .. } => *charges,
        }
    }
}

impl Decider for PaymentDecider {
    type Command = PaymentCommand;
    type State = Payment;
    type Event = PaymentEvent;
    type Events = Vec<PaymentEvent>;
    type Rejection = PaymentRejection;

    fn decide(command: &PaymentCommand, state: &Payment) -> Result<Vec<PaymentEvent>, PaymentRejection> {
        decide::decide(command, state).map(|event| vec![event])
    }

    fn evolve(state: &mut Payment, event: &PaymentEvent) {
        evolve::evolve(state, event);
    }
}
