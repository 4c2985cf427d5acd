//! The endless schedule of orders, 64 of them under way at a time: which command comes next.

use crate::domain::{CustomerId, Item, Items, OrderId, Reason, SKUS, Sku};
use crate::luck::SplitMix64;

/// The log's times begin here; an event comes every 10 ms.
pub const TIME_BASE_MILLIS: u64 = 1_767_225_600_000;
pub const CUSTOMERS: u32 = 1_000;
const UNDER_WAY: usize = 64;

/// What happens next to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Place,
    Reserve,
    Confirm,
    Ship,
    Refund,
    Release,
    Cancel,
}

/// How an order goes on once its goods are reserved.
const SHIPPED: &[Act] = &[Act::Place, Act::Reserve, Act::Confirm, Act::Ship];
const DECLINED: &[Act] = &[Act::Place, Act::Reserve, Act::Release, Act::Cancel];
const FAILED: &[Act] = &[Act::Place, Act::Reserve, Act::Confirm, Act::Refund, Act::Release, Act::Cancel];

/// An order with its fate.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub order: OrderId,
    pub customer: CustomerId,
    pub items: Items,
    acts: &'static [Act],
    done: usize,
}

impl Plan {
    /// Why the order fails, where it does.
    pub fn reason(&self) -> Reason {
        if self.acts == DECLINED { Reason::PaymentDeclined } else { Reason::ShipmentFailed }
    }
}

/// One line of the schedule.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub plan: Plan,
    pub act: Act,
    /// The place of its event in the order's stream, from 0.
    pub version: u32,
}

#[derive(Clone, Debug)]
pub struct Schedule {
    prices: [u16; SKUS],
    luck: SplitMix64,
    orders_max: u32,
    orders: u32,
    under_way: Vec<Plan>,
}

impl Schedule {
    pub fn new(seed: u32, orders_max: u32) -> Self {
        let mut luck = SplitMix64::new(seed);
        let prices = std::array::from_fn(|_| 199 + luck.below(19_801) as u16);
        let mut schedule = Self { prices, luck, orders_max, orders: 0, under_way: Vec::with_capacity(UNDER_WAY) };
        while schedule.under_way.len() < UNDER_WAY && schedule.orders < orders_max {
            let plan = schedule.load();
            schedule.under_way.push(plan);
        }
        schedule
    }

    /// How many orders have been loaded so far.
    pub const fn orders(&self) -> u32 {
        self.orders
    }

    fn load(&mut self) -> Plan {
        let order = OrderId(self.orders);
        self.orders += 1;
        let customer = CustomerId(self.luck.below(CUSTOMERS) as u16);
        let mut items = Items::default();
        for _ in 0..=self.luck.below(4) {
            let (sku, quantity) = (self.luck.below(SKUS as u32) as u8, 1 + self.luck.below(3) as u8);
            let unit_price = self.prices.get(usize::from(sku)).copied().unwrap_or_default();
            items.push(Item { sku: Sku(sku), quantity, unit_price });
        }
        let acts = match self.luck.below(100) {
            0..90 => SHIPPED,
            90..97 => DECLINED,
            _ => FAILED,
        };
        Plan { order, customer, items, acts, done: 0 }
    }
}

impl Iterator for Schedule {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if self.under_way.is_empty() {
            return None;
        }
        let slot = self.luck.below(self.under_way.len() as u32) as usize;
        let plan = self.under_way.get_mut(slot)?;
        let act = *plan.acts.get(plan.done)?;
        let step = Step { plan: *plan, act, version: plan.done as u32 };
        plan.done += 1;
        if plan.done == plan.acts.len() {
            if self.orders < self.orders_max {
                let next = self.load();
                *self.under_way.get_mut(slot)? = next;
            } else {
                self.under_way.swap_remove(slot);
            }
        }
        Some(step)
    }
}
