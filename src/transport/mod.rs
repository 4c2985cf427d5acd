//! Ways to move an envelope from node to node, one folder each.
//!
//! [`bus`] is the in-process publish/subscribe of the shop. There is no trait over all ways: how a broker acknowledges,
//! repeats, orders and forgets is what tells it from the others and what the page teaches, and a common interface would
//! hide exactly that. They share the envelope, the words of a delivery's books and the statements that their tests
//! cite, nothing more.
//!
//! Knows nothing about what a message means, about faults, or about when anything happens: it keeps the books, and the
//! world asks it what is to be done next.

pub mod bus;
