//! The checker's own account of each order, kept from the raw events and from the notes of its saga.

use super::saga::SagaAccount;
use crate::domain::OrderId;
use crate::kernel::{Log, Table};

/// Where the goods of an order are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Goods {
    #[default]
    Nowhere,
    Reserved,
    Shipped,
    Released,
}

/// Where the order stands by its own stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Standing {
    #[default]
    Unplaced,
    Placed,
    Confirmed,
    Shipped,
    Cancelled,
}

/// Where the shipment stands by its own stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Parcel {
    #[default]
    None,
    Created,
    Left,
    Cancelled,
}

/// One order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OrderAccount {
    pub(super) total: i64,
    /// What may be charged: the order's total, and what a person asked payment to charge.
    pub(super) authorised: i64,
    pub(super) captured: i64,
    pub(super) refunded: i64,
    /// The position of `OrderPlaced`, plus one.
    placed: u32,
    pub(super) goods: Goods,
    pub(super) standing: Standing,
    pub(super) parcel: Parcel,
    pub(super) saga: SagaAccount,
    /// Other goods were reserved than were ordered.
    pub(super) other_goods: bool,
    /// A person commanded a service or corrected a message: the saga is not the only hand in it any more.
    pub(super) by_hand: bool,
    /// It is on the list of orders to be judged.
    listed: bool,
}

impl OrderAccount {
    pub(super) fn place(&mut self, position: u64) {
        self.placed = u32::try_from(position).map_or(0, |position| position.saturating_add(1));
    }

    /// The position of `OrderPlaced`.
    pub(super) fn placed_at(&self) -> Option<u64> {
        self.placed.checked_sub(1).map(u64::from)
    }
}

/// All orders, and those that changed since the run was quiet.
#[derive(Clone, Debug, Default)]
pub(super) struct Orders {
    rows: Table<OrderAccount>,
    changed: Log<OrderId>,
    judged: usize,
}

impl Orders {
    /// The account to change; it will be judged when the run is quiet.
    pub(super) fn change(&mut self, order: OrderId) -> &mut OrderAccount {
        let row = self.rows.row(order.0 as usize);
        if !row.listed {
            row.listed = true;
            self.changed.push(order);
        }
        row
    }

    /// What changed since the last judgement, with its account; it counts as judged now.
    pub(super) fn take_changed(&mut self, mut judge: impl FnMut(OrderId, &OrderAccount)) {
        while let Some(order) = self.changed.get(self.judged).copied() {
            self.judged += 1;
            let row = self.rows.row(order.0 as usize);
            row.listed = false;
            judge(order, row);
        }
    }

    /// Forgets what events said of any order; what its saga did and whose hands were in it stays.
    pub(super) fn forget_events(&mut self) {
        for order in (0..self.rows.len()).filter_map(|row| u32::try_from(row).ok()).map(OrderId) {
            let account = self.change(order);
            let OrderAccount { saga, by_hand, listed, .. } = *account;
            *account = OrderAccount { saga, by_hand, listed, ..OrderAccount::default() };
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.rows.bytes() + self.changed.bytes()
    }

    pub(super) fn bytes_beside(&self, later: &Self) -> usize {
        self.rows.bytes_beside(&later.rows) + self.changed.bytes_beside(&later.changed)
    }
}
