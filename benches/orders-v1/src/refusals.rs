//! What has to be refused: a command that does not fit, and an append that comes too late.

use eventarium::event_store::{AppendError, ExpectedVersion};
use eventarium::kernel::VirtualTime;

use crate::domain::{Event, Items, NotNow};
use crate::shop::{Refused, Shop, caused_by, commands, stream_of};

/// True if the last command of an order is refused before its first.
pub fn of_the_order(seed: u32) -> bool {
    let mut shop = Shop::default();
    let commands = commands(1, seed);
    let Some(last) = commands.last() else { return false };
    shop.handle(last, VirtualTime::ZERO) == Err(Refused::ByTheOrder(NotNow)) && shop.store.is_empty()
}

/// True if an event is refused whose writer has not seen that the order was placed.
pub fn of_the_store(seed: u32) -> bool {
    let mut shop = Shop::default();
    let commands = commands(1, seed);
    let [place, reserve, ..] = commands.as_slice() else { return false };
    if shop.handle(place, VirtualTime::ZERO).is_err() {
        return false;
    }
    let late = caused_by(reserve, VirtualTime::ZERO, Event::reserved(reserve.body.order(), Items::NONE));
    let refused = shop.append(stream_of(&reserve.body), ExpectedVersion::NoStream, late);
    matches!(refused, Err(AppendError::WrongExpectedVersion { .. })) && shop.store.len() == 1
}
