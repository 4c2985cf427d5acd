//! The e-mails that notification sent.

use super::Part;
use crate::kernel::MessageNo;
use crate::scene::words;
use crate::world::World;

/// E-mails in the list; the latest are shown first.
pub const MAILS_MAX: usize = 50;

#[derive(Clone, Debug, PartialEq)]
pub struct MailView {
    pub number: usize,
    pub to: String,
    pub text: String,
    pub time: String,
    /// The event that it tells about.
    pub about: MessageNo,
}

/// The latest e-mails.
pub fn mails(world: &World) -> Part<MailView> {
    let len = world.mails.len();
    let first = len.saturating_sub(MAILS_MAX);
    let rows = (first..len).rev().filter_map(|number| {
        let mail = world.mails.get(number)?;
        Some(MailView {
            number,
            to: words::person(world, mail.to),
            text: words::capitalised(words::mail_text(world, mail.kind, mail.order)),
            time: words::clock(mail.time),
            about: mail.about,
        })
    });
    Part { rows: rows.collect(), left_out: first }
}
