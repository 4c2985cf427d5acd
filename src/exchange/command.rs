//! Commands from outside: the draft that a form or a script fills in, and what it becomes once it is checked.

use crate::domain::inventory::InventoryCommand;
use crate::domain::order::{Authority, CancelReason, OrderCommand};
use crate::domain::payment::PaymentCommand;
use crate::domain::shipping::ShippingCommand;
use crate::domain::{Command, CustomerId, Line, Lines, Money, OrderId, Sku, catalogue};

use super::check::{id_text, whole};
use super::fields::Fields;
use super::limits::{CENTS_MAX, LINES_MAX, QUANTITY_MAX, TEXT_BYTES_MAX};
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

/// One line of a draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemDraft {
    pub sku: Option<String>,
    pub quantity: Option<f64>,
    pub unit_price_cents: Option<f64>,
}

/// The commands that may come from outside, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    PlaceOrder,
    ConfirmOrder,
    CancelOrder,
    ShipOrder,
    ReserveInventory,
    ReleaseInventory,
    ShipInventory,
    RestockInventory,
    ChargePayment,
    RefundPayment,
    CreateShipment,
    CancelShipment,
    DispatchParcel,
}

impl Kind {
    const ALL: [(&'static str, Self); 13] = [
        ("PlaceOrder", Self::PlaceOrder),
        ("ConfirmOrder", Self::ConfirmOrder),
        ("CancelOrder", Self::CancelOrder),
        ("ShipOrder", Self::ShipOrder),
        ("ReserveInventory", Self::ReserveInventory),
        ("ReleaseInventory", Self::ReleaseInventory),
        ("ShipInventory", Self::ShipInventory),
        ("RestockInventory", Self::RestockInventory),
        ("ChargePayment", Self::ChargePayment),
        ("RefundPayment", Self::RefundPayment),
        ("CreateShipment", Self::CreateShipment),
        ("CancelShipment", Self::CancelShipment),
        ("DispatchParcel", Self::DispatchParcel),
    ];

    fn from_name(name: &str, field: &str, code: Code) -> Result<Self, Refused> {
        if let Some((_, kind)) = Self::ALL.into_iter().find(|(known, _)| *known == name) {
            return Ok(kind);
        }
        let known: Vec<&str> = Self::ALL.into_iter().map(|(name, _)| name).collect();
        Err(Refused::new(code, field, format!("no such command; known are {}", known.join(", "))))
    }

    /// The fields of this command, in the order in which people write them.
    const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::PlaceOrder => &["orderId", "customerId", "items", "totalCents"],
            Self::ReserveInventory => &["orderId", "items"],
            Self::RestockInventory => &["sku", "quantity"],
            Self::ChargePayment => &["orderId", "customerId", "amountCents"],
            Self::ConfirmOrder
            | Self::CancelOrder
            | Self::ShipOrder
            | Self::ReleaseInventory
            | Self::ShipInventory
            | Self::RefundPayment
            | Self::CreateShipment
            | Self::CancelShipment
            | Self::DispatchParcel => &["orderId"],
        }
    }
}

/// Gives the small numbers by which a run knows the names of orders and customers.
pub trait Naming {
    fn order(&mut self, id: &str) -> OrderId;
    fn customer(&mut self, id: &str) -> CustomerId;
}

/// A command that nothing is wrong with; only its names are not numbers yet.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedCommand {
    kind: Kind,
    /// Empty where the command is about no order.
    order: String,
    customer: String,
    lines: Lines,
    cents: Money,
    stock: (Sku, u32),
}

impl CommandDraft {
    /// Reads a draft from an object `{type, …}`.
    ///
    /// # Errors
    /// Wrong types, unknown commands and unknown fields.
    pub fn read(value: &Wire) -> Result<Self, Refused> {
        Self::read_at(value, "", Code::BadCommand)
    }

    /// The same for an object within another one, or refused by another code.
    ///
    /// # Errors
    /// Wrong types, unknown commands and unknown fields.
    pub fn read_at(value: &Wire, path: &str, code: Code) -> Result<Self, Refused> {
        let mut fields = Fields::of(value, path, code)?;
        let name = fields.text("type")?.ok_or_else(|| missing(code, &fields.path_of("type")))?;
        let kind = Kind::from_name(name, &fields.path_of("type"), code)?;
        let mut draft = Self { kind: name.to_owned(), ..Self::default() };
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

    /// Checks everything that the command alone shows. `order_id` is the id to take where the draft names none and the
    /// command may do without; `customer_id` the customer of a charge that names none.
    ///
    /// # Errors
    /// The first field that is missing or out of bounds, with the reason.
    pub fn check(
        &self,
        code: Code,
        order_id: Option<&str>,
        customer_id: Option<&str>,
    ) -> Result<CheckedCommand, Refused> {
        let kind = Kind::from_name(&self.kind, "type", code)?;
        let mut checked = CheckedCommand {
            kind,
            order: String::new(),
            customer: String::new(),
            lines: Lines::from([]),
            cents: Money::ZERO,
            stock: (Sku(0), 0),
        };
        if kind == Kind::RestockInventory {
            let sku = known_sku(self.sku.as_deref(), code, "sku")?;
            checked.stock = (sku, pieces(self.quantity, code, "quantity")?);
            return Ok(checked);
        }
        let fallback = if kind == Kind::PlaceOrder { order_id } else { None };
        checked.order = id(self.order_id.as_deref().or(fallback), code, "orderId")?;
        match kind {
            Kind::PlaceOrder => {
                checked.customer = id(self.customer_id.as_deref(), code, "customerId")?;
                checked.lines = self.lines(PricesAre::Needed, code)?;
                let total = total(&checked.lines, code)?;
                checked.cents = self.total_cents.map_or(Ok(total), |stated| cents(Some(stated), code, "totalCents"))?;
            }
            Kind::ReserveInventory => checked.lines = self.lines(PricesAre::Optional, code)?,
            Kind::ChargePayment => {
                checked.customer = id(self.customer_id.as_deref().or(customer_id), code, "customerId")?;
                checked.cents = cents(self.amount_cents, code, "amountCents")?;
            }
            Kind::ConfirmOrder
            | Kind::CancelOrder
            | Kind::ShipOrder
            | Kind::ReleaseInventory
            | Kind::ShipInventory
            | Kind::RestockInventory
            | Kind::RefundPayment
            | Kind::CreateShipment
            | Kind::CancelShipment
            | Kind::DispatchParcel => {}
        }
        Ok(checked)
    }

    fn lines(&self, prices: PricesAre, code: Code) -> Result<Lines, Refused> {
        let items = self.items.as_deref().ok_or_else(|| missing(code, "items"))?;
        if items.is_empty() || items.len() > LINES_MAX {
            let reason = format!("an order has 1 to {LINES_MAX} lines, not {}", items.len());
            return Err(Refused::new(code, "items", reason));
        }
        items.iter().enumerate().map(|(place, item)| item.check(place, prices, code)).collect()
    }
}

/// Whether a line must say what a piece costs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PricesAre {
    Needed,
    Optional,
}

impl ItemDraft {
    fn read(value: &Wire, path: &str, code: Code) -> Result<Self, Refused> {
        let mut fields = Fields::of(value, path, code)?;
        let item = Self {
            sku: owned(&mut fields, "sku")?,
            quantity: fields.number("quantity")?,
            unit_price_cents: fields.number("unitPriceCents")?,
        };
        fields.finish()?;
        Ok(item)
    }

    fn check(&self, place: usize, prices: PricesAre, code: Code) -> Result<Line, Refused> {
        let path = |name: &str| format!("items[{place}].{name}");
        let unit_price = match self.unit_price_cents {
            None if prices == PricesAre::Optional => Money::ZERO,
            price => cents(price, code, &path("unitPriceCents"))?,
        };
        let sku = known_sku(self.sku.as_deref(), code, &path("sku"))?;
        Ok(Line { sku, quantity: pieces(self.quantity, code, &path("quantity"))?, unit_price })
    }
}

impl CheckedCommand {
    /// The command of the shop. Names are given here and not before, so that a refused draft leaves none behind.
    pub fn named(self, naming: &mut impl Naming) -> Command {
        let Self { kind, lines, cents, stock: (sku, quantity), .. } = self;
        let authority = Authority::Customer;
        if kind == Kind::RestockInventory {
            return Command::Inventory(InventoryCommand::Restock { sku, quantity });
        }
        let order = naming.order(&self.order);
        match kind {
            Kind::PlaceOrder => {
                let customer = naming.customer(&self.customer);
                Command::Order(OrderCommand::Place { order, customer, lines, total: cents })
            }
            Kind::ConfirmOrder => Command::Order(OrderCommand::Confirm { order, authority }),
            Kind::CancelOrder => {
                Command::Order(OrderCommand::Cancel { order, reason: CancelReason::CustomerRequest, authority })
            }
            Kind::ShipOrder => Command::Order(OrderCommand::Ship { order }),
            Kind::ReserveInventory => Command::Inventory(InventoryCommand::Reserve { order, lines }),
            Kind::ReleaseInventory => Command::Inventory(InventoryCommand::Release { order }),
            Kind::ShipInventory => Command::Inventory(InventoryCommand::Ship { order }),
            Kind::RestockInventory => Command::Inventory(InventoryCommand::Restock { sku, quantity }),
            Kind::ChargePayment => {
                let customer = naming.customer(&self.customer);
                Command::Payment(PaymentCommand::Charge { order, customer, amount: cents })
            }
            Kind::RefundPayment => Command::Payment(PaymentCommand::Refund { order }),
            Kind::CreateShipment => Command::Shipping(ShippingCommand::Create { order }),
            Kind::CancelShipment => Command::Shipping(ShippingCommand::Cancel { order }),
            Kind::DispatchParcel => Command::Shipping(ShippingCommand::Dispatch { order }),
        }
    }
}

fn owned(fields: &mut Fields<'_>, name: &'static str) -> Result<Option<String>, Refused> {
    match fields.text(name)? {
        Some(text) if text.len() > TEXT_BYTES_MAX => {
            let reason = format!("a text of {} bytes; at most {TEXT_BYTES_MAX} are read", text.len());
            Err(Refused::new(Code::TooLarge, fields.path_of(name), reason))
        }
        text => Ok(text.map(str::to_owned)),
    }
}

fn read_items(fields: &mut Fields<'_>, code: Code) -> Result<Option<Vec<ItemDraft>>, Refused> {
    let Some(values) = fields.list("items")? else { return Ok(None) };
    let path = fields.path_of("items");
    if values.len() > LINES_MAX {
        let reason = format!("an order has 1 to {LINES_MAX} lines, not {}", values.len());
        return Err(Refused::new(code, path, reason));
    }
    let read = |(place, value)| ItemDraft::read(value, &format!("{path}[{place}]"), code);
    values.iter().enumerate().map(read).collect::<Result<_, _>>().map(Some)
}

fn missing(code: Code, field: &str) -> Refused {
    Refused::new(code, field, "this field is missing")
}

fn id(text: Option<&str>, code: Code, field: &str) -> Result<String, Refused> {
    let text = text.ok_or_else(|| missing(code, field))?;
    id_text(text, code, field).map(str::to_owned)
}

fn known_sku(text: Option<&str>, code: Code, field: &str) -> Result<Sku, Refused> {
    let text = id_text(text.ok_or_else(|| missing(code, field))?, code, field)?;
    catalogue::sku(text).ok_or_else(|| {
        let known: Vec<&str> = catalogue::ARTICLES.iter().map(|article| article.sku).collect();
        Refused::new(code, field, format!("the shop does not sell this; it sells {}", known.join(", ")))
    })
}

fn pieces(number: Option<f64>, code: Code, field: &str) -> Result<u32, Refused> {
    let number = number.ok_or_else(|| missing(code, field))?;
    let count = whole(number, 1, QUANTITY_MAX, code, field)?;
    u32::try_from(count).map_err(|_| missing(code, field))
}

fn cents(number: Option<f64>, code: Code, field: &str) -> Result<Money, Refused> {
    let number = number.ok_or_else(|| missing(code, field))?;
    whole(number, 1, CENTS_MAX, code, field).map(Money)
}

/// What the lines cost together, within the bound for one order.
fn total(lines: &[Line], code: Code) -> Result<Money, Refused> {
    let sum = lines.iter().try_fold(0_i64, |sum, line| {
        let price = line.unit_price.0.checked_mul(i64::from(line.quantity))?;
        sum.checked_add(price).filter(|sum| *sum <= CENTS_MAX)
    });
    let reason = "the lines cost more together than one order may: 100,000,000,000 cents";
    sum.map(Money).ok_or_else(|| Refused::new(code, "items", reason))
}
