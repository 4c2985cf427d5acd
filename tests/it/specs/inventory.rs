//! Every command in every situation of an order's goods, and what it does to the stock.

use eventarium::domain::inventory::{
    InventoryCommand, InventoryDecider, InventoryEvent, InventoryRejection, Reservation, StockLevel, Warehouse,
};
use eventarium::domain::{Lines, Refusal, Sku};

use super::stages::{Given, given};
use super::{HEADPHONES, MUG, ORDER, OTHER_ORDER, UNKNOWN_SKU, line, lines};

const START: StockLevel = StockLevel { on_hand: 1_000, reserved: 0, shipped: 0, received: 0 };
const TWO_RESERVED: StockLevel = StockLevel { reserved: 2, ..START };
const TWO_SHIPPED: StockLevel = StockLevel { on_hand: 998, shipped: 2, ..START };

fn reserved_event() -> InventoryEvent {
    InventoryEvent::Reserved { order: ORDER, lines: lines() }
}

fn nothing_reserved() -> Given<InventoryDecider> {
    given([])
}

fn refused() -> Given<InventoryDecider> {
    let refusal = Refusal::Unavailable { attempts: 3 };
    given([InventoryEvent::ReservationRefused { order: ORDER, refusal }])
}

fn reserved() -> Given<InventoryDecider> {
    given([reserved_event()])
}

fn shipped() -> Given<InventoryDecider> {
    given([reserved_event(), InventoryEvent::Shipped { order: ORDER, lines: lines() }])
}

fn released() -> Given<InventoryDecider> {
    given([reserved_event(), InventoryEvent::Released { order: ORDER, lines: lines() }])
}

fn voided() -> Given<InventoryDecider> {
    given([InventoryEvent::ReservationVoided { order: ORDER }])
}

fn release_failed() -> Given<InventoryDecider> {
    given([reserved_event(), InventoryEvent::ReleaseFailed { order: ORDER, attempts: 3 }])
}

fn reserve() -> InventoryCommand {
    InventoryCommand::Reserve { order: ORDER, lines: lines() }
}

fn reserve_of(sku: Sku, quantity: u32) -> InventoryCommand {
    InventoryCommand::Reserve { order: OTHER_ORDER, lines: Lines::from([line(sku, quantity, 100)]) }
}

const fn release() -> InventoryCommand {
    InventoryCommand::Release { order: ORDER }
}

const fn ship() -> InventoryCommand {
    InventoryCommand::Ship { order: ORDER }
}

const fn restock(quantity: u32) -> InventoryCommand {
    InventoryCommand::Restock { sku: HEADPHONES, quantity }
}

fn headphones(warehouse: &Warehouse) -> StockLevel {
    warehouse.level(HEADPHONES)
}

fn out_of_stock(sku: Sku, wanted: u32, free: u32) -> InventoryEvent {
    InventoryEvent::ReservationRefused { order: OTHER_ORDER, refusal: Refusal::OutOfStock { sku, wanted, free } }
}

#[test]
fn goods_are_reserved_once() {
    let called_off = InventoryEvent::ReservationRefused { order: ORDER, refusal: Refusal::CalledOff };
    nothing_reserved().when(reserve()).then([reserved_event()]).and_of_it(headphones, TWO_RESERVED);
    refused().when(reserve()).then([reserved_event()]).and_of_it(headphones, TWO_RESERVED);
    reserved().when(reserve()).then_rejected(InventoryRejection::AlreadyReserved);
    shipped().when(reserve()).then_rejected(InventoryRejection::AlreadyReserved);
    released().when(reserve()).then([called_off.clone()]).and_of_it(headphones, START);
    voided().when(reserve()).then([called_off]).and_of_it(headphones, START);
    release_failed().when(reserve()).then_rejected(InventoryRejection::AlreadyReserved);
}

#[test]
fn releasing_frees_what_was_reserved_and_is_harmless_where_nothing_was() {
    let released_event = InventoryEvent::Released { order: ORDER, lines: lines() };
    let voided_event = InventoryEvent::ReservationVoided { order: ORDER };
    nothing_reserved().when(release()).then([voided_event.clone()]).and_of_it(headphones, START);
    refused().when(release()).then([voided_event]).and_of_it(headphones, START);
    reserved().when(release()).then([released_event.clone()]).and_of_it(headphones, START);
    shipped().when(release()).then([released_event.clone()]).and_of_it(headphones, START);
    released().when(release()).then_rejected(InventoryRejection::AlreadyReleased);
    voided().when(release()).then_rejected(InventoryRejection::AlreadyReleased);
    release_failed().when(release()).then([released_event]).and_of_it(headphones, START);
}

#[test]
fn shipping_moves_goods_from_reserved_to_shipped() {
    let shipped_event = InventoryEvent::Shipped { order: ORDER, lines: lines() };
    nothing_reserved().when(ship()).then_rejected(InventoryRejection::NothingReserved);
    refused().when(ship()).then_rejected(InventoryRejection::NothingReserved);
    reserved().when(ship()).then([shipped_event.clone()]).and_of_it(headphones, TWO_SHIPPED);
    shipped().when(ship()).then_rejected(InventoryRejection::AlreadyShipped);
    released().when(ship()).then_rejected(InventoryRejection::AlreadyReleased);
    voided().when(ship()).then_rejected(InventoryRejection::AlreadyReleased);
    release_failed().when(ship()).then([shipped_event]).and_of_it(headphones, TWO_SHIPPED);
}

#[test]
fn restocking_is_possible_whatever_became_of_an_order() {
    let restocked = InventoryEvent::Restocked { sku: HEADPHONES, quantity: 5 };
    let five_more = StockLevel { on_hand: 1_005, received: 5, ..START };
    let situations = [
        (nothing_reserved(), five_more),
        (refused(), five_more),
        (reserved(), StockLevel { reserved: 2, ..five_more }),
        (shipped(), StockLevel { on_hand: 1_003, shipped: 2, ..five_more }),
        (released(), five_more),
        (voided(), five_more),
        (release_failed(), StockLevel { reserved: 2, ..five_more }),
    ];
    for (situation, after) in situations {
        situation.when(restock(5)).then([restocked.clone()]).and_of_it(headphones, after);
    }
}

#[test]
fn the_warehouse_is_full_at_a_thousand_million_pieces_of_a_sku() {
    let room = 1_000_000_000 - 1_000;
    let filling = InventoryEvent::Restocked { sku: HEADPHONES, quantity: room };
    nothing_reserved().when(restock(room)).then([filling.clone()]);
    nothing_reserved().when(restock(room + 1)).then_rejected(InventoryRejection::TooMuchStock);
    given::<InventoryDecider>([filling]).when(restock(1)).then_rejected(InventoryRejection::TooMuchStock);
    nothing_reserved().when(restock(u32::MAX)).then_rejected(InventoryRejection::TooMuchStock);
}

#[test]
fn the_last_piece_is_sold_and_not_one_more() {
    let all = InventoryEvent::Reserved { order: OTHER_ORDER, lines: Lines::from([line(MUG, 1_000, 100)]) };
    nothing_reserved().when(reserve_of(MUG, 1_000)).then([all]);
    nothing_reserved().when(reserve_of(MUG, 1_001)).then([out_of_stock(MUG, 1_001, 1_000)]);
    reserved().when(reserve_of(MUG, 1_000)).then([out_of_stock(MUG, 1_000, 999)]);
    shipped().when(reserve_of(MUG, 1_000)).then([out_of_stock(MUG, 1_000, 999)]);
}

#[test]
fn lines_of_the_same_sku_count_together() {
    let twice = Lines::from([line(MUG, 600, 100), line(HEADPHONES, 1, 100), line(MUG, 600, 90)]);
    nothing_reserved()
        .when(InventoryCommand::Reserve { order: OTHER_ORDER, lines: twice })
        .then([out_of_stock(MUG, 1_200, 1_000)])
        .and_of_it(|warehouse| warehouse.stock, [START; 10]);
}

#[test]
fn quantities_beyond_all_bounds_do_not_wrap() {
    let many = Lines::from([line(MUG, u32::MAX, 100), line(MUG, u32::MAX, 100)]);
    nothing_reserved().when(InventoryCommand::Reserve { order: OTHER_ORDER, lines: many }).then([out_of_stock(
        MUG,
        u32::MAX,
        1_000,
    )]);
}

#[test]
fn nothing_is_free_of_what_the_shop_does_not_sell() {
    nothing_reserved().when(reserve_of(UNKNOWN_SKU, 1)).then([out_of_stock(UNKNOWN_SKU, 1, 0)]);
}

#[test]
fn each_order_has_its_own_reservation() {
    reserved()
        .when(reserve_of(MUG, 3))
        .then([InventoryEvent::Reserved { order: OTHER_ORDER, lines: Lines::from([line(MUG, 3, 100)]) }])
        .and_of_it(|warehouse| warehouse.reservation(ORDER).clone(), Reservation::Reserved(lines()));
    reserved().when(InventoryCommand::Ship { order: OTHER_ORDER }).then_rejected(InventoryRejection::NothingReserved);
}
