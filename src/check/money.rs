//! I01 and I02: money is conserved, and nobody is charged what was not agreed.

use super::Invariant;
use super::orders::OrderAccount;
use super::watch::{Watch, euros};
use crate::domain::OrderId;
use crate::domain::payment::{Account, JournalEntry, PaymentEvent};

/// The balances that the raw events give, in cents.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Money {
    captured: i128,
    refunded: i128,
    /// Events that moved money.
    moves: usize,
    /// Entries of the shop's journal looked at.
    entries: usize,
}

impl Money {
    /// An event of payment: the account of its order, and what both sides must add up to (I02).
    pub(super) fn event(
        &mut self,
        watch: &mut Watch<'_>,
        position: u64,
        order: OrderId,
        account: &mut OrderAccount,
        event: &PaymentEvent,
    ) {
        match event {
            PaymentEvent::Charged { amount, .. } => {
                account.captured = account.captured.saturating_add(amount.0);
                self.captured += i128::from(amount.0);
                self.moves += 1;
            }
            PaymentEvent::Refunded { amount, .. } => {
                account.refunded = account.refunded.saturating_add(amount.0);
                self.refunded += i128::from(amount.0);
                self.moves += 1;
            }
            PaymentEvent::Declined { .. } | PaymentEvent::Voided { .. } | PaymentEvent::RefundFailed { .. } => return,
        }
        let (captured, refunded, authorised) = (account.captured, account.refunded, account.authorised);
        if captured > authorised {
            watch.broken(Invariant::I02, Some(position), |watch| {
                let (order, captured) = (watch.world.order_name(order), euros(captured));
                format!("{order} was charged {captured} in all, but only {} had been agreed.", euros(authorised))
            });
        } else if refunded < 0 || refunded > captured {
            watch.broken(Invariant::I02, Some(position), |watch| {
                let (order, refunded) = (watch.world.order_name(order), euros(refunded));
                format!("{order} was refunded {refunded} of {} that had been charged.", euros(captured))
            });
        }
    }

    /// The shop's ledger, held against the sums of the raw events and entry by entry (I01).
    pub(super) fn step(&mut self, watch: &mut Watch<'_>) {
        let world = watch.world;
        let ledger = &world.ledger;
        for entry in ledger.journal().from(self.entries) {
            if !entry.balances() {
                let order = entry.order;
                watch.broken(Invariant::I01, None, |watch| {
                    format!(
                        "An entry about {} gives one side more than the other loses.",
                        watch.world.order_name(order)
                    )
                });
            }
        }
        self.entries = ledger.journal().len();
        let expected = [
            (Account::Customers, self.refunded - self.captured),
            (Account::Merchant, self.captured),
            (Account::Refunds, -self.refunded),
        ];
        let right = expected.iter().all(|(account, cents)| ledger.balance(*account) == *cents);
        if !right || ledger.total() != 0 || self.entries != self.moves {
            let position = world.store.len().checked_sub(1).map(|position| position as u64);
            let order = ledger.journal().last().map(|entry: &JournalEntry| entry.order);
            watch.broken(Invariant::I01, position, |watch| {
                let order = order.map_or("no order", |order| watch.world.order_name(order));
                format!("The ledger does not say what the events of payment say; its last entry is about {order}.")
            });
        }
    }
}
