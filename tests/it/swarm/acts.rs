//! What a person might do, at random: sensible, careless and malicious.

use std::sync::Arc;

use eventarium::domain::fulfilment::Resolution;
use eventarium::domain::inventory::InventoryCommand;
use eventarium::domain::order::{Authority, CancelReason, OrderCommand};
use eventarium::domain::payment::PaymentCommand;
use eventarium::domain::shipping::ShippingCommand;
use eventarium::domain::{Command, CustomerId, Line, Lines, Money, OrderId, Sku, total_of};
use eventarium::fault::{Direction, FaultId, FaultKind, FaultRule, Moment};
use eventarium::kernel::{Span, VirtualTime};
use eventarium::messaging::{Place, ReadModel};
use eventarium::world::{Body, Correction, Input, World};

use super::luck::Luck;

const NO_ORDER: OrderId = OrderId(0);

pub fn place(luck: &mut Luck, orders: u64) -> Input {
    let lines: Lines = (0..1 + luck.below(3))
        .map(|_| {
            // Few articles and, now and then, many pieces: stock becomes scarce.
            let quantity = if luck.percent(20) { 200 + luck.below(700) } else { 1 + luck.below(5) };
            Line {
                sku: Sku(luck.below(4) as u8),
                quantity: quantity as u32,
                unit_price: if luck.percent(1) { Money(i64::MAX / 3) } else { Money(luck.below(20_000) as i64) },
            }
        })
        .collect();
    let lines = if luck.percent(3) { Lines::from([]) } else { lines };
    let total = total_of(&lines);
    let total = if luck.percent(3) { total.plus(Money(1)) } else { total };
    let command = Command::Order(OrderCommand::Place { order: NO_ORDER, customer: CustomerId(0), lines, total });
    Input::Send { command, order: Some(order_name(luck, orders)), customer: Some(customer(luck)) }
}

fn order_name(luck: &mut Luck, orders: u64) -> Arc<str> {
    if luck.percent(4) { "🛒 e\u{301} 'x' <b>".into() } else { format!("ord-{}", luck.below(orders)).into() }
}

fn customer(luck: &mut Luck) -> Arc<str> {
    format!("cust-{}", luck.below(4)).into()
}

pub fn cancel(luck: &mut Luck, orders: u64) -> Input {
    let reason = CancelReason::CustomerRequest;
    let command = OrderCommand::Cancel { order: NO_ORDER, reason, authority: Authority::Customer };
    Input::Send { command: Command::Order(command), order: Some(order_name(luck, orders)), customer: None }
}

pub fn restock(luck: &mut Luck) -> Input {
    let quantity = if luck.percent(5) { u32::MAX } else { luck.below(500) as u32 };
    let command = Command::Inventory(InventoryCommand::Restock { sku: Sku(luck.below(4) as u8), quantity });
    Input::Send { command, order: None, customer: None }
}

/// A command that belongs to the saga or to a service, sent by hand.
pub fn meddle(luck: &mut Luck, orders: u64) -> Input {
    let order = NO_ORDER;
    let lines: Lines = [Line { sku: Sku(0), quantity: 1 + luck.below(3) as u32, unit_price: Money(100) }].into();
    let amount = Money(luck.below(30_000) as i64);
    let command = match luck.below(10) {
        0 => Command::Order(OrderCommand::Confirm { order, authority: Authority::Customer }),
        1 => Command::Order(OrderCommand::Ship { order }),
        2 => Command::Inventory(InventoryCommand::Reserve { order, lines }),
        3 => Command::Inventory(InventoryCommand::Release { order }),
        4 => Command::Inventory(InventoryCommand::Ship { order }),
        5 => Command::Payment(PaymentCommand::Charge { order, customer: CustomerId(0), amount }),
        6 => Command::Payment(PaymentCommand::Refund { order }),
        7 => Command::Shipping(ShippingCommand::Create { order }),
        8 => Command::Shipping(ShippingCommand::Cancel { order }),
        _ => Command::Shipping(ShippingCommand::Dispatch { order }),
    };
    Input::Send { command, order: Some(order_name(luck, orders)), customer: Some(customer(luck)) }
}

/// A fault of any kind, anywhere, that makes sense.
pub fn fault(luck: &mut Luck, world: &World, now: VirtualTime) -> Input {
    loop {
        let kind = *luck.of(&FaultKind::ALL);
        let targets: Vec<Place> = kind.targets().collect();
        let mut rule = FaultRule::of(kind);
        rule.target = (!luck.percent(15)).then(|| *luck.of(&targets));
        rule.chance = luck.percent(50).then(|| luck.below(101) as u8);
        rule.count = luck.percent(30).then(|| 1 + luck.below(4) as u32);
        let far = if luck.percent(5) { 400_000_000 } else { 10_000 };
        rule.from = luck.percent(20).then(|| now.after(Span::from_millis(luck.below(far))));
        rule.until =
            luck.percent(30).then(|| rule.from.unwrap_or(now).after(Span::from_millis(1 + luck.below(20_000))));
        let long = if kind == FaultKind::Crash && luck.percent(10) { 400_000_000 } else { 30_000 };
        rule.by = luck.percent(40).then(|| Span::from_millis(1 + luck.below(long)));
        rule.moment = luck.percent(60).then(|| *luck.of(&Moment::ALL)).filter(|_| kind == FaultKind::Crash);
        if kind.is_of_messages() {
            rule.direction = *luck.of(&Direction::ALL);
            if luck.percent(25) {
                let hops: Vec<_> = world.agenda.iter().filter_map(|(_, due)| due.hop().copied()).collect();
                if !hops.is_empty() {
                    let hop = luck.of(&hops);
                    rule.message = world.letter(hop.message).map(|letter| letter.id);
                    rule.target = None;
                }
            }
        }
        if rule.check().is_ok() && rule.until.is_none_or(|until| until > now) {
            return Input::Inject(rule);
        }
        // A field that does not fit the kind: try without the choosy ones.
        (rule.chance, rule.count, rule.by) = (None, None, None);
        if rule.check().is_ok() && rule.until.is_none_or(|until| until > now) {
            return Input::Inject(rule);
        }
    }
}

pub fn clear(luck: &mut Luck, world: &World) -> Input {
    let rules: Vec<FaultId> = world.faults.rules().map(|(id, ..)| *id).collect();
    if rules.is_empty() { Input::ClearAll } else { Input::Clear(*luck.of(&rules)) }
}

/// A person looks after a dead letter: as it is, corrected, or thrown away.
pub fn dead_letter(luck: &mut Luck, world: &World) -> Option<Input> {
    let count = world.bus.dead_letters().count() as u64;
    if count == 0 {
        return None;
    }
    let dead_letter = luck.below(count) as u32;
    if luck.percent(20) {
        return Some(Input::Discard { dead_letter });
    }
    let correction = luck.percent(50).then(|| as_it_should_be(world, dead_letter)).flatten();
    Some(Input::Redrive { dead_letter, correction })
}

/// The body that the message had before it was poisoned.
fn as_it_should_be(world: &World, dead_letter: u32) -> Option<Correction> {
    let message = world.bus.dead_letter(dead_letter)?.message;
    match &world.letter(message)?.body {
        Body::Command(command) => Some(Correction::Command { command: command.clone(), customer: None }),
        Body::Event { .. } | Body::Corrected { .. } => {
            Some(Correction::Event { event: world.event_of(message)?.into_owned(), customer: None })
        }
        Body::Reply(_) | Body::Timer { .. } => None,
    }
}

pub fn resolve(luck: &mut Luck, world: &World, resolutions: &[Resolution]) -> Option<Input> {
    let tasks: Vec<u32> = world.open_tasks().map(|(number, _)| number).collect();
    let task = (!tasks.is_empty()).then(|| *luck.of(&tasks))?;
    Some(Input::Resolve { task, resolution: *luck.of(resolutions) })
}

pub fn rebuild(luck: &mut Luck) -> Input {
    let model = *luck.of(&ReadModel::ALL);
    if luck.percent(20) { Input::Promote(model) } else { Input::Rebuild(model) }
}
