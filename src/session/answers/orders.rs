//! One order and its saga, as the aggregates have them.

use serde::Serialize;

use crate::domain::Money;
use crate::domain::fulfilment::{Compensation, Phase, Step};
use crate::domain::order::Order;
use crate::exchange::{Wire, payload};
use crate::session::Session;

/// An order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderView {
    pub order_id: String,
    pub customer_id: String,
    pub items: Wire,
    pub total_cents: i64,
    pub status: &'static str,
    /// Of its stream.
    pub version: u32,
}

/// The saga of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SagaView {
    pub order_id: String,
    pub state: &'static str,
    pub steps: Vec<StepView>,
    pub compensations: Vec<CompensationView>,
}

/// A step of a saga.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StepView {
    pub name: &'static str,
    pub status: &'static str,
    pub attempts: u8,
}

/// A compensation of a saga.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CompensationView {
    pub name: &'static str,
    pub undoes: &'static str,
    pub status: &'static str,
    pub attempts: u8,
}

impl Session {
    /// The order with this id; `None` if none was placed.
    pub fn order(&self, id: &str) -> Option<OrderView> {
        let world = self.world();
        let order = world.find_order(id)?;
        let state = world.orders.get(order.index())?;
        let basket = state.basket()?;
        let Money(total_cents) = basket.total;
        Some(OrderView {
            order_id: id.to_owned(),
            customer_id: world.customer_name(basket.customer).to_owned(),
            items: payload::items(&basket.lines),
            total_cents,
            status: status_name(state),
            version: world.store.version_of(world.find_stream(&format!("order-{id}"))?)?.0,
        })
    }

    /// The saga of this order; `None` if none was started.
    pub fn saga(&self, id: &str) -> Option<SagaView> {
        let world = self.world();
        let order = world.find_order(id)?;
        let saga = &world.sagas.get(order.index())?.saga;
        if saga.phase == Phase::NotStarted {
            return None;
        }
        let step = |step: Step| {
            let state = saga.step(step);
            StepView { name: step.name(), status: state.status.name(), attempts: state.attempts }
        };
        let compensation = |compensation: Compensation| {
            let state = saga.compensation(compensation);
            CompensationView {
                name: compensation.name(),
                undoes: compensation.undoes().name(),
                status: state.status.name(),
                attempts: state.attempts,
            }
        };
        Some(SagaView {
            order_id: id.to_owned(),
            state: saga.phase.name(),
            steps: Step::ALL.map(step).to_vec(),
            compensations: Compensation::ALL.map(compensation).to_vec(),
        })
    }
}

const fn status_name(order: &Order) -> &'static str {
    match order {
        Order::NotPlaced | Order::Noted => "not-placed",
        Order::Placed(_) | Order::OnHold(_) | Order::CancellationRequested(_) => "placed",
        Order::Confirmed(_) => "confirmed",
        Order::Shipped(_) => "shipped",
        Order::Cancelled { .. } => "cancelled",
    }
}
