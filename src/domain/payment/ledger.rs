//! Double entry: money is never made or lost, it only changes its account.

use super::super::{Money, OrderId};
use super::PaymentEvent;
use crate::kernel::Log;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// What all customers paid (negative) and got back.
    Customers,
    /// What the merchant took in.
    Merchant,
    /// What the merchant gave back (negative).
    Refunds,
}

impl Account {
    pub const ALL: [Self; 3] = [Self::Customers, Self::Merchant, Self::Refunds];
}

/// One side of an entry: an account and what it gains, negative for what it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Posting {
    pub account: Account,
    pub amount: Money,
}

/// An entry of the journal: two postings, equal and opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JournalEntry {
    pub order: OrderId,
    pub postings: [Posting; 2],
}

impl JournalEntry {
    /// What payment's event means in double entry; nothing if no money moved.
    pub fn of(event: &PaymentEvent) -> Option<Self> {
        match event {
            PaymentEvent::Charged { order, customer: _, amount, charge: _ } => {
                Some(Self::transfer(*order, *amount, Account::Customers, Account::Merchant))
            }
            PaymentEvent::Refunded { order, customer: _, amount } => {
                Some(Self::transfer(*order, *amount, Account::Refunds, Account::Customers))
            }
            PaymentEvent::Declined { .. } | PaymentEvent::Voided { .. } | PaymentEvent::RefundFailed { .. } => None,
        }
    }

    fn transfer(order: OrderId, amount: Money, from: Account, to: Account) -> Self {
        let gives = Posting { account: from, amount: Money::ZERO.minus(amount) };
        Self { order, postings: [gives, Posting { account: to, amount }] }
    }

    /// True if what one side gives the other gains.
    pub fn balances(&self) -> bool {
        let [gives, gains] = self.postings;
        i128::from(gives.amount.0) + i128::from(gains.amount.0) == 0
    }
}

/// The journal of all money moved and the balances that follow from it: a fold over payment's events.
#[derive(Clone, Debug, Default, Hash)]
pub struct Ledger {
    journal: Log<JournalEntry>,
    /// In cents, wide enough never to saturate; in the order of [`Account`].
    balances: [i128; 3],
}

impl Ledger {
    pub fn post(&mut self, event: &PaymentEvent) {
        let Some(entry) = JournalEntry::of(event) else { return };
        for posting in entry.postings {
            let balance = self.balance_mut(posting.account);
            *balance = balance.saturating_add(i128::from(posting.amount.0));
        }
        self.journal.push(entry);
    }

    /// In cents.
    pub const fn balance(&self, account: Account) -> i128 {
        let [customers, merchant, refunds] = self.balances;
        match account {
            Account::Customers => customers,
            Account::Merchant => merchant,
            Account::Refunds => refunds,
        }
    }

    /// The sum over all accounts: always zero.
    pub fn total(&self) -> i128 {
        self.balances.iter().sum()
    }

    pub const fn journal(&self) -> &Log<JournalEntry> {
        &self.journal
    }

    /// Bytes held by the journal.
    pub fn bytes(&self) -> usize {
        self.journal.bytes()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.journal.bytes_beside(&later.journal)
    }

    const fn balance_mut(&mut self, account: Account) -> &mut i128 {
        let [customers, merchant, refunds] = &mut self.balances;
        match account {
            Account::Customers => customers,
            Account::Merchant => merchant,
            Account::Refunds => refunds,
        }
    }
}
