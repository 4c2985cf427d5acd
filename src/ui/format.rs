//! Numbers as people read them.

use crate::domain::Money;
use crate::kernel::VirtualTime;

/// A moment as `00:12.482`, with hours where there are any.
pub fn clock(time: VirtualTime) -> String {
    let millis = time.millis();
    let (hours, minutes, seconds) = (millis / 3_600_000, millis / 60_000 % 60, millis / 1_000 % 60);
    let rest = millis % 1_000;
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}.{rest:03}")
    } else {
        format!("{minutes:02}:{seconds:02}.{rest:03}")
    }
}

/// An amount as `€ 309.97`.
pub fn money(amount: Money) -> String {
    let sign = if amount.0 < 0 { "−" } else { "" };
    let cents = amount.0.unsigned_abs();
    let euros = (cents / 100).to_string();
    let mut grouped = String::with_capacity(euros.len() + 8);
    for (place, digit) in euros.chars().enumerate() {
        if place > 0 && (euros.len() - place).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    format!("{sign}€ {grouped}.{:02}", cents % 100)
}
