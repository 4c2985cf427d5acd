//! Values as Rust writes them. What `Debug` prints is nearly that: only enums lack their names and shared slices
//! their making. No value holds a text, so nothing else can look like a field.

use std::fmt::{Debug, Write};

/// The words before the enums within a value: behind a field's name, or within another enum.
const NAMED: [(&str, &str); 4] = [
    ("reason: ", "reason: CancelReason::"),
    ("CancelReason::Refused(", "CancelReason::Refused(Refusal::"),
    ("refusal: ", "refusal: Refusal::"),
    ("authority: ", "authority: Authority::"),
];

/// A value of an enum of this name.
pub fn value<T: Debug>(of: &str, value: &T) -> String {
    let named = NAMED.iter().fold(format!("{of}::{value:?}"), |text, (bare, full)| text.replace(bare, full));
    slices(&named)
}

/// `lines: […]` is shared between messages.
fn slices(text: &str) -> String {
    let mut written = String::new();
    let mut rest = text;
    while let Some((before, list)) = rest.split_once("lines: [") {
        let (inside, after) = list.split_once(']').unwrap_or((list, ""));
        let _ = write!(written, "{before}lines: Lines::from([{inside}])");
        rest = after;
    }
    written + rest
}

/// `PlaceOrder` as a function is named.
pub fn snake(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars().filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')) {
        if letter.is_ascii_uppercase() && !text.is_empty() && !text.ends_with('_') {
            text.push('_');
        }
        text.push(if letter == '-' { '_' } else { letter.to_ascii_lowercase() });
    }
    text
}

/// A text as Rust writes it.
pub fn text(text: &str) -> String {
    format!("{text:?}")
}

/// Values one below the other, as the inside of brackets.
pub fn list(values: impl IntoIterator<Item = String>) -> String {
    let lines: Vec<String> = values.into_iter().map(|value| format!("        {value},\n")).collect();
    if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}    ]", lines.concat()) }
}
