//! The text of a picture.

use std::fmt::Write;

use super::Paint;
use crate::scene::geometry::{Point, Rect, Tenths};

/// A picture that is being written.
pub struct Svg {
    text: String,
}

/// Where words stand by their point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
}

/// How a shape is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Ink<'a> {
    pub colour: &'a str,
    /// From 0 to 1.
    pub opacity: f64,
    /// The width of the line; none for what is filled.
    pub line: Option<f64>,
    pub dashes: &'static str,
}

impl<'a> Ink<'a> {
    pub const fn fill(colour: &'a str) -> Self {
        Self { colour, opacity: 1.0, line: None, dashes: "" }
    }

    pub const fn line(colour: &'a str, width: f64) -> Self {
        Self { colour, opacity: 1.0, line: Some(width), dashes: "" }
    }

    #[must_use]
    pub const fn faint(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    #[must_use]
    pub const fn dashed(self, dashes: &'static str) -> Self {
        Self { dashes, ..self }
    }

    fn attributes(self) -> String {
        let Self { colour, opacity, line, dashes } = self;
        let colour = escaped(colour);
        let mut text = match line {
            None => format!("fill=\"{colour}\""),
            Some(width) => format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"", Tenths(width)),
        };
        if opacity < 1.0 {
            text.push_str(&format!(" opacity=\".{:02}\"", (opacity.max(0.0) * 100.0) as u32));
        }
        if !dashes.is_empty() {
            text.push_str(&format!(" stroke-dasharray=\"{dashes}\""));
        }
        text
    }
}

impl Svg {
    /// An empty picture on its ground; `title` is what a screen reader says.
    pub fn new(width: f64, height: f64, title: &str, paint: Paint<'_>) -> Self {
        let (wide, tall) = (Tenths(width), Tenths(height));
        let mut svg = Self {
            text: format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{tall}\" viewBox=\"0 0 {wide} \
                 {tall}\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"11\"><title>{}</title>",
                escaped(title)
            ),
        };
        svg.rect(Rect::new(0.0, 0.0, width, height), 0.0, Ink::fill(&paint("bg")));
        svg
    }

    pub fn rect(&mut self, rect: Rect, round: f64, ink: Ink<'_>) {
        self.put(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" {}/>",
            Tenths(rect.x),
            Tenths(rect.y),
            Tenths(rect.width.max(0.0)),
            Tenths(rect.height.max(0.0)),
            Tenths(round),
            ink.attributes()
        ));
    }

    pub fn path(&mut self, path: &str, ink: Ink<'_>) {
        self.put(format_args!("<path d=\"{path}\" {}/>", ink.attributes()));
    }

    pub fn circle(&mut self, at: Point, radius: f64, ink: Ink<'_>) {
        let (x, y, radius) = (Tenths(at.x), Tenths(at.y), Tenths(radius));
        self.put(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {}/>", ink.attributes()));
    }

    /// A closed shape around a point, its corners as offsets.
    pub fn corners(&mut self, at: Point, corners: &[(f64, f64)], ink: Ink<'_>) {
        let pairs = corners.iter().map(|(x, y)| format!("{} {}", Tenths(at.x + x), Tenths(at.y + y)));
        let path = format!("M{}z", pairs.collect::<Vec<_>>().join("L"));
        self.path(&path, ink);
    }

    pub fn line(&mut self, from: Point, to: Point, ink: Ink<'_>) {
        let pair = |at: Point| format!("{} {}", Tenths(at.x), Tenths(at.y));
        self.path(&format!("M{}L{}", pair(from), pair(to)), ink);
    }

    pub fn words(&mut self, at: Point, anchor: Anchor, size: f64, words: &str, ink: Ink<'_>) {
        let anchor = if anchor == Anchor::Middle { " text-anchor=\"middle\"" } else { "" };
        self.put(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{anchor} {}>{}</text>",
            Tenths(at.x),
            Tenths(at.y),
            Tenths(size),
            ink.attributes(),
            escaped(words)
        ));
    }

    pub fn finish(mut self) -> String {
        self.text.push_str("</svg>");
        self.text
    }

    fn put(&mut self, what: std::fmt::Arguments<'_>) {
        // Writing into a text cannot fail.
        let _ = self.text.write_fmt(what);
    }
}

/// Text as it may stand in an element or an attribute. Characters that XML does not know are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ if character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}') => {}
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_written_ends_its_element() {
        let mut svg = Svg::new(10.0, 10.0, "a <b> & \"c\"", &|_| "red\"/><script>".to_owned());
        svg.words(
            Point::new(1.0, 1.0),
            Anchor::Start,
            11.0,
            "</text><script>alert(1)</script>\u{0}",
            Ink::fill("black"),
        );
        let text = svg.finish();
        assert!(!text.contains("<script"), "{text}");
        assert!(!text.contains('\u{0}'), "{text}");
        assert!(text.contains("a &lt;b&gt; &amp; &quot;c&quot;"), "{text}");
    }
}
