//! Which field a cell of the inspector's table of a read model shows.

use crate::messaging::ReadModel;

/// The address of a field, as `why_row` takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub model: &'static str,
    pub key: String,
    pub field: &'static str,
}

/// The field behind a column of a row of [`crate::scene::inspect::answer`]. `None` for a column that names the row.
pub fn cell_field(model: ReadModel, row: &[String], column: usize) -> Option<Cell> {
    let name = row.first()?;
    let field = match (model, column) {
        (ReadModel::Orders, 1) => "customerId",
        (ReadModel::Orders, 2) => "totalCents",
        (ReadModel::Orders, 3) => "status",
        (ReadModel::Stock, 1) => "onHand",
        (ReadModel::Stock, 2) => "reserved",
        (ReadModel::Stock, 3) => "shipped",
        (ReadModel::Customers, 1) => "orders",
        (ReadModel::Customers, 2) => "spentCents",
        (ReadModel::Revenue, 1) => match name.as_str() {
            "captured" => "capturedCents",
            "refunded" => "refundedCents",
            "net" => "netCents",
            "orders placed" => "byStatus.placed",
            "orders confirmed" => "byStatus.confirmed",
            "orders shipped" => "byStatus.shipped",
            _ => "byStatus.cancelled",
        },
        (ReadModel::Orders | ReadModel::Stock | ReadModel::Revenue | ReadModel::Customers, _) => return None,
    };
    let key = if model == ReadModel::Revenue { model.name().to_owned() } else { name.clone() };
    Some(Cell { model: model.name(), key, field })
}
