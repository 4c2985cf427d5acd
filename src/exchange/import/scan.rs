//! Reads an event that is written exactly as this program writes them, without building anything in between.
//!
//! Every other shape, and everything that is wrong, is left to the general reader: what is read here, it reads the
//! same way.

use crate::domain::catalogue;
use crate::domain::inventory::InventoryEvent;
use crate::domain::order::{CancelReason, OrderEvent};
use crate::domain::payment::PaymentEvent;
use crate::domain::shipping::ShippingEvent;
use crate::domain::{CustomerId, Event, Line, Lines, Money, OrderId, Refusal, Sku};
use crate::exchange::check::id_text;
use crate::exchange::limits::{CENTS_MAX, LINES_MAX, QUANTITY_MAX};

use super::CODE;

/// An event as it stands in the text; ids and names are those of the text.
#[derive(Debug)]
pub(super) struct Scanned<'a> {
    pub id: &'a str,
    pub correlation: &'a str,
    pub causation: &'a str,
    pub time: &'a str,
    pub event: Event,
    pub order: Option<&'a str>,
    pub customer: Option<&'a str>,
}

/// Reads one event at the beginning of a text and returns what comes after it; `None` for any other shape.
pub(super) fn scan(text: &[u8]) -> Option<(Scanned<'_>, &[u8])> {
    let mut rest = Rest { text, lines: Vec::new() };
    rest.skip(b"{\"specversion\":\"1.0\",\"id\":\"")?;
    let id = rest.text()?;
    rest.skip(b",\"source\":\"")?;
    rest.text()?;
    rest.skip(b",\"type\":\"")?;
    let kind = rest.text()?;
    if rest.skip(b",\"subject\":\"").is_some() {
        rest.text()?;
    }
    rest.skip(b",\"time\":\"")?;
    let time = rest.text()?;
    rest.skip(b",\"datacontenttype\":\"application/json\",\"causationid\":\"")?;
    let causation = rest.text()?;
    rest.skip(b",\"correlationid\":\"")?;
    let correlation = rest.text()?;
    rest.skip(b",\"globalposition\":")?;
    rest.whole(0, PLACE_MAX)?;
    rest.skip(b",\"streamversion\":")?;
    rest.whole(0, PLACE_MAX)?;
    rest.skip(b",\"data\":{")?;
    let order = if kind == "InventoryRestocked" { None } else { Some(rest.name(b"\"orderId\":\"")?) };
    let customer = match kind {
        "OrderPlaced" | "PaymentCharged" | "PaymentRefunded" => Some(rest.name(b",\"customerId\":\"")?),
        _ => None,
    };
    let event = rest.event(kind)?;
    rest.skip(b"}}")?;
    if causation == id {
        return None;
    }
    Some((Scanned { id, correlation, causation, time, event, order, customer }, rest.text))
}

/// Numbers that only have to be whole.
const PLACE_MAX: i64 = 999_999_999_999_999;

/// What is still to be read.
struct Rest<'a> {
    text: &'a [u8],
    lines: Vec<Line>,
}

impl<'a> Rest<'a> {
    fn skip(&mut self, text: &[u8]) -> Option<()> {
        self.text = self.text.strip_prefix(text)?;
        Some(())
    }

    /// A text up to its closing quotation mark; not an empty one, and none with an escape.
    fn text(&mut self) -> Option<&'a str> {
        let end = self.text.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F)).filter(|end| *end > 0)?;
        let (text, rest) = self.text.split_at_checked(end)?;
        self.text = rest.strip_prefix(b"\"")?;
        std::str::from_utf8(text).ok()
    }

    /// The name of an order or a customer behind its field.
    fn name(&mut self, field: &[u8]) -> Option<&'a str> {
        self.skip(field)?;
        id_text(self.text()?, CODE, "").ok()
    }

    /// A whole number as it is usually written, of at most 15 digits.
    fn whole(&mut self, least: i64, most: i64) -> Option<i64> {
        let count = self.text.iter().take(16).take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.text.split_at_checked(count)?;
        if count == 0 || count > 15 || count > 1 && digits.first() == Some(&b'0') {
            return None;
        }
        self.text = rest;
        let digit = |number: i64, digit: &u8| number.wrapping_mul(10).wrapping_add(i64::from(digit & 0x0F));
        Some(digits.iter().fold(0, digit)).filter(|number| (least..=most).contains(number))
    }

    fn number(&mut self, field: &[u8], least: i64, most: i64) -> Option<u32> {
        self.skip(field)?;
        u32::try_from(self.whole(least, most)?).ok()
    }

    fn money(&mut self, field: &[u8]) -> Option<Money> {
        self.skip(field)?;
        self.whole(1, CENTS_MAX).map(Money)
    }

    fn attempts(&mut self) -> Option<u8> {
        u8::try_from(self.number(b",\"attempts\":", 1, i64::from(u8::MAX))?).ok()
    }

    fn event(&mut self, kind: &str) -> Option<Event> {
        let (order, customer) = (OrderId::default(), CustomerId::default());
        Some(match kind {
            "OrderPlaced" => {
                let lines = self.lines(1)?;
                let total = self.money(b",\"totalCents\":")?;
                self.skip(b",\"currency\":\"EUR\"")?;
                Event::Order(OrderEvent::Placed { order, customer, lines, total })
            }
            "OrderNoted" => Event::Order(OrderEvent::Noted { order }),
            "OrderCancellationRequested" => Event::Order(OrderEvent::CancellationRequested { order }),
            "OrderConfirmed" => Event::Order(OrderEvent::Confirmed { order }),
            "OrderShipped" => Event::Order(OrderEvent::Shipped { order }),
            "OrderCancelled" => Event::Order(OrderEvent::Cancelled { order, reason: self.cancel_reason()? }),
            "ShipmentCreated" => Event::Shipping(ShippingEvent::Created { order }),
            "ShipmentRefused" => Event::Shipping(ShippingEvent::Refused { order, refusal: self.refusal()? }),
            "ShipmentCancelled" => Event::Shipping(ShippingEvent::Cancelled { order }),
            "ShipmentVoided" => Event::Shipping(ShippingEvent::Voided { order }),
            "ShipmentCancellationFailed" => {
                Event::Shipping(ShippingEvent::CancellationFailed { order, attempts: self.attempts()? })
            }
            "ParcelDispatched" => Event::Shipping(ShippingEvent::Dispatched { order }),
            _ => return self.inventory_event(kind).map(Event::Inventory).or_else(|| self.payment_event(kind)),
        })
    }

    fn inventory_event(&mut self, kind: &str) -> Option<InventoryEvent> {
        let order = OrderId::default();
        Some(match kind {
            "InventoryReserved" => InventoryEvent::Reserved { order, lines: self.lines(0)? },
            "InventoryReleased" => InventoryEvent::Released { order, lines: self.lines(0)? },
            "InventoryShipped" => InventoryEvent::Shipped { order, lines: self.lines(0)? },
            "InventoryReservationRefused" => InventoryEvent::ReservationRefused { order, refusal: self.refusal()? },
            "InventoryReservationVoided" => InventoryEvent::ReservationVoided { order },
            "InventoryReleaseFailed" => InventoryEvent::ReleaseFailed { order, attempts: self.attempts()? },
            "InventoryRestocked" => {
                let sku = self.sku(b"\"sku\":\"")?;
                InventoryEvent::Restocked { sku, quantity: self.number(b",\"quantity\":", 1, QUANTITY_MAX)? }
            }
            _ => return None,
        })
    }

    fn payment_event(&mut self, kind: &str) -> Option<Event> {
        let (order, customer) = (OrderId::default(), CustomerId::default());
        Some(Event::Payment(match kind {
            "PaymentCharged" => {
                let amount = self.money(b",\"amountCents\":")?;
                let charge = self.number(b",\"charge\":", 1, QUANTITY_MAX)?;
                PaymentEvent::Charged { order, customer, amount, charge }
            }
            "PaymentRefunded" => PaymentEvent::Refunded { order, customer, amount: self.money(b",\"amountCents\":")? },
            "PaymentDeclined" => PaymentEvent::Declined { order, refusal: self.refusal()? },
            "PaymentRefundFailed" => PaymentEvent::RefundFailed { order, attempts: self.attempts()? },
            "PaymentVoided" => PaymentEvent::Voided { order },
            _ => return None,
        }))
    }

    fn sku(&mut self, field: &[u8]) -> Option<Sku> {
        self.skip(field)?;
        catalogue::sku(self.text()?)
    }

    /// The lines of an order; with a price of at least so much, and with at least one line where that is more than
    /// nothing.
    fn lines(&mut self, price_least: i64) -> Option<Lines> {
        self.skip(b",\"items\":[")?;
        self.lines.clear();
        if price_least == 0 && self.skip(b"]").is_some() {
            return Some([].into());
        }
        loop {
            let sku = self.sku(b"{\"sku\":\"")?;
            let quantity = self.number(b",\"quantity\":", 1, QUANTITY_MAX)?;
            self.skip(b",\"unitPriceCents\":")?;
            let unit_price = Money(self.whole(price_least, CENTS_MAX)?);
            self.skip(b"}")?;
            self.lines.push(Line { sku, quantity, unit_price });
            if self.skip(b"]").is_some() {
                return (self.lines.len() <= LINES_MAX).then(|| Lines::from(self.lines.as_slice()));
            }
            self.skip(b",")?;
        }
    }

    fn cancel_reason(&mut self) -> Option<CancelReason> {
        if self.skip(b",\"reason\":\"customer-request\"").is_some() {
            return Some(CancelReason::CustomerRequest);
        }
        if self.skip(b",\"reason\":\"no-answer\"").is_some() {
            return Some(CancelReason::NoAnswer);
        }
        self.refusal().map(CancelReason::Refused)
    }

    fn refusal(&mut self) -> Option<Refusal> {
        self.skip(b",\"reason\":\"")?;
        Some(match self.text()? {
            "out-of-stock" => {
                let sku = self.sku(b",\"sku\":\"")?;
                let wanted = self.number(b",\"wanted\":", 0, i64::from(u32::MAX))?;
                Refusal::OutOfStock { sku, wanted, free: self.number(b",\"free\":", 0, i64::from(u32::MAX))? }
            }
            "card-declined" => Refusal::CardDeclined,
            "unavailable" => Refusal::Unavailable { attempts: self.attempts()? },
            "called-off" => Refusal::CalledOff,
            "already-done" => Refusal::AlreadyDone,
            _ => return None,
        })
    }
}
