//! Whether everybody did the same work: the summary of all rows, and the probe of a seek.

use serde::Serialize;

use crate::domain::{CustomerId, OrderId, Sku};
use crate::models::{CustomerRow, OrderRow, ReadModels, StockRow};
use crate::schedule::{CUSTOMERS, TIME_BASE_MILLIS};
use crate::seeks::Seek;

pub fn hash(words: &[u32]) -> u32 {
    words.iter().fold(0x811C_9DC5, |hash, word| {
        let mixed = (hash ^ word).wrapping_mul(0x0100_0193);
        mixed ^ (mixed >> 15)
    })
}

/// Whether the times of the rows are part of the checksum: those of new commands are the real clock's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    Counted,
    LeftOut,
}

/// All rows of all models, the fields in the workload's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    orders: u32,
    by_status: [u32; 7],
    revenue_cents: u64,
    refunded_cents: u64,
    on_hand: i64,
    reserved: i64,
    orders_hash: u32,
    stock_hash: u32,
    customers_hash: u32,
    list_hash: u32,
}

pub fn summary(models: &ReadModels, times: Times) -> Summary {
    let counters = models.counters();
    let mut sum = Summary {
        orders: 0,
        by_status: counters.by_status(),
        revenue_cents: counters.revenue(),
        refunded_cents: counters.refunded(),
        on_hand: models.inventory().iter().map(|(_, row)| i64::from(row.on_hand())).sum(),
        reserved: models.inventory().iter().map(|(_, row)| i64::from(row.reserved())).sum(),
        orders_hash: 0,
        stock_hash: of_stock(models),
        customers_hash: 0,
        list_hash: 0,
    };
    for (order, row) in models.orders().iter() {
        sum.orders += 1;
        sum.orders_hash = sum.orders_hash.wrapping_add(of_order(order, row, times));
    }
    for customer in (0..CUSTOMERS as u16).map(CustomerId) {
        let Some(row) = models.customers().get(customer) else { continue };
        let (mut listed, mut orders) = (0_u32, 0_u32);
        models.orders().of(customer).for_each(|order| {
            listed += 1;
            orders = orders.wrapping_add(order.0);
        });
        sum.customers_hash = sum.customers_hash.wrapping_add(of_customer(customer, row, listed));
        sum.list_hash = sum.list_hash.wrapping_add(hash(&[u32::from(customer.0), listed, orders]));
    }
    sum
}

/// What a seek has to read in every model.
pub fn probe(models: &ReadModels, seek: &Seek, before: u32) -> u32 {
    let counters = models.counters();
    let order = models.orders().get(seek.order).map_or(0, |row| of_order(seek.order, row, Times::Counted));
    let listed = models.orders().count_of(seek.customer);
    let customer = models.customers().get(seek.customer).map_or(0, |row| of_customer(seek.customer, row, listed));
    let [placed, reserved, paid, shipped, refunded, released, cancelled] = counters.by_status();
    let [revenue_low, revenue_high] = halves(counters.revenue());
    let [refunded_low, refunded_high] = halves(counters.refunded());
    hash(&[
        before,
        of_stock(models),
        placed,
        reserved,
        paid,
        shipped,
        refunded,
        released,
        cancelled,
        revenue_low,
        revenue_high,
        refunded_low,
        refunded_high,
        order,
        customer,
    ])
}

fn of_order(order: OrderId, row: &OrderRow, times: Times) -> u32 {
    let time = |micros: u64| match times {
        Times::Counted => (micros / 1_000).wrapping_sub(TIME_BASE_MILLIS) as u32,
        Times::LeftOut => 0,
    };
    let pieces = row.items.iter().map(|item| u32::from(item.quantity)).sum();
    let (placed_at, updated_at) = (time(row.placed_at.micros()), time(row.updated_at.micros()));
    let customer = u32::from(row.customer.0);
    let items = row.items.iter().count() as u32;
    hash(&[
        order.0,
        customer,
        row.status.map_or(u32::MAX, |kind| kind as u32),
        row.version + 1,
        row.total,
        items,
        pieces,
        placed_at,
        updated_at,
    ])
}

fn of_stock(models: &ReadModels) -> u32 {
    let rows = models.inventory().iter();
    let row = |(Sku(sku), row): (Sku, &StockRow)| hash(&[u32::from(sku), row.on_hand(), row.reserved()]);
    rows.map(row).fold(0, u32::wrapping_add)
}

fn of_customer(CustomerId(customer): CustomerId, row: &CustomerRow, listed: u32) -> u32 {
    let ([paid_low, paid_high], [refunded_low, refunded_high]) = (halves(row.paid()), halves(row.refunded()));
    let [customer, orders, shipped, cancelled] = [u32::from(customer), row.orders(), row.shipped(), row.cancelled()];
    hash(&[customer, orders, shipped, cancelled, paid_low, paid_high, refunded_low, refunded_high, listed])
}

const fn halves(number: u64) -> [u32; 2] {
    [number as u32, (number >> 32) as u32]
}
