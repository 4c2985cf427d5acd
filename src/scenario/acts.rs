//! The acts that stories are made of.

use crate::domain::catalogue::{self, ARTICLES};
use crate::domain::order::{Authority, CancelReason, OrderCommand};
use crate::domain::{Command, CustomerId, Line, Lines, OrderId, total_of};
use crate::fault::{FaultKind, FaultRule};
use crate::kernel::VirtualTime;
use crate::messaging::{Node, Place};
use crate::world::Input;

pub(super) type Act = (VirtualTime, Input);

/// After so many milliseconds.
pub(super) const fn at(millis: u64, input: Input) -> Act {
    (VirtualTime::from_millis(millis), input)
}

/// The lines for so many pieces of each SKU, at list price.
pub(super) fn basket(items: &[(&str, u32)]) -> Lines {
    items
        .iter()
        .filter_map(|(text, quantity)| {
            let sku = catalogue::sku(text)?;
            let unit_price = ARTICLES.get(usize::from(sku.0))?.list_price;
            Some(Line { sku, quantity: *quantity, unit_price })
        })
        .collect()
}

pub(super) fn place(order: &str, customer: &str, items: &[(&str, u32)]) -> Input {
    let lines = basket(items);
    let total = total_of(&lines);
    let command = OrderCommand::Place { order: OrderId(0), customer: CustomerId(0), lines, total };
    Input::Send { command: Command::Order(command), order: Some(order.into()), customer: Some(customer.into()) }
}

/// Two headphones and a mug for Ada: the basket of most stories.
pub(super) fn ada_orders(order: &str) -> Input {
    place(order, "cust-441", &[("PROD-456", 2), ("PROD-112", 1)])
}

pub(super) fn cancel(order: &str) -> Input {
    let command = OrderCommand::Cancel {
        order: OrderId(0),
        reason: CancelReason::CustomerRequest,
        authority: Authority::Customer,
    };
    Input::Send { command: Command::Order(command), order: Some(order.into()), customer: None }
}

/// A rule of this kind at this node.
pub(super) const fn rule(kind: FaultKind, node: Node) -> FaultRule {
    let mut rule = FaultRule::of(kind);
    rule.target = Some(Place::Node(node));
    rule
}
