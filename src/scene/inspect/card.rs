//! One message with all that is known about it.

use crate::event_store::Versioned;
use crate::exchange::payload;
use crate::kernel::MessageNo;
use crate::scene::timeline::{Role, Shape, tree};
use crate::scene::words;
use crate::world::{Body, REMOVED, World};

/// Rows of the tree of causes: the way from the first message to this one, and what followed from it.
const LINKS_MAX: usize = 60;

/// A message, as the inspector shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub message: MessageNo,
    pub name: &'static str,
    pub shape: Shape,
    pub role: Role,
    /// The global position, for an event that is stored.
    pub position: Option<u64>,
    /// One sentence that says what it means.
    pub sentence: Option<String>,
    pub facts: Vec<(&'static str, String)>,
    /// The body as JSON, indented.
    pub body: String,
    pub links: Vec<Link>,
    pub left_out: usize,
}

/// A message in the tree of causes.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub message: MessageNo,
    pub depth: usize,
    pub name: &'static str,
    pub shape: Shape,
    pub role: Role,
}

/// The card of a message; `None` where the run has no such message.
pub fn card(world: &World, message: MessageNo) -> Option<Card> {
    let letter = world.letter(message)?;
    let position = match letter.body {
        Body::Event { position } | Body::Corrected { position, .. } => Some(position).filter(|at| *at != REMOVED),
        Body::Command(_) | Body::Reply(_) | Body::Timer { .. } => None,
    };
    let tree = tree(world, message);
    let here = tree.iter().find(|row| row.message == message)?;
    let (shape, role) = (here.shape, here.role);
    let (links, left_out) = links(&tree, message);
    let body = payload::of_message(world, message);
    Some(Card {
        message,
        name: world.message_name(message),
        shape,
        role,
        position,
        sentence: match &letter.body {
            Body::Corrected { position: REMOVED, .. } => {
                Some("It was taken out of the log; those who had heard of it had heard of it.".to_owned())
            }
            Body::Event { .. } | Body::Corrected { .. } | Body::Command(_) | Body::Reply(_) | Body::Timer { .. } => {
                position.and_then(|position| world.fact(position)).map(|fact| words::fact_sentence(world, fact))
            }
        },
        facts: facts(world, message, position)?,
        body: super::json(&body),
        links,
        left_out,
    })
}

fn facts(world: &World, message: MessageNo, position: Option<u64>) -> Option<Vec<(&'static str, String)>> {
    let letter = world.letter(message)?;
    let recorded = position.and_then(|position| world.recorded(position));
    let mut facts = Vec::new();
    if let Some(recorded) = recorded {
        facts.push(("stream", words::escaped(&world.stream_name(recorded.stream()))));
        facts.push(("version", recorded.version().to_string()));
        facts.push(("position", recorded.position().to_string()));
    }
    facts.push(("time", words::clock(recorded.map_or(letter.born, |recorded| recorded.time()))));
    if let Some(order) = world.order_of(message) {
        facts.push(("order", words::escaped(world.order_name(order))));
    }
    facts.push(("id", letter.id.to_string()));
    facts.push(("correlation", world.letter(letter.root)?.id.to_string()));
    facts.push(("causation", cause(world, letter.cause)));
    facts.push(("source", letter.source.name().to_owned()));
    if let Some(recorded) = recorded {
        facts.push(("schema", format!("v{}", recorded.event().schema().0)));
    }
    let attempts = world.attempts_of(message);
    if attempts > 1 {
        facts.push(("attempts", attempts.to_string()));
    }
    Some(facts)
}

/// "CreateShipment, 3rd try".
fn cause(world: &World, cause: MessageNo) -> String {
    let Some(cause) = cause.known() else { return "nothing: a person or script sent it".to_owned() };
    let name = world.message_name(cause);
    match world.attempts_of(cause) {
        0 | 1 => name.to_owned(),
        2 => format!("{name}, 2nd try"),
        3 => format!("{name}, 3rd try"),
        more => format!("{name}, {more}th try"),
    }
}

/// The way from the first message of the story to this one, and all that followed from it.
fn links(tree: &[crate::scene::timeline::TreeRow], message: MessageNo) -> (Vec<Link>, usize) {
    let Some(here) = tree.iter().position(|row| row.message == message) else { return (Vec::new(), 0) };
    let depth = tree.get(here).map_or(0, |row| row.depth);
    let mut wanted = depth;
    let mut before: Vec<_> = tree
        .iter()
        .take(here)
        .rev()
        .filter(|row| {
            let is_ancestor = row.depth < wanted;
            if is_ancestor {
                wanted = row.depth;
            }
            is_ancestor
        })
        .collect();
    before.reverse();
    let after: Vec<_> = tree.iter().skip(here + 1).take_while(|row| row.depth > depth).collect();
    let all = before.into_iter().chain(tree.get(here)).chain(after);
    let link = |row: &crate::scene::timeline::TreeRow| Link {
        message: row.message,
        depth: row.depth,
        name: row.name,
        shape: row.shape,
        role: row.role,
    };
    let mut links: Vec<Link> = all.map(link).collect();
    let left_out = links.len().saturating_sub(LINKS_MAX);
    links.truncate(LINKS_MAX);
    (links, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::samples::one_order;

    #[test]
    fn a_card_shows_the_way_to_the_event_and_what_followed() {
        let world = one_order(&[]);
        let position = (0..world.store.len() as u64)
            .find(|at| world.fact(*at).is_some_and(|fact| fact.name() == "PaymentCharged"));
        let message = world.event_message(position.unwrap_or(0));
        let card = card(&world, message).unwrap_or_else(|| unreachable!("the event has a card"));
        assert_eq!(card.name, "PaymentCharged");
        assert_eq!(card.position, position);
        let names: Vec<_> = card.links.iter().map(|link| link.name).collect();
        assert_eq!(names.first(), Some(&"PlaceOrder"));
        let here = card.links.iter().position(|link| link.message == message);
        assert_eq!(here.and_then(|here| names.get(here - 1)), Some(&"ChargePayment"));
        assert!(names.contains(&"CreateShipment"));
        assert!(card.body.contains("\"amountCents\": 30997"), "{}", card.body);
        assert!(card.facts.iter().any(|(name, value)| *name == "causation" && value == "ChargePayment"));
    }
}
