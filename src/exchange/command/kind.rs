//! The names of the commands and the fields that each has.

use crate::exchange::{Code, Refused};

/// The commands that may come from outside, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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

    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    pub fn from_name(name: &str, code: Code) -> Result<Self, Refused> {
        if let Some((_, kind)) = Self::ALL.into_iter().find(|(known, _)| *known == name) {
            return Ok(kind);
        }
        let known: Vec<&str> = Self::ALL.into_iter().map(|(name, _)| name).collect();
        Err(Refused::new(code, "type", format!("no such command; known are {}", known.join(", "))))
    }

    /// The fields of this command, in the order in which people write them.
    pub const fn fields(self) -> &'static [&'static str] {
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
