//! What is judged when the run is quiet: I04, I05, I07, I11 and I12, over the orders that changed since the last time.

use super::Invariant;
use super::orders::{Goods, OrderAccount, Parcel, Standing};
use super::saga::Stage;
use super::watch::{Watch, euros};
use crate::domain::OrderId;
use crate::domain::fulfilment::Compensation;
use crate::world::Occurrence;

/// One order, now that nothing more will happen to it by itself.
pub(super) fn judge(watch: &mut Watch<'_>, order: OrderId, account: &OrderAccount) {
    match account.saga.stage {
        Stage::NotStarted => {}
        Stage::Forward | Stage::Backward => {
            watch.broken(Invariant::I07, account.placed_at(), |watch| {
                format!("All is quiet, and the saga of {} has not ended.", watch.world.order_name(order))
            });
        }
        Stage::Completed => completed(watch, order, account),
        Stage::Compensated => compensated(watch, order, account),
        Stage::Stuck => {
            let open = watch.world.open_tasks().filter(|(_, task)| task.order == order).count();
            if account.saga.failed() != account.saga.tasks || usize::try_from(account.saga.tasks) != Ok(open) {
                watch.broken(Invariant::I12, account.placed_at(), |watch| {
                    format!(
                        "The saga of {} is stuck, and not each of its failures waits for a person.",
                        watch.world.order_name(order)
                    )
                });
            }
        }
    }
}

/// I05: captured = total, and what was ordered was handed to shipping. The stock follows when the event reaches the
/// warehouse; a poisoned one waits for a person there.
fn completed(watch: &mut Watch<'_>, order: OrderId, account: &OrderAccount) {
    if account.by_hand {
        return;
    }
    let captured = account.captured.saturating_sub(account.refunded);
    let wrong = if captured != account.total {
        format!("{} were taken instead of {}", euros(captured), euros(account.total))
    } else if !matches!(account.parcel, Parcel::Created | Parcel::Left) {
        "there is no shipment".to_owned()
    } else if account.other_goods || !matches!(account.goods, Goods::Reserved | Goods::Shipped) {
        "the goods in it are not those that were ordered".to_owned()
    } else {
        return;
    };
    watch.broken(Invariant::I05, account.placed_at(), |watch| {
        format!("The saga of {} is completed, but {wrong}.", watch.world.order_name(order))
    });
}

/// I04: the order is cancelled and nothing is left of it, but for what a person vouched for.
fn compensated(watch: &mut Watch<'_>, order: OrderId, account: &OrderAccount) {
    if account.by_hand {
        return;
    }
    let vouched = |compensation| account.saga.is_manual(compensation);
    let kept = account.captured.saturating_sub(account.refunded);
    let wrong = if account.standing != Standing::Cancelled {
        "the order is not cancelled".to_owned()
    } else if kept != 0 && !vouched(Compensation::RefundPayment) {
        format!("{} were kept", euros(kept))
    } else if matches!(account.goods, Goods::Reserved | Goods::Shipped) && !vouched(Compensation::ReleaseInventory) {
        "goods are still reserved or shipped".to_owned()
    } else if matches!(account.parcel, Parcel::Created | Parcel::Left) && !vouched(Compensation::CancelShipment) {
        "its shipment was not cancelled".to_owned()
    } else {
        return;
    };
    watch.broken(Invariant::I04, account.placed_at(), |watch| {
        format!("The saga of {} is compensated, but {wrong}.", watch.world.order_name(order))
    });
}

/// I11: every timer that was set and has not rung is still on the agenda, where it will be ignored.
pub(super) fn timers(watch: &mut Watch<'_>, running: i64) {
    let waiting = watch.world.agenda.items().filter(|(_, due)| matches!(due, Occurrence::SagaTimer { .. })).count();
    if i64::try_from(waiting) != Ok(running) {
        watch.broken(Invariant::I11, None, |_| {
            format!("{running} timers were set and have not rung, but {waiting} are on the agenda.")
        });
    }
}
