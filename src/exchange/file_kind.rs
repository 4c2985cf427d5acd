//! What a file is, told by its beginning.

/// What somebody may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A run that was saved: see [`super::session_file`].
    Session,
    /// Events from elsewhere: see [`super::import`].
    CloudEvents,
}

impl FileKind {
    /// Looks at the fields of the first object: the first that only one kind of file has decides. What has none is for
    /// the reader of events to refuse, by its line.
    pub fn of(beginning: &[u8]) -> Self {
        let text = beginning.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(beginning);
        let mut rest = text.trim_ascii_start();
        let mut depth = 0_u32;
        while let Some((byte, behind)) = rest.split_first() {
            rest = behind;
            match byte {
                b'{' | b'[' => depth = depth.saturating_add(1),
                b'}' | b']' => depth = depth.saturating_sub(1),
                b'"' => {
                    let (name, behind) = string(rest);
                    rest = behind;
                    let is_field = depth == 1 && rest.trim_ascii_start().starts_with(b":");
                    match name {
                        b"formatVersion" if is_field => return Self::Session,
                        b"specversion" if is_field => return Self::CloudEvents,
                        _ => {}
                    }
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        Self::CloudEvents
    }
}

/// What stands before the closing quotation mark, and what behind it.
fn string(text: &[u8]) -> (&[u8], &[u8]) {
    let mut is_escaped = false;
    let end = text.iter().position(|byte| {
        let ends = !is_escaped && *byte == b'"';
        is_escaped = !is_escaped && *byte == b'\\';
        ends
    });
    let (name, rest) = text.split_at_checked(end.unwrap_or(text.len())).unwrap_or((text, &[]));
    (name, rest.strip_prefix(b"\"").unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_the_first_object_decide() {
        let kind = |text: &str| FileKind::of(text.as_bytes());
        assert_eq!(kind("{\n  \"formatVersion\": 2, \"seed\": \"1\"}"), FileKind::Session);
        assert_eq!(kind("\u{feff} {\"seed\": \"{\\\"\", \"formatVersion\" : 1"), FileKind::Session);
        assert_eq!(kind("{\"specversion\":\"1.0\",\"formatVersion\":2}"), FileKind::CloudEvents);
        assert_eq!(kind("{\"data\":{\"formatVersion\":2},\"specversion\":\"1.0\"}"), FileKind::CloudEvents);
        assert_eq!(kind("{\"seed\":\"formatVersion\",\"specversion\":\"1.0\"}"), FileKind::CloudEvents);
        assert_eq!(kind("{}\n{\"formatVersion\":2}"), FileKind::CloudEvents);
        assert_eq!(kind("[{\"formatVersion\":2}]"), FileKind::CloudEvents);
        for text in ["", "{", "{\"", "{\"formatVersion", "{\"formatVersion\"", "\"\\", "}", "null"] {
            assert_eq!(kind(text), FileKind::CloudEvents, "{text}");
        }
    }
}
