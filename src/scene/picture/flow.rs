//! The flow as a picture: boxes, arrows, queues, and every message on its way.

use super::Paint;
use super::svg::{Anchor, Ink, Svg};
use crate::kernel::VirtualTime;
use crate::messaging::Node;
use crate::scene::flow::{Board, Card, Layout, Losses, Moving, QUEUES, Token, WayKind};
use crate::scene::geometry::{Point, Rect};
use crate::scene::mark::{Mark, Shape};
use crate::scene::words::{count, short_title};
use crate::world::World;

const WIDTH: f64 = 1_200.0;
const HEIGHT: f64 = 520.0;
const MARK_SIZE: f64 = 6.0;

/// The flow of `world` at `now`.
pub fn flow_picture(world: &World, now: VirtualTime, title: &str, paint: Paint<'_>) -> String {
    let layout = Layout::fit(WIDTH, HEIGHT);
    let mut losses = Losses::default();
    losses.follow(&world.trace, usize::MAX);
    let board = Board::of(world, &losses, now);
    let mut moving = Moving::default();
    moving.fill(world, &layout, now);
    let mut svg = Svg::new(layout.width.max(WIDTH), layout.height.max(HEIGHT), title, paint);
    for way in layout.ways() {
        let word = match way.kind {
            WayKind::Stored => "event",
            WayKind::Followed => "read",
            WayKind::Asked | WayKind::Answered | WayKind::Published(_) | WayKind::Delivered(_) => "edge",
        };
        svg.path(&way.curve.path(), Ink::line(&paint(word), 1.2));
        head(&mut svg, way.curve.at(0.96), way.curve.to, &paint(word));
    }
    for (node, card) in Node::ALL.into_iter().zip(&board.nodes) {
        a_box(&mut svg, layout.node(node), card, paint);
    }
    a_box(&mut svg, layout.reads, &board.reads, paint);
    for (consumer, queue) in QUEUES.into_iter().zip(&board.queues) {
        if let Some(row) = layout.queue(consumer) {
            let y = row.rect.middle().y + 3.5;
            svg.words(
                Point::new(row.rect.x + 4.0, y),
                Anchor::Start,
                10.0,
                short_title(consumer),
                Ink::fill(&paint("dim")),
            );
            let more = queue.depth.saturating_sub(row.marks);
            if more > 0 {
                let at = Point::new(row.rect.right() - 26.0, y);
                svg.words(at, Anchor::Start, 10.0, &format!("+{}", count(more as u64)), Ink::fill(&paint("ink")));
            }
        }
    }
    for queued in &moving.queued {
        draw_mark(&mut svg, queued.at, queued.mark, 3.5, paint);
    }
    for ring in &moving.rings {
        svg.circle(ring.at, ring.radius, Ink::line(&paint(ring.hue.name()), 1.5).dashed("2 2"));
    }
    moving.tokens.iter().for_each(|token| draw_token(&mut svg, token, paint));
    if board.parked > 0 {
        let at = Point::new(layout.tray.x + 8.0, layout.tray.middle().y + 4.0);
        svg.rect(layout.tray, 4.0, Ink::line(&paint("ink"), 1.2));
        svg.words(
            at,
            Anchor::Start,
            11.0,
            &format!("dead letters: {}", count(board.parked as u64)),
            Ink::fill(&paint("ink")),
        );
    }
    svg.finish()
}

fn a_box(svg: &mut Svg, rect: Rect, card: &Card, paint: Paint<'_>) {
    let edge = if card.standing.is_trouble() { paint("bad") } else { paint("edge") };
    svg.rect(rect, 6.0, Ink::fill(&paint("panel")));
    svg.rect(rect, 6.0, Ink::line(&edge, 1.2));
    let title = Point::new(rect.x + 10.0, rect.y + 18.0);
    svg.words(title, Anchor::Start, 12.0, card.title, Ink::fill(&paint("ink")));
    svg.words(title.by(0.0, 15.0), Anchor::Start, 10.0, &card.sub, Ink::fill(&paint("dim")));
    let pins = card.pins.iter().map(|pin| pin.word).collect::<Vec<_>>().join(", ");
    if !pins.is_empty() {
        svg.words(Point::new(rect.x + 10.0, rect.y - 4.0), Anchor::Start, 10.0, &pins, Ink::fill(&paint("bad")));
    }
}

fn head(svg: &mut Svg, before: Point, end: Point, colour: &str) {
    let (dx, dy) = (end.x - before.x, end.y - before.y);
    let length = Point::new(dx, dy).length().max(0.001);
    let (dx, dy) = (dx / length, dy / length);
    let wing = |side: f64| (-7.0 * dx + side * dy, -7.0 * dy - side * dx);
    svg.corners(end, &[(0.0, 0.0), wing(3.5), wing(-3.5)], Ink::fill(colour));
}

fn draw_token(svg: &mut Svg, token: &Token, paint: Paint<'_>) {
    draw_mark(svg, token.at, token.mark, MARK_SIZE, paint);
    svg.words(token.at.by(0.0, -10.0), Anchor::Middle, 10.0, token.label, Ink::fill(&paint("ink")));
}

fn draw_mark(svg: &mut Svg, at: Point, mark: Mark, size: f64, paint: Paint<'_>) {
    let hue = paint(mark.hue.name());
    let ink = if mark.hollow { Ink::line(&hue, 1.5) } else { Ink::fill(&hue) };
    let ink = if mark.dashed { Ink::line(&hue, 1.5).dashed("2 2") } else { ink };
    let square = |size: f64| Rect::new(at.x - size, at.y - size, 2.0 * size, 2.0 * size);
    let far = size * 1.25;
    match mark.shape {
        Shape::Square => svg.rect(square(size), size / 2.0, ink),
        Shape::Circle => svg.circle(at, size, ink),
        Shape::Diamond => svg.corners(at, &[(0.0, -far), (far, 0.0), (0.0, far), (-far, 0.0)], ink),
        Shape::Box => svg.rect(square(size * 0.7), 0.0, ink),
        Shape::Ring => svg.circle(at, size, Ink::line(&hue, 1.5)),
        Shape::Octagon => svg.rect(square(size), size * 0.6, Ink::line(&hue, 1.5)),
    }
    if mark.doubled {
        svg.circle(at, size * 1.6, Ink::line(&hue, 1.2));
    }
    if mark.crossed {
        let (part, ground) = (size * 0.5, paint("on"));
        svg.line(at.by(-part, -part), at.by(part, part), Ink::line(&ground, 1.5));
        svg.line(at.by(part, -part), at.by(-part, part), Ink::line(&ground, 1.5));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::samples::one_order;

    #[test]
    fn every_part_is_in_the_picture_by_its_name() {
        let world = one_order(&[]);
        let text = flow_picture(&world, world.now, "the shop", &|word| format!("#{word}"));
        let board = Board::of(&world, &Losses::default(), world.now);
        assert!(board.nodes.iter().all(|card| text.contains(card.title)), "{text}");
    }
}
