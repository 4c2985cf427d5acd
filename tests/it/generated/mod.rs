//! Tests that were written from runs, compiled and run as they are: `tests_in_rust` holds that they are written so.

mod cancel_order;
mod charge_payment;
mod charge_refused;
mod happy_path;
mod place_order;
mod release_inventory;
mod reserve_inventory;
mod saga_hears;
mod until_half;
