//! Points, boxes and curves in CSS pixels, y downwards.

use std::fmt;

/// A length with one decimal. The standard library's way to round a fraction weighs more than a room of this program.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tenths(pub f64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        let sign = if tenths < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{}", tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10)
    }
}

/// A number held within bounds; outside of them, the nearer one.
pub trait Within {
    #[must_use]
    fn within(self, least: Self, most: Self) -> Self;
}

/// Not `f64::clamp`: it can fail, and to say so it writes out its bounds.
impl Within for f64 {
    fn within(self, least: Self, most: Self) -> Self {
        self.max(least).min(most)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    #[must_use]
    pub const fn by(self, x: f64, y: f64) -> Self {
        Self { x: self.x + x, y: self.y + y }
    }

    /// The point this part of the way to `other`.
    #[must_use]
    pub const fn towards(self, other: Self, part: f64) -> Self {
        Self { x: self.x + (other.x - self.x) * part, y: self.y + (other.y - self.y) * part }
    }

    /// How far this is from the origin.
    pub fn length(self) -> f64 {
        self.distance_squared(Self::default()).sqrt()
    }

    /// The square of the distance: enough to compare.
    pub const fn distance_squared(self, other: Self) -> f64 {
        let (x, y) = (self.x - other.x, self.y - other.y);
        x * x + y * y
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    pub const fn right(&self) -> f64 {
        self.x + self.width
    }

    pub const fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub const fn middle(&self) -> Point {
        Point::new(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    pub const fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    pub const fn contains(&self, point: Point) -> bool {
        point.x >= self.x && point.x < self.right() && point.y >= self.y && point.y < self.bottom()
    }
}

/// A cubic curve.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Curve {
    pub from: Point,
    pub near_from: Point,
    pub near_to: Point,
    pub to: Point,
}

impl Curve {
    /// Leaves and arrives horizontally.
    pub const fn level(from: Point, to: Point) -> Self {
        let middle = (from.x + to.x) / 2.0;
        Self { from, near_from: Point::new(middle, from.y), near_to: Point::new(middle, to.y), to }
    }

    /// Leaves and arrives vertically.
    pub const fn upright(from: Point, to: Point) -> Self {
        let middle = (from.y + to.y) / 2.0;
        Self { from, near_from: Point::new(from.x, middle), near_to: Point::new(to.x, middle), to }
    }

    #[must_use]
    pub const fn reversed(self) -> Self {
        Self { from: self.to, near_from: self.near_to, near_to: self.near_from, to: self.from }
    }

    #[must_use]
    pub const fn by(self, x: f64, y: f64) -> Self {
        Self {
            from: self.from.by(x, y),
            near_from: self.near_from.by(x, y),
            near_to: self.near_to.by(x, y),
            to: self.to.by(x, y),
        }
    }

    /// The point at `part` of the curve, 0 its beginning, 1 its end.
    pub const fn at(&self, part: f64) -> Point {
        let rest = 1.0 - part;
        let weights = [rest * rest * rest, 3.0 * rest * rest * part, 3.0 * rest * part * part, part * part * part];
        let [a, b, c, d] = weights;
        Point {
            x: a * self.from.x + b * self.near_from.x + c * self.near_to.x + d * self.to.x,
            y: a * self.from.y + b * self.near_from.y + c * self.near_to.y + d * self.to.y,
        }
    }

    /// The `d` of an SVG path.
    pub fn path(&self) -> String {
        let Self { from, near_from, near_to, to } = self;
        let pair = |at: &Point| format!("{} {}", Tenths(at.x), Tenths(at.y));
        format!("M{}C{} {} {}", pair(from), pair(near_from), pair(near_to), pair(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_begins_and_ends_at_its_ends() {
        let curve = Curve::level(Point::new(0.0, 0.0), Point::new(10.0, 20.0));
        assert_eq!((curve.at(0.0), curve.at(1.0)), (curve.from, curve.to));
        assert_eq!(curve.at(0.5), Point::new(5.0, 10.0));
        assert_eq!(curve.reversed().at(0.25), curve.at(0.75));
    }
}
