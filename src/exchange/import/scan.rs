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
use crate::exchange::limits::{CENTS_MAX, LINES_MAX, QUANTITY_MAX, TEXT_BYTES_MAX};
use crate::kernel::MessageId;

use super::lately::Lately;
use super::message_id;
use super::own::{ID_CHARS, own_id};

/// An event as it stands in the text; names are those of the text, and may be none.
#[derive(Debug)]
pub(super) struct Scanned<'a> {
    pub id: MessageId,
    pub correlation: MessageId,
    pub causation: MessageId,
    pub time: &'a [u8],
    pub event: Event,
    pub order: Option<&'a [u8]>,
    pub customer: Option<&'a [u8]>,
}

/// Reads one event at the beginning of a text and returns what comes after it; `None` for any other shape.
pub(super) fn scan<'a>(text: &'a [u8], lately: &mut Lately) -> Option<(Scanned<'a>, &'a [u8])> {
    let mut rest = Rest { text, story: MessageId(0), lately };
    rest.skip(b"{\"specversion\":\"1.0\",\"id\":\"")?;
    let id = rest.id()?;
    rest.skip(b",\"source\":\"")?;
    utf8(rest.text()?)?;
    rest.skip(b",\"type\":\"")?;
    let kind = rest.text()?;
    if rest.skip(b",\"subject\":\"").is_some() {
        utf8(rest.text()?)?;
    }
    rest.skip(b",\"time\":\"")?;
    let time = rest.text()?;
    rest.skip(b",\"datacontenttype\":\"application/json\",\"causationid\":\"")?;
    let causation = rest.id()?;
    rest.skip(b",\"correlationid\":\"")?;
    let correlation = rest.id()?;
    rest.story = correlation;
    rest.skip(b",\"globalposition\":")?;
    rest.whole(0, PLACE_MAX)?;
    rest.skip(b",\"streamversion\":")?;
    rest.whole(0, PLACE_MAX)?;
    rest.skip(b",\"data\":{")?;
    let order = if kind == b"InventoryRestocked" { None } else { Some(rest.name(b"\"orderId\":\"")?) };
    let customer = match kind {
        b"OrderPlaced" | b"PaymentCharged" | b"PaymentRefunded" => Some(rest.name(b",\"customerId\":\"")?),
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
struct Rest<'a, 'b> {
    text: &'a [u8],
    /// The id of the first message of the story that the event belongs to.
    story: MessageId,
    lately: &'b mut Lately,
}

fn utf8(text: &[u8]) -> Option<&str> {
    std::str::from_utf8(text).ok()
}

/// Whether two texts of one length are the same; eight bytes at a time, which no call costs.
#[inline(always)]
fn same(one: &[u8], other: &[u8]) -> bool {
    let ((words, bytes), (other_words, other_bytes)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    words.iter().zip(other_words).all(|(one, other)| u64::from_le_bytes(*one) == u64::from_le_bytes(*other))
        && bytes.iter().zip(other_bytes).all(|(one, other)| one == other)
}

/// The length of a text up to the first quotation mark, escape or control character; `None` where none comes.
fn plain_length(text: &[u8]) -> Option<usize> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = EACH << 7;
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1F);
    let (words, rest) = text.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let bytes = u64::from_le_bytes(*word);
        let is = |byte: u8| {
            let other = bytes ^ EACH.wrapping_mul(u64::from(byte));
            other.wrapping_sub(EACH) & !other
        };
        // The lowest bit that is set is right; those above it may be by a borrow from below.
        let found = (is(b'"') | is(b'\\') | bytes.wrapping_sub(EACH.wrapping_mul(0x20)) & !bytes) & HIGH;
        if found != 0 {
            return number.checked_mul(8)?.checked_add(usize::try_from(found.trailing_zeros() / 8).ok()?);
        }
    }
    let end = rest.iter().position(ends)?;
    Some(text.len().saturating_sub(rest.len()).saturating_add(end))
}

impl<'a> Rest<'a, '_> {
    #[inline(always)]
    fn skip(&mut self, text: &[u8]) -> Option<()> {
        let (begin, rest) = self.text.split_at_checked(text.len())?;
        same(begin, text).then(|| self.text = rest)
    }

    /// A text up to its closing quotation mark; not an empty one, none that is too long, and none with an escape.
    fn text(&mut self) -> Option<&'a [u8]> {
        let end = plain_length(self.text).filter(|end| (1..=TEXT_BYTES_MAX).contains(end))?;
        let (text, rest) = self.text.split_at_checked(end)?;
        self.text = rest.strip_prefix(b"\"")?;
        Some(text)
    }

    /// The id of a message.
    fn id(&mut self) -> Option<MessageId> {
        if let Some((text, [b'"', rest @ ..])) = self.text.split_first_chunk::<ID_CHARS>()
            && let Some(id) = own_id(text)
        {
            self.text = rest;
            return Some(id);
        }
        utf8(self.text()?).map(message_id)
    }

    /// The name of an order or a customer behind its field.
    fn name(&mut self, field: &[u8]) -> Option<&'a [u8]> {
        self.skip(field)?;
        self.text()
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

    fn event(&mut self, kind: &[u8]) -> Option<Event> {
        let (order, customer) = (OrderId::default(), CustomerId::default());
        Some(match kind {
            b"OrderPlaced" => {
                let lines = self.lines(1)?;
                let total = self.money(b",\"totalCents\":")?;
                self.skip(b",\"currency\":\"EUR\"")?;
                Event::Order(OrderEvent::Placed { order, customer, lines, total })
            }
            b"OrderNoted" => Event::Order(OrderEvent::Noted { order }),
            b"OrderCancellationRequested" => Event::Order(OrderEvent::CancellationRequested { order }),
            b"OrderConfirmed" => Event::Order(OrderEvent::Confirmed { order }),
            b"OrderShipped" => Event::Order(OrderEvent::Shipped { order }),
            b"OrderCancelled" => Event::Order(OrderEvent::Cancelled { order, reason: self.cancel_reason()? }),
            b"ShipmentCreated" => Event::Shipping(ShippingEvent::Created { order }),
            b"ShipmentRefused" => Event::Shipping(ShippingEvent::Refused { order, refusal: self.refusal()? }),
            b"ShipmentCancelled" => Event::Shipping(ShippingEvent::Cancelled { order }),
            b"ShipmentVoided" => Event::Shipping(ShippingEvent::Voided { order }),
            b"ShipmentCancellationFailed" => {
                Event::Shipping(ShippingEvent::CancellationFailed { order, attempts: self.attempts()? })
            }
            b"ParcelDispatched" => Event::Shipping(ShippingEvent::Dispatched { order }),
            _ => return self.inventory_event(kind).map(Event::Inventory).or_else(|| self.payment_event(kind)),
        })
    }

    fn inventory_event(&mut self, kind: &[u8]) -> Option<InventoryEvent> {
        let order = OrderId::default();
        Some(match kind {
            b"InventoryReserved" => InventoryEvent::Reserved { order, lines: self.lines(0)? },
            b"InventoryReleased" => InventoryEvent::Released { order, lines: self.lines(0)? },
            b"InventoryShipped" => InventoryEvent::Shipped { order, lines: self.lines(0)? },
            b"InventoryReservationRefused" => InventoryEvent::ReservationRefused { order, refusal: self.refusal()? },
            b"InventoryReservationVoided" => InventoryEvent::ReservationVoided { order },
            b"InventoryReleaseFailed" => InventoryEvent::ReleaseFailed { order, attempts: self.attempts()? },
            b"InventoryRestocked" => {
                let sku = self.sku(b"\"sku\":\"")?;
                InventoryEvent::Restocked { sku, quantity: self.number(b",\"quantity\":", 1, QUANTITY_MAX)? }
            }
            _ => return None,
        })
    }

    fn payment_event(&mut self, kind: &[u8]) -> Option<Event> {
        let (order, customer) = (OrderId::default(), CustomerId::default());
        Some(Event::Payment(match kind {
            b"PaymentCharged" => {
                let amount = self.money(b",\"amountCents\":")?;
                let charge = self.number(b",\"charge\":", 1, QUANTITY_MAX)?;
                PaymentEvent::Charged { order, customer, amount, charge }
            }
            b"PaymentRefunded" => PaymentEvent::Refunded { order, customer, amount: self.money(b",\"amountCents\":")? },
            b"PaymentDeclined" => PaymentEvent::Declined { order, refusal: self.refusal()? },
            b"PaymentRefundFailed" => PaymentEvent::RefundFailed { order, attempts: self.attempts()? },
            b"PaymentVoided" => PaymentEvent::Voided { order },
            _ => return None,
        }))
    }

    fn sku(&mut self, field: &[u8]) -> Option<Sku> {
        self.skip(field)?;
        catalogue::sku(utf8(self.text()?)?)
    }

    /// The lines of an order; with a price of at least so much, and with at least one line where that is more than
    /// nothing.
    fn lines(&mut self, price_least: i64) -> Option<Lines> {
        self.skip(b",\"items\":[")?;
        self.lately.lines.clear();
        if price_least == 0 && self.skip(b"]").is_some() {
            return Some([].into());
        }
        loop {
            let sku = self.sku(b"{\"sku\":\"")?;
            let quantity = self.number(b",\"quantity\":", 1, QUANTITY_MAX)?;
            self.skip(b",\"unitPriceCents\":")?;
            let unit_price = Money(self.whole(price_least, CENTS_MAX)?);
            self.skip(b"}")?;
            self.lately.lines.push(Line { sku, quantity, unit_price });
            if self.skip(b"]").is_some() {
                return if self.lately.lines.len() <= LINES_MAX { self.lately.lines(self.story) } else { None };
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
            b"out-of-stock" => {
                let sku = self.sku(b",\"sku\":\"")?;
                let wanted = self.number(b",\"wanted\":", 0, i64::from(u32::MAX))?;
                Refusal::OutOfStock { sku, wanted, free: self.number(b",\"free\":", 0, i64::from(u32::MAX))? }
            }
            b"card-declined" => Refusal::CardDeclined,
            b"unavailable" => Refusal::Unavailable { attempts: self.attempts()? },
            b"called-off" => Refusal::CalledOff,
            b"already-done" => Refusal::AlreadyDone,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::mix;

    #[test]
    fn a_text_ends_at_its_first_byte_that_is_not_plain() {
        let bytes = [b'a', 0x7F, 0x80, 0xFF, 0x20, 0x1F, 0x00, b'"', b'!', b'#', b'\\', b'[', b']', 0xA2];
        let mut luck = 0;
        for length in (0..40).cycle().take(20_000) {
            let mut text = vec![b'x'; length];
            // Mostly plain ones, and some next to those that are not.
            for byte in &mut text {
                luck = mix(luck);
                if luck % 5 == 0 {
                    *byte = bytes[usize::try_from(luck / 5 % 14).unwrap()];
                }
            }
            let plain = text.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F));
            assert_eq!(plain_length(&text), plain, "{text:?}");
        }
    }

    #[test]
    fn texts_are_the_same_in_every_byte_or_not_at_all() {
        for length in 0..40 {
            let one: Vec<u8> = (0..length).collect();
            assert!(same(&one, &one.clone()));
            for place in 0..one.len() {
                let mut other = one.clone();
                other[place] ^= 1 << (place % 8);
                assert!(!same(&one, &other));
            }
        }
    }
}
