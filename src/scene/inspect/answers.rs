//! What the read models answer, and how old the answer is.

use super::Part;
use crate::domain::catalogue;
use crate::kernel::VirtualTime;
use crate::messaging::ReadModel;
use crate::projection::{OrderStatus, ReadModels};
use crate::scene::words;
use crate::world::World;

/// Rows of one read model; the latest are shown.
pub const READ_ROWS_MAX: usize = 30;

/// A read model as a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub model: ReadModel,
    pub title: &'static str,
    pub question: &'static str,
    /// Events that it has not applied.
    pub lag: u64,
    pub checkpoint: u64,
    /// "as of 00:12.482", the time of the last event it has read; `None` before the first.
    pub as_of: Option<String>,
    /// How old that truth is, while it lags.
    pub age: Option<String>,
    pub columns: &'static [&'static str],
    pub table: Part<AnswerRow>,
}

/// A row of the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnswerRow {
    /// The id of what it is about, as it was given.
    pub key: String,
    pub cells: Vec<String>,
}

impl AnswerRow {
    fn of(key: &str, cells: impl Into<Vec<String>>) -> Self {
        Self { key: key.to_owned(), cells: cells.into() }
    }
}

/// The answer of a read model at the cursor.
pub fn answer(world: &World, model: ReadModel, now: VirtualTime) -> Answer {
    let checkpoint = world.models.checkpoint(model);
    let len = world.store.len() as u64;
    let lag = checkpoint.lag(len);
    let read = checkpoint.0.checked_sub(1).and_then(|position| world.recorded(position));
    let waiting = world.recorded(checkpoint.0).filter(|_| lag > 0);
    let (columns, table) = table(world, &world.models, model);
    Answer {
        model,
        title: words::read_model_title(model),
        question: words::read_model_question(model),
        lag,
        checkpoint: checkpoint.0,
        as_of: read.map(|recorded| words::clock(recorded.time())),
        age: waiting.map(|recorded| words::short_span(now.since(recorded.time()))),
        columns,
        table,
    }
}

type Table = (&'static [&'static str], Part<AnswerRow>);

/// The columns and the latest rows of one of `models`; the world knows the names.
pub(in crate::scene) fn table(world: &World, models: &ReadModels, model: ReadModel) -> Table {
    match model {
        ReadModel::Orders => orders(world, models),
        ReadModel::Stock => stock(models),
        ReadModel::Revenue => revenue(models),
        ReadModel::Customers => customers(world, models),
    }
}

fn orders(world: &World, models: &ReadModels) -> Table {
    let model = &models.orders;
    let last = world.order_names.len();
    let mut rows = Vec::new();
    let mut looked_at = last;
    // From the latest back, so that the length of the run costs nothing.
    while rows.len() < READ_ROWS_MAX && looked_at > 0 {
        looked_at -= 1;
        let Ok(number) = u32::try_from(looked_at) else { break };
        let order = crate::domain::OrderId(number);
        if let Some(row) = model.get(order) {
            let cells = [
                words::order(world, order),
                words::person(world, row.customer),
                words::money(row.total),
                row.status.name().to_owned(),
            ];
            rows.push(AnswerRow::of(world.order_name(order), cells));
        }
    }
    (&["order", "customer", "total", "status"], Part { rows, left_out: looked_at })
}

fn stock(models: &ReadModels) -> Table {
    let rows = models.stock.iter().map(|(sku, row)| {
        let article = catalogue::article_of(sku).map_or("", |article| article.sku);
        let pieces = [row.on_hand, row.reserved, row.shipped].map(words::count);
        AnswerRow::of(article, [vec![article.to_owned()], pieces.to_vec()].concat())
    });
    (&["article", "on hand", "reserved", "shipped"], Part { rows: rows.collect(), left_out: 0 })
}

fn revenue(models: &ReadModels) -> Table {
    let model = &models.revenue;
    let money = [("captured", model.captured), ("refunded", model.refunded), ("net", model.net())];
    let row = |cells: [String; 2]| AnswerRow::of(ReadModel::Revenue.name(), cells);
    let money = money.map(|(name, amount)| row([name.to_owned(), words::money(amount)]));
    let count = |status| words::count(u64::from(model.by_status.get(status)));
    let counts = OrderStatus::ALL.map(|status| row([format!("orders {}", status.name()), count(status)]));
    (&["figure", "value"], Part { rows: money.into_iter().chain(counts).collect(), left_out: 0 })
}

fn customers(world: &World, models: &ReadModels) -> Table {
    let model = &models.customers;
    let mut rows = Vec::new();
    let mut looked_at = world.customer_names.len();
    while rows.len() < READ_ROWS_MAX && looked_at > 0 {
        looked_at -= 1;
        let Ok(number) = u32::try_from(looked_at) else { break };
        let customer = crate::domain::CustomerId(number);
        if let Some(row) = model.get(customer) {
            let cells = [words::person(world, customer), words::count(u64::from(row.orders)), words::money(row.spent)];
            rows.push(AnswerRow::of(world.customer_name(customer), cells));
        }
    }
    (&["customer", "orders", "spent"], Part { rows, left_out: looked_at })
}
