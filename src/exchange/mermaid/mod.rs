//! A run as Mermaid draws it: who told whom what, and the way of the sagas.

mod saga;
mod sequence;

pub use saga::state_diagram;
pub use sequence::sequence_diagram;

/// Characters that Mermaid draws unless it is told otherwise (`maxTextSize` is 50,000).
pub const CHARS_MAX: usize = 48_000;

/// A text in a label: whatever could mean something to Mermaid is written as the number of its character.
fn label(text: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_' | '.' | ',' | ':' | '/');
    let written = |letter: char| if is_plain(letter) { letter.to_string() } else { format!("#{};", u32::from(letter)) };
    text.chars().map(written).collect()
}
