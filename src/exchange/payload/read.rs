//! Reads the bodies of events and commands by their names. Ids stay names here: a run gives them their numbers.

use std::sync::Arc;

use crate::domain::catalogue::CURRENCY;
use crate::domain::inventory::InventoryEvent;
use crate::domain::order::{Authority, CancelReason, OrderCommand, OrderEvent, OrderPlacedV1};
use crate::domain::payment::PaymentEvent;
use crate::domain::shipping::ShippingEvent;
use crate::domain::{Command, CustomerId, Event, Lines, Money, OrderId, Refusal};
use crate::exchange::check::whole;
use crate::exchange::command::{
    CheckedCommand, CommandDraft, Prices, cents, check_lines, id, known_sku, missing, pieces, read_items,
};
use crate::exchange::fields::Fields;
use crate::exchange::limits::QUANTITY_MAX;
use crate::exchange::{Code, Refused, Wire};

/// The events of the shop by name.
pub const EVENT_NAMES: [&str; 24] = [
    "OrderPlaced",
    "OrderNoted",
    "OrderCancellationRequested",
    "OrderConfirmed",
    "OrderShipped",
    "OrderCancelled",
    "InventoryReserved",
    "InventoryReservationRefused",
    "InventoryReleased",
    "InventoryReservationVoided",
    "InventoryReleaseFailed",
    "InventoryShipped",
    "InventoryRestocked",
    "PaymentCharged",
    "PaymentDeclined",
    "PaymentRefunded",
    "PaymentVoided",
    "PaymentRefundFailed",
    "ShipmentCreated",
    "ShipmentRefused",
    "ShipmentCancelled",
    "ShipmentVoided",
    "ShipmentCancellationFailed",
    "ParcelDispatched",
];

/// An event whose ids are names still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEvent {
    pub event: Event,
    /// None for restocking.
    pub order: Option<Arc<str>>,
    pub customer: Option<Arc<str>>,
}

/// Reads the body of an event of the shop.
///
/// # Errors
/// `unknown-name` for a name that no event of the shop has; otherwise the first field that is missing, unknown or out
/// of bounds, with the reason.
pub fn event(name: &str, body: &Wire, path: &str, code: Code) -> Result<NamedEvent, Refused> {
    read_event(name, body, path, code, false)
}

/// The same for an event that was recorded long ago: of an order that was placed in its first version the warehouse
/// heard of no goods.
///
/// # Errors
/// As for [`event`].
pub fn past_event(name: &str, body: &Wire, path: &str, code: Code) -> Result<NamedEvent, Refused> {
    read_event(name, body, path, code, name != "OrderPlaced")
}

fn read_event(name: &str, body: &Wire, path: &str, code: Code, is_past: bool) -> Result<NamedEvent, Refused> {
    if !EVENT_NAMES.contains(&name) {
        let reason = format!("the shop records no such event; known are {}", EVENT_NAMES.join(", "));
        return Err(Refused::new(Code::UnknownName, "type", reason));
    }
    let mut body = Body { is_past, ..Body::of(body, path, code)? };
    let order = if name == "InventoryRestocked" { None } else { Some(body.order_id()?) };
    let customer = match name {
        "OrderPlaced" | "PaymentCharged" | "PaymentRefunded" => Some(body.customer_id()?),
        _ => None,
    };
    let event = body.event(name)?;
    body.fields.finish()?;
    Ok(NamedEvent { event, order, customer })
}

/// True for a body that says what the first version of `OrderPlaced` said: an amount, and nothing about goods.
pub fn is_order_placed_v1(name: &str, body: &Wire) -> bool {
    name == "OrderPlaced" && body.get("amountCents").is_some()
}

/// Reads the body of `OrderPlaced` in its first version; what it says is told in today's shape.
///
/// # Errors
/// As for [`event`].
pub fn order_placed_v1(body: &Wire, path: &str, code: Code) -> Result<NamedEvent, Refused> {
    let mut body = Body::of(body, path, code)?;
    let (order, customer) = (body.order_id()?, body.customer_id()?);
    let amount = body.money("amountCents")?;
    body.fields.finish()?;
    let former = OrderPlacedV1 { order: OrderId::default(), customer: CustomerId::default(), amount };
    Ok(NamedEvent { event: former.upcast(), order: Some(order), customer: Some(customer) })
}

/// Reads the body of a command. `authority` and `reason` say that it is the saga's.
///
/// # Errors
/// The first field that is missing, unknown or out of bounds, with the reason.
pub fn command(name: &str, body: &Wire, path: &str, code: Code) -> Result<CheckedCommand, Refused> {
    if !matches!(name, "ConfirmOrder" | "CancelOrder") {
        return CommandDraft::read_body(name, body, path, code)?.check(code);
    }
    let mut body = Body::of(body, path, code)?;
    let (order, authority) = (body.order_id()?, body.authority()?);
    let command = match name {
        "ConfirmOrder" => OrderCommand::Confirm { order: OrderId::default(), authority },
        _ => {
            let said = body.fields.value("reason").is_some();
            let reason = if said { body.cancel_reason()? } else { CancelReason::CustomerRequest };
            OrderCommand::Cancel { order: OrderId::default(), reason, authority }
        }
    };
    body.fields.finish()?;
    Ok(CheckedCommand { command: Command::Order(command), order: Some(order), customer: None })
}

/// The fields of a body while they are being read.
pub(super) struct Body<'a> {
    pub fields: Fields<'a>,
    code: Code,
    /// It was recorded long ago, and is read as it is.
    is_past: bool,
}

impl<'a> Body<'a> {
    pub fn of(body: &'a Wire, path: &str, code: Code) -> Result<Self, Refused> {
        Ok(Self { fields: Fields::of(body, path, code)?, code, is_past: false })
    }
}

impl Body<'_> {
    fn event(&mut self, name: &str) -> Result<Event, Refused> {
        let (order, customer) = (OrderId::default(), CustomerId::default());
        let placed = |lines, total| OrderEvent::Placed { order, customer, lines, total };
        Ok(match name {
            "OrderPlaced" => {
                let (lines, total) = (self.lines(Prices::Needed)?, self.money("totalCents")?);
                self.currency()?;
                Event::Order(placed(lines, total))
            }
            "OrderNoted" => Event::Order(OrderEvent::Noted { order }),
            "OrderCancellationRequested" => Event::Order(OrderEvent::CancellationRequested { order }),
            "OrderConfirmed" => Event::Order(OrderEvent::Confirmed { order }),
            "OrderShipped" => Event::Order(OrderEvent::Shipped { order }),
            "OrderCancelled" => Event::Order(OrderEvent::Cancelled { order, reason: self.cancel_reason()? }),
            name if name.starts_with("Inventory") => Event::Inventory(self.inventory_event(name)?),
            name if name.starts_with("Payment") => Event::Payment(self.payment_event(name)?),
            "ShipmentCreated" => Event::Shipping(ShippingEvent::Created { order }),
            "ShipmentRefused" => Event::Shipping(ShippingEvent::Refused { order, refusal: self.refusal()? }),
            "ShipmentCancelled" => Event::Shipping(ShippingEvent::Cancelled { order }),
            "ShipmentVoided" => Event::Shipping(ShippingEvent::Voided { order }),
            "ShipmentCancellationFailed" => {
                Event::Shipping(ShippingEvent::CancellationFailed { order, attempts: self.attempts()? })
            }
            _ => Event::Shipping(ShippingEvent::Dispatched { order }),
        })
    }

    fn inventory_event(&mut self, name: &str) -> Result<InventoryEvent, Refused> {
        let order = OrderId::default();
        Ok(match name {
            "InventoryReserved" => InventoryEvent::Reserved { order, lines: self.lines(Prices::Optional)? },
            "InventoryReleased" => InventoryEvent::Released { order, lines: self.lines(Prices::Optional)? },
            "InventoryShipped" => InventoryEvent::Shipped { order, lines: self.lines(Prices::Optional)? },
            "InventoryReservationRefused" => InventoryEvent::ReservationRefused { order, refusal: self.refusal()? },
            "InventoryReservationVoided" => InventoryEvent::ReservationVoided { order },
            "InventoryReleaseFailed" => InventoryEvent::ReleaseFailed { order, attempts: self.attempts()? },
            _ => {
                let sku = known_sku(Some(self.fields.needed_text("sku")?), self.code, "sku")?;
                let quantity = pieces(Some(self.fields.needed_number("quantity")?), self.code, "quantity")?;
                InventoryEvent::Restocked { sku, quantity }
            }
        })
    }

    fn payment_event(&mut self, name: &str) -> Result<PaymentEvent, Refused> {
        let (order, customer) = (OrderId::default(), CustomerId::default());
        Ok(match name {
            "PaymentCharged" => {
                let charge = self.number("charge", 1, QUANTITY_MAX)?;
                PaymentEvent::Charged { order, customer, amount: self.money("amountCents")?, charge }
            }
            "PaymentRefunded" => PaymentEvent::Refunded { order, customer, amount: self.money("amountCents")? },
            "PaymentDeclined" => PaymentEvent::Declined { order, refusal: self.refusal()? },
            "PaymentRefundFailed" => PaymentEvent::RefundFailed { order, attempts: self.attempts()? },
            _ => PaymentEvent::Voided { order },
        })
    }

    pub fn order_id(&mut self) -> Result<Arc<str>, Refused> {
        id(Some(self.fields.needed_text("orderId")?), self.code, "orderId")
    }

    fn customer_id(&mut self) -> Result<Arc<str>, Refused> {
        id(Some(self.fields.needed_text("customerId")?), self.code, "customerId")
    }

    fn authority(&mut self) -> Result<Authority, Refused> {
        match self.fields.text("authority")? {
            None | Some("customer") => Ok(Authority::Customer),
            Some("fulfilment") => Ok(Authority::Fulfilment),
            Some(_) => {
                let reason = "no such authority; known are customer, fulfilment";
                Err(Refused::new(self.code, self.fields.path_of("authority"), reason))
            }
        }
    }

    fn lines(&mut self, prices: Prices) -> Result<Lines, Refused> {
        let items = read_items(&mut self.fields, self.code)?.ok_or_else(|| missing(self.code, "items"))?;
        if items.is_empty() && self.is_past {
            return Ok([].into());
        }
        check_lines(&items, prices, self.code)
    }

    /// There is one, and it may be left unsaid.
    fn currency(&mut self) -> Result<(), Refused> {
        match self.fields.text("currency")? {
            None | Some(CURRENCY) => Ok(()),
            Some(_) => Err(Refused::new(self.code, "currency", format!("the shop has one currency, {CURRENCY}"))),
        }
    }

    fn money(&mut self, name: &'static str) -> Result<Money, Refused> {
        cents(Some(self.fields.needed_number(name)?), self.code, name)
    }

    fn number(&mut self, name: &'static str, least: i64, most: i64) -> Result<u32, Refused> {
        let number = self.fields.needed_number(name)?;
        let number = whole(number, least, most, self.code, name)?;
        u32::try_from(number).map_err(|_| missing(self.code, name))
    }

    fn attempts(&mut self) -> Result<u8, Refused> {
        let attempts = self.number("attempts", 1, i64::from(u8::MAX))?;
        u8::try_from(attempts).map_err(|_| missing(self.code, "attempts"))
    }

    pub fn cancel_reason(&mut self) -> Result<CancelReason, Refused> {
        match self.fields.text("reason")? {
            Some("customer-request") => Ok(CancelReason::CustomerRequest),
            Some("no-answer") => Ok(CancelReason::NoAnswer),
            Some(_) | None => self.refusal().map(CancelReason::Refused),
        }
    }

    fn refusal(&mut self) -> Result<Refusal, Refused> {
        match self.fields.needed_text("reason")? {
            "out-of-stock" => Ok(Refusal::OutOfStock {
                sku: known_sku(Some(self.fields.needed_text("sku")?), self.code, "sku")?,
                wanted: self.number("wanted", 0, i64::from(u32::MAX))?,
                free: self.number("free", 0, i64::from(u32::MAX))?,
            }),
            "card-declined" => Ok(Refusal::CardDeclined),
            "unavailable" => Ok(Refusal::Unavailable { attempts: self.attempts()? }),
            "called-off" => Ok(Refusal::CalledOff),
            "already-done" => Ok(Refusal::AlreadyDone),
            _ => Err(Refused::new(
                self.code,
                "reason",
                "no such reason; known are out-of-stock, card-declined, unavailable, called-off, already-done",
            )),
        }
    }
}
