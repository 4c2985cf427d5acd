//! Automatic orders: what is bought and by whom is drawn from the seed.

use super::*;
use crate::domain::catalogue::{ARTICLES, CUSTOMERS};
use crate::domain::inventory::InventoryCommand;
use crate::domain::order::OrderCommand;
use crate::domain::{Command, Line, Lines, Sku, total_of};
use crate::kernel::{MessageId, Purpose};

/// The most automatic orders a second, in thousandths.
pub const TRAFFIC_PER_MILLE_MAX: u32 = 1_000_000;

/// After so many automatic orders one article is restocked, so that long traffic does not run the shop dry.
const RESTOCK_EVERY: u32 = 10;
/// So many pieces come then: ten rounds sell about 40 of each article.
const RESTOCK_PIECES: u32 = 44;

impl World {
    pub(super) fn set_traffic(&mut self, per_mille: u32) {
        self.traffic.per_mille = per_mille.min(TRAFFIC_PER_MILLE_MAX);
        self.traffic.epoch = self.traffic.epoch.wrapping_add(1);
        let detail = Detail::Rate(self.traffic.per_mille);
        self.note(TraceEntry { detail, ..self.line(TraceKind::TrafficChanged, Node::Client) });
        self.next_traffic();
    }

    fn next_traffic(&mut self) {
        if self.traffic.per_mille == 0 {
            return;
        }
        let mean = 1_000_000_000 / u64::from(self.traffic.per_mille);
        let (least, most) = (Span::from_micros(mean / 2), Span::from_micros(mean + mean / 2));
        let span = self.seed.span(least, most, Purpose::Traffic, u64::from(self.traffic.placed), 0);
        self.schedule(span, Occurrence::Traffic { epoch: self.traffic.epoch });
    }

    pub(super) fn traffic_due(&mut self, epoch: u32) {
        if epoch != self.traffic.epoch {
            return;
        }
        let ordinal = self.traffic.placed;
        self.traffic.placed = ordinal.wrapping_add(1);
        let basket = self.basket(u64::from(ordinal));
        let name = format!("auto-{}", ordinal + 1);
        let order = OrderId(self.order_names.intern(&name).0);
        let who = self.draw(CUSTOMERS.len() as u64, ordinal, 0) as usize;
        let customer = CUSTOMERS.get(who).map_or("cust-441", |(id, _)| id);
        let customer = CustomerId(self.customer_names.intern(customer).0);
        let total = total_of(&basket);
        let command = Command::Order(OrderCommand::Place { order, customer, lines: basket, total });
        // Far from the numbers of inputs, whose messages are first ones, too.
        let id = MessageId::first(self.seed, (1 << 40) | u64::from(ordinal));
        self.client_sends(id, command);
        if ordinal % RESTOCK_EVERY == RESTOCK_EVERY - 1 {
            self.restock(ordinal);
        }
        self.next_traffic();
    }

    /// The supplier comes by: one article after the other, about as much as is sold meanwhile.
    fn restock(&mut self, ordinal: u32) {
        let article = (ordinal / RESTOCK_EVERY) as usize % ARTICLES.len();
        let command = InventoryCommand::Restock { sku: Sku(article as u8), quantity: RESTOCK_PIECES };
        let id = MessageId::first(self.seed, (1 << 41) | u64::from(ordinal));
        self.client_sends(id, Command::Inventory(command));
    }

    fn basket(&self, ordinal: u64) -> Lines {
        let lines = 1 + self.draw(3, ordinal as u32, 1);
        (0..lines)
            .map(|line| {
                let at = 8 * (line as u32 + 1);
                let sku = self.draw(ARTICLES.len() as u64, ordinal as u32, at) as usize;
                let quantity = 1 + self.draw(3, ordinal as u32, at + 1) as u32;
                let unit_price = ARTICLES.get(sku).map_or_else(Default::default, |article| article.list_price);
                Line { sku: Sku(sku as u8), quantity, unit_price }
            })
            .collect()
    }

    fn draw(&self, bound: u64, ordinal: u32, about: u32) -> u64 {
        self.seed.below(bound, Purpose::Basket, u64::from(ordinal), about)
    }
}
