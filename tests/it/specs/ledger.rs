//! Money changes its account and nothing else.

use eventarium::domain::Money;
use eventarium::domain::Refusal;
use eventarium::domain::payment::{Account, JournalEntry, Ledger, PaymentEvent};

use super::{ADA, ORDER, TOTAL};

const fn charged(amount: Money) -> PaymentEvent {
    PaymentEvent::Charged { order: ORDER, customer: ADA, amount, charge: 1 }
}

const fn refunded(amount: Money) -> PaymentEvent {
    PaymentEvent::Refunded { order: ORDER, customer: ADA, amount }
}

fn ledger(events: &[PaymentEvent]) -> Ledger {
    let mut ledger = Ledger::default();
    events.iter().for_each(|event| ledger.post(event));
    ledger
}

#[track_caller]
fn check(events: &[PaymentEvent], [customers, merchant, refunds]: [i128; 3]) {
    let ledger = ledger(events);
    let balances = Account::ALL.map(|account| ledger.balance(account));
    assert_eq!(balances, [customers, merchant, refunds]);
    assert_eq!(ledger.total(), 0);
    assert!(ledger.journal().iter().all(JournalEntry::balances));
}

#[test]
fn a_charge_goes_from_the_customers_to_the_merchant() {
    check(&[charged(TOTAL)], [-30_997, 30_997, 0]);
}

#[test]
fn a_refund_comes_from_an_account_of_its_own() {
    check(&[charged(TOTAL), refunded(TOTAL)], [0, 30_997, -30_997]);
}

#[test]
fn what_moves_no_money_leaves_no_entry() {
    let events = [
        PaymentEvent::Declined { order: ORDER, refusal: Refusal::CardDeclined },
        PaymentEvent::Voided { order: ORDER },
        PaymentEvent::RefundFailed { order: ORDER, attempts: 3 },
    ];
    check(&events, [0, 0, 0]);
    assert!(ledger(&events).journal().is_empty());
}

#[test]
fn the_total_stays_zero_at_the_largest_amounts() {
    let most = i128::from(i64::MAX);
    check(&[charged(Money(i64::MAX)), charged(Money(i64::MAX))], [-2 * most, 2 * most, 0]);
}
