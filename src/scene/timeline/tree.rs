//! The tree of causes: what led to what in the story of one message.

use super::ink::{Role, Shape};
use crate::kernel::{MessageNo, VirtualTime};
use crate::world::{MessageKind, World};

/// The most messages that a tree shows.
pub const TREE_MAX: usize = 400;
/// The most messages that are looked at for one.
const LOOK_MAX: usize = 40_000;

/// A message in its place in the tree, parents before children.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeRow {
    pub message: MessageNo,
    pub depth: usize,
    pub name: &'static str,
    pub time: VirtualTime,
    pub shape: Shape,
    pub role: Role,
}

/// The story that `message` belongs to, up to what `world` knows.
pub fn tree(world: &World, message: MessageNo) -> Vec<TreeRow> {
    let Some(root) = world.letter(message).map(|letter| letter.root) else { return Vec::new() };
    let story: Vec<(MessageNo, MessageNo)> = world
        .letters
        .from(root.index())
        .take(LOOK_MAX)
        .zip(root.0..)
        .filter(|(letter, _)| letter.root == root)
        .map(|(letter, number)| (MessageNo(number), letter.cause))
        .take(TREE_MAX)
        .collect();
    let mut rows = Vec::new();
    let mut open = vec![(root, 0_usize)];
    while let Some((message, depth)) = open.pop() {
        rows.push(row(world, message, depth));
        let children = story.iter().filter(|(_, cause)| *cause == message).map(|(child, _)| (*child, depth + 1));
        open.extend(children.collect::<Vec<_>>().into_iter().rev());
    }
    rows
}

fn row(world: &World, message: MessageNo, depth: usize) -> TreeRow {
    let (shape, role) = match (world.is_compensation(message), world.message_kind(message)) {
        (true, _) => (Shape::Diamond, Role::Compensation),
        (false, MessageKind::Command) => (Shape::RoundedSquare, Role::Command),
        (false, MessageKind::Event) => (Shape::Circle, Role::Event),
        (false, MessageKind::Reply) => (Shape::RoundedSquare, Role::Reply),
        (false, MessageKind::Timer) => (Shape::Ring, Role::Timer),
    };
    let time = world.letter(message).map_or(VirtualTime::ZERO, |letter| letter.born);
    TreeRow { message, depth, name: world.message_name(message), time, shape, role }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::samples::one_order;

    #[test]
    fn the_story_of_an_order_is_one_tree_that_begins_with_its_command() {
        let world = one_order(&[]);
        let rows = tree(&world, MessageNo(5));
        assert_eq!(rows.first().map(|row| (row.name, row.depth)), Some(("PlaceOrder", 0)));
        assert_eq!(rows.len(), world.letters.len());
        assert!(rows.iter().any(|row| row.name == "OrderConfirmed" && row.depth >= 8));
    }
}
