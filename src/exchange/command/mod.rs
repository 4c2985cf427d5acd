//! Commands from outside: the draft that a form or a script fills in, and what it becomes once it is checked.

mod items;
mod kind;

use std::sync::Arc;

use crate::domain::inventory::InventoryCommand;
use crate::domain::order::{Authority, CancelReason, OrderCommand};
use crate::domain::payment::PaymentCommand;
use crate::domain::shipping::ShippingCommand;
use crate::domain::{Command, CustomerId, Lines, OrderId};

pub use items::ItemDraft;
pub(super) use items::{Prices, cents, check_lines, known_sku, pieces, read_items, total};
use kind::Kind;

use super::check::id_text;
use super::fields::Fields;
use super::limits::TEXT_BYTES_MAX;
use super::refused::{Code, Refused};
use super::wire::Wire;

/// A command as it is typed in: the right shape, nothing else is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CommandDraft {
    /// The name of the command, `PlaceOrder`.
    pub kind: String,
    pub order_id: Option<String>,
    pub customer_id: Option<String>,
    pub items: Option<Vec<ItemDraft>>,
    pub total_cents: Option<f64>,
    pub amount_cents: Option<f64>,
    pub sku: Option<String>,
    pub quantity: Option<f64>,
}

/// A command that nothing is wrong with. Its ids are names still: the run gives them their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedCommand {
    pub command: Command,
    pub order: Option<Arc<str>>,
    pub customer: Option<Arc<str>>,
}

impl CommandDraft {
    /// Reads a draft from an object `{type, …}`.
    ///
    /// # Errors
    /// Wrong types, unknown commands and unknown fields.
    pub fn read(value: &Wire) -> Result<Self, Refused> {
        let code = Code::BadCommand;
        let mut fields = Fields::of(value, "", code)?;
        let name = fields.text("type")?.ok_or_else(|| missing(code, "type"))?;
        let kind = Kind::from_name(name, code)?;
        Self::read_fields(kind, fields, code)
    }

    /// Reads the body of a command whose name is known.
    ///
    /// # Errors
    /// Wrong types and unknown fields.
    pub fn read_body(name: &str, body: &Wire, path: &str, code: Code) -> Result<Self, Refused> {
        Self::read_fields(Kind::from_name(name, code)?, Fields::of(body, path, code)?, code)
    }

    fn read_fields(kind: Kind, mut fields: Fields<'_>, code: Code) -> Result<Self, Refused> {
        let mut draft = Self { kind: kind.name().to_owned(), ..Self::default() };
        for field in kind.fields() {
            match *field {
                "orderId" => draft.order_id = owned(&mut fields, "orderId")?,
                "customerId" => draft.customer_id = owned(&mut fields, "customerId")?,
                "sku" => draft.sku = owned(&mut fields, "sku")?,
                "totalCents" => draft.total_cents = fields.number("totalCents")?,
                "amountCents" => draft.amount_cents = fields.number("amountCents")?,
                "quantity" => draft.quantity = fields.number("quantity")?,
                _ => draft.items = read_items(&mut fields, code)?,
            }
        }
        fields.finish()?;
        Ok(draft)
    }

    /// Checks everything that the command alone shows.
    ///
    /// # Errors
    /// The first field that is missing or out of bounds, with the reason.
    pub fn check(&self, code: Code) -> Result<CheckedCommand, Refused> {
        let kind = Kind::from_name(&self.kind, code)?;
        if kind == Kind::RestockInventory {
            let sku = known_sku(self.sku.as_deref(), code, "sku")?;
            let quantity = pieces(self.quantity, code, "quantity")?;
            let command = Command::Inventory(InventoryCommand::Restock { sku, quantity });
            return Ok(CheckedCommand { command, order: None, customer: None });
        }
        let order_id = id(self.order_id.as_deref(), code, "orderId")?;
        let mut customer_id = None;
        let (order, customer, authority) = (OrderId::default(), CustomerId::default(), Authority::Customer);
        let command = match kind {
            Kind::PlaceOrder => {
                customer_id = Some(id(self.customer_id.as_deref(), code, "customerId")?);
                let lines = self.lines(Prices::Needed, code)?;
                let sum = total(&lines, code)?;
                let total = self.total_cents.map_or(Ok(sum), |stated| cents(Some(stated), code, "totalCents"))?;
                Command::Order(OrderCommand::Place { order, customer, lines, total })
            }
            Kind::ChargePayment => {
                customer_id = Some(id(self.customer_id.as_deref(), code, "customerId")?);
                let amount = cents(self.amount_cents, code, "amountCents")?;
                Command::Payment(PaymentCommand::Charge { order, customer, amount })
            }
            Kind::ReserveInventory => {
                let lines = self.lines(Prices::Optional, code)?;
                Command::Inventory(InventoryCommand::Reserve { order, lines })
            }
            Kind::RestockInventory => return Err(missing(code, "sku")),
            Kind::ConfirmOrder => Command::Order(OrderCommand::Confirm { order, authority }),
            Kind::CancelOrder => {
                Command::Order(OrderCommand::Cancel { order, reason: CancelReason::CustomerRequest, authority })
            }
            Kind::ShipOrder => Command::Order(OrderCommand::Ship { order }),
            Kind::ReleaseInventory => Command::Inventory(InventoryCommand::Release { order }),
            Kind::ShipInventory => Command::Inventory(InventoryCommand::Ship { order }),
            Kind::RefundPayment => Command::Payment(PaymentCommand::Refund { order }),
            Kind::CreateShipment => Command::Shipping(ShippingCommand::Create { order }),
            Kind::CancelShipment => Command::Shipping(ShippingCommand::Cancel { order }),
            Kind::DispatchParcel => Command::Shipping(ShippingCommand::Dispatch { order }),
        };
        Ok(CheckedCommand { command, order: Some(order_id), customer: customer_id })
    }

    fn lines(&self, prices: Prices, code: Code) -> Result<Lines, Refused> {
        let items = self.items.as_deref().ok_or_else(|| missing(code, "items"))?;
        check_lines(items, prices, code)
    }
}

pub(super) fn owned(fields: &mut Fields<'_>, name: &'static str) -> Result<Option<String>, Refused> {
    match fields.text(name)? {
        Some(text) if text.len() > TEXT_BYTES_MAX => {
            let reason = format!("a text of {} bytes; at most {TEXT_BYTES_MAX} are read", text.len());
            Err(Refused::new(Code::TooLarge, fields.path_of(name), reason))
        }
        text => Ok(text.map(str::to_owned)),
    }
}

pub(super) fn missing(code: Code, field: &str) -> Refused {
    Refused::new(code, field, "this field is missing")
}

pub(super) fn id(text: Option<&str>, code: Code, field: &str) -> Result<Arc<str>, Refused> {
    let text = text.ok_or_else(|| missing(code, field))?;
    id_text(text, code, field).map(Arc::from)
}
