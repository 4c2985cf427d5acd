//! Two consumers that only listen: notification writes e-mails, analytics counts in windows.

use std::hash::Hash;

use super::handle::Outcome;
use super::*;
use crate::domain::Event;
use crate::domain::Money;
use crate::domain::order::OrderEvent;
use crate::domain::payment::PaymentEvent;

/// So many orders of one customer within [`FRAUD_WINDOW`] look like fraud.
pub const FRAUD_ORDERS: u32 = 5;
/// The window of the fraud pattern and of the counts.
pub const FRAUD_WINDOW: Span = Span::from_secs(5);

/// Counts of one window.
#[derive(Clone, Debug, Default, Hash)]
pub struct Analytics {
    /// The number of the window that is open, counted from the start of the run.
    pub window: u64,
    pub placed: u32,
    pub cancelled: u32,
    pub charged: Money,
    /// Orders placed in the window before.
    pub placed_before: u32,
    pub suspicions: u32,
    /// For each customer: the window and the orders in it.
    recent: Table<(u64, u32)>,
}

impl Analytics {
    fn turn(&mut self, now: VirtualTime) {
        let window = now.micros() / FRAUD_WINDOW.micros();
        if window != self.window {
            self.placed_before = if window == self.window + 1 { self.placed } else { 0 };
            self.window = window;
            self.placed = 0;
            self.cancelled = 0;
            self.charged = Money::ZERO;
        }
    }

    /// Counts an order; true when it completes the fraud pattern.
    fn order(&mut self, customer: CustomerId) -> bool {
        self.placed = self.placed.saturating_add(1);
        let window = self.window;
        let recent = self.recent.row(customer.0 as usize);
        *recent = if recent.0 == window { (window, recent.1.saturating_add(1)) } else { (window, 1) };
        let suspicious = recent.1 == FRAUD_ORDERS;
        self.suspicions = self.suspicions.saturating_add(u32::from(suspicious));
        suspicious
    }

    pub fn bytes(&self) -> usize {
        self.recent.bytes()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.recent.bytes_beside(&later.recent)
    }
}

impl World {
    pub(super) fn count(&mut self, message: MessageNo, event: &Event) -> Outcome {
        self.analytics.turn(self.now);
        match event {
            Event::Order(OrderEvent::Placed { customer, .. }) => {
                if self.analytics.order(*customer) {
                    let line = TraceEntry { message, ..self.line(TraceKind::FraudSuspected, Node::Analytics) };
                    self.note(line);
                }
            }
            Event::Order(OrderEvent::Cancelled { .. }) => {
                self.analytics.cancelled = self.analytics.cancelled.saturating_add(1);
            }
            Event::Payment(PaymentEvent::Charged { amount, .. }) => {
                self.analytics.charged = self.analytics.charged.plus(*amount);
            }
            Event::Order(
                OrderEvent::Noted { .. }
                | OrderEvent::CancellationRequested { .. }
                | OrderEvent::Confirmed { .. }
                | OrderEvent::Shipped { .. },
            )
            | Event::Payment(
                PaymentEvent::Declined { .. }
                | PaymentEvent::Refunded { .. }
                | PaymentEvent::Voided { .. }
                | PaymentEvent::RefundFailed { .. },
            )
            | Event::Inventory(_)
            | Event::Shipping(_) => {}
        }
        Outcome::Done
    }

    pub(super) fn notify(&mut self, about: MessageNo, event: &Event) -> Outcome {
        let Event::Order(event) = event else { return Outcome::Done };
        let order = event.order();
        if let OrderEvent::Placed { customer, .. } = event {
            *self.contacts.row(order.0 as usize) = Some(*customer);
        }
        let Some(kind) = mail_kind(event).filter(|_| self.settings.history.mails == MailFrom::Reactor) else {
            return Outcome::Done;
        };
        let Some(to) = self.contacts.get(order.0 as usize).copied().flatten() else {
            return Outcome::Failed(Failure::ContactUnknown);
        };
        let mail = self.mails.push(Mail { to, order, kind, time: self.now, about });
        let detail = Detail::Number(u32::try_from(mail).unwrap_or(u32::MAX));
        self.note(TraceEntry { message: about, detail, ..self.line(TraceKind::Mailed, Node::Notification) });
        Outcome::Done
    }
}

/// What the customer hears of an event of the order.
pub(super) const fn mail_kind(event: &OrderEvent) -> Option<MailKind> {
    match event {
        OrderEvent::Placed { .. } => Some(MailKind::Received),
        OrderEvent::Confirmed { .. } => Some(MailKind::Confirmed),
        OrderEvent::Shipped { .. } => Some(MailKind::OnItsWay),
        OrderEvent::Cancelled { .. } => Some(MailKind::Cancelled),
        OrderEvent::Noted { .. } | OrderEvent::CancellationRequested { .. } => None,
    }
}
