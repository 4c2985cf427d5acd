//! Where the name of a message stands beside its mark: on no other name, and on no word of a box.

use super::layout::Layout;
use crate::messaging::Node;
use crate::scene::geometry::{Point, Rect};

/// About the width of a letter of a name, and a name's height.
const LETTER: f64 = 6.1;
const HEIGHT: f64 = 15.0;
/// The height with what it is about under it.
const HEIGHT_CHIP: f64 = 27.0;
/// Words of a box keep so far from its edges, and a name may stand in between.
const MARGIN: f64 = 7.0;

/// Where a name stands beside its mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    #[default]
    RightAbove,
    RightBelow,
    LeftAbove,
    LeftBelow,
}

/// The place of a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beside {
    pub side: Side,
    pub rect: Rect,
    /// False where there is room for the name alone.
    pub with_chip: bool,
}

impl Side {
    const ALL: [Self; 4] = [Self::RightAbove, Self::RightBelow, Self::LeftAbove, Self::LeftBelow];

    /// As the style sheet knows it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::RightAbove => "right above",
            Self::RightBelow => "right below",
            Self::LeftAbove => "left above",
            Self::LeftBelow => "left below",
        }
    }

    fn rect(self, at: Point, (width, height): (f64, f64)) -> Rect {
        let x = match self {
            Self::RightAbove | Self::RightBelow => at.x + 9.0,
            Self::LeftAbove | Self::LeftBelow => at.x - 9.0 - width,
        };
        let y = match self {
            Self::RightAbove | Self::LeftAbove => at.y - 4.0 - height,
            Self::RightBelow | Self::LeftBelow => at.y + 5.0,
        };
        Rect::new(x, y, width, height)
    }
}

/// The place of a name and of what it is about (`chip`, or nothing): on the side it had, if that is clear, else on
/// another; where no side has room for both, for the name alone. `None` where it would lie on words.
pub fn beside(before: Side, at: Point, name: &str, chip: &str, layout: &Layout, taken: &[Rect]) -> Option<Beside> {
    let width = |text: &str| LETTER * text.chars().count() as f64 + 6.0;
    let whole = (width(name).max(width(chip)), if chip.is_empty() { HEIGHT } else { HEIGHT_CHIP });
    let alone = (width(name), HEIGHT);
    let find = |size, with_chip, margin| {
        let places = std::iter::once(before).chain(Side::ALL).map(|side| (side, side.rect(at, size)));
        let mut clear = places.filter(|(_, rect)| is_clear(rect, margin, layout, taken));
        clear.next().map(|(side, rect)| Beside { side, rect, with_chip })
    };
    find(whole, true, 0.0)
        .or_else(|| find(whole, true, MARGIN))
        .or_else(|| find(alone, false, 0.0))
        .or_else(|| find(alone, false, MARGIN))
}

/// True if it lies within the field, on no name, and no deeper in a box than its margin.
fn is_clear(rect: &Rect, margin: f64, layout: &Layout, taken: &[Rect]) -> bool {
    let inside = rect.x >= 0.0 && rect.right() <= layout.width && rect.y >= 0.0 && rect.bottom() <= layout.height;
    let boxes = || Node::ALL.iter().map(|node| layout.node(*node)).chain([layout.reads]);
    inside && !taken.iter().any(|other| other.overlaps(rect)) && !boxes().any(|part| inner(part, margin).overlaps(rect))
}

fn inner(part: Rect, margin: f64) -> Rect {
    Rect::new(part.x + margin, part.y + margin, part.width - 2.0 * margin, part.height - 2.0 * margin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::flow::{NARROW, WayKind};

    const SIZES: [(f64, f64); 5] = [(948.0, 412.0), (748.0, 360.0), (620.0, 330.0), (390.0, 420.0), (1_400.0, 620.0)];

    #[test]
    fn no_name_lies_on_the_words_of_a_box_or_on_another() {
        for (width, height) in SIZES {
            let layout = Layout::fit(width, height);
            for part in [0.0, 0.2, 0.5, 0.8, 1.0] {
                let mut taken: Vec<Rect> = Vec::new();
                for _ in 0..6 {
                    let at = layout.way(WayKind::Asked).at(part);
                    let Some(place) = beside(Side::default(), at, "PlaceOrder", "ord-1001 · € 309.97", &layout, &taken)
                    else {
                        continue;
                    };
                    let words = Node::ALL.iter().map(|node| inner(layout.node(*node), MARGIN));
                    assert!(!words.into_iter().any(|words| words.overlaps(&place.rect)), "{width}: {place:?}");
                    assert!(!taken.iter().any(|other| other.overlaps(&place.rect)), "{width}: {place:?}");
                    taken.push(place.rect);
                }
                assert!(taken.len() < 6, "a way has room for a few names");
            }
        }
    }

    /// Where lanes run downwards there is often no room between the boxes: a touch tells the name.
    #[test]
    fn an_order_on_its_way_is_named() {
        for (width, height) in SIZES.into_iter().filter(|(width, _)| *width > NARROW) {
            let layout = Layout::fit(width, height);
            let at = layout.way(WayKind::Asked).at(0.5);
            let place = beside(Side::default(), at, "PlaceOrder", "ord-1 · € 309.97", &layout, &[]);
            assert!(place.is_some(), "{width} × {height}");
        }
    }
}
