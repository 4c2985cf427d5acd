//! Which field a cell or a line of the inspector shows.

use crate::messaging::ReadModel;
use crate::scene::inspect::AnswerRow;

/// The address of a field, as `why_row` takes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cell {
    pub model: &'static str,
    pub key: String,
    pub field: &'static str,
}

/// The field behind a column of a row of [`crate::scene::inspect::answer`]. `None` for a column that names the row.
pub fn cell_field(model: ReadModel, row: &AnswerRow, column: usize) -> Option<Cell> {
    let field = match (model, column) {
        (ReadModel::Orders, 1) => "customerId",
        (ReadModel::Orders, 2) => "totalCents",
        (ReadModel::Orders, 3) => "status",
        (ReadModel::Stock, 1) => "onHand",
        (ReadModel::Stock, 2) => "reserved",
        (ReadModel::Stock, 3) => "shipped",
        (ReadModel::Customers, 1) => "orders",
        (ReadModel::Customers, 2) => "spentCents",
        (ReadModel::Revenue, 1) => match row.cells.first()?.as_str() {
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
    Some(Cell { model: model.name(), key: row.key.clone(), field })
}

/// The field behind a line of a state ([`crate::scene::inspect::StateView`]), as `why_state` takes it. `None` for one
/// that nothing can be asked about.
pub fn state_field(line: &str) -> Option<String> {
    let field = match line {
        "status" | "items" | "charges" => line,
        "customer" => "customerId",
        "total" => "totalCents",
        "captured" => "capturedCents",
        "refunded" => "refundedCents",
        _ => {
            if let Some(order) = line.strip_prefix("reservation of ") {
                return Some(format!("reservation.{order}"));
            }
            let ends = [(" on hand", "onHand"), (" reserved", "reserved"), (" shipped", "shipped")];
            return ends.into_iter().find_map(|(end, field)| Some(format!("{}.{field}", line.strip_suffix(end)?)));
        }
    };
    Some(field.to_owned())
}
