//! Reads the fields of an object by name, and names whatever is left over.

use super::limits::LIST_MAX;
use super::refused::{Code, Refused};
use super::wire::Wire;

/// An object while it is being read. `undefined` and `null` count as absent.
pub struct Fields<'a> {
    code: Code,
    path: String,
    fields: &'a [(String, Wire)],
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// `path` names the object in refusals; it is empty for the outermost one.
    ///
    /// # Errors
    /// Anything but an object.
    pub fn of(value: &'a Wire, path: &str, code: Code) -> Result<Self, Refused> {
        match value {
            Wire::Object(fields) => Ok(Self { code, path: path.to_owned(), fields, asked: Vec::new() }),
            Wire::Nothing | Wire::Bool(_) | Wire::Number(_) | Wire::Text(_) | Wire::List(_) => {
                Err(Refused::new(code, path, format!("an object was expected, not {}", value.kind())))
            }
        }
    }

    /// The full name of a field of this object.
    pub fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// The value of a field, the last one where it is given twice.
    pub fn value(&mut self, name: &'static str) -> Option<&'a Wire> {
        self.asked.push(name);
        let (_, value) = self.fields.iter().rfind(|(given, _)| given == name)?;
        (*value != Wire::Nothing).then_some(value)
    }

    /// # Errors
    /// A field that is not a text.
    pub fn text(&mut self, name: &'static str) -> Result<Option<&'a str>, Refused> {
        match self.value(name) {
            None | Some(Wire::Nothing) => Ok(None),
            Some(Wire::Text(text)) => Ok(Some(text)),
            Some(other @ (Wire::Bool(_) | Wire::Number(_) | Wire::List(_) | Wire::Object(_))) => {
                Err(self.expected(name, "a text", other))
            }
        }
    }

    /// # Errors
    /// A field that is not a number.
    pub fn number(&mut self, name: &'static str) -> Result<Option<f64>, Refused> {
        match self.value(name) {
            None | Some(Wire::Nothing) => Ok(None),
            Some(Wire::Number(number)) => Ok(Some(*number)),
            Some(other @ (Wire::Bool(_) | Wire::Text(_) | Wire::List(_) | Wire::Object(_))) => {
                Err(self.expected(name, "a number", other))
            }
        }
    }

    /// # Errors
    /// A field that is missing or not a text; `null` is none.
    pub fn needed_text(&mut self, name: &'static str) -> Result<&'a str, Refused> {
        self.text(name)?.ok_or_else(|| self.absent(name, "a text"))
    }

    /// # Errors
    /// A field that is missing or not a number; `null` is none.
    pub fn needed_number(&mut self, name: &'static str) -> Result<f64, Refused> {
        self.number(name)?.ok_or_else(|| self.absent(name, "a number"))
    }

    /// # Errors
    /// A field that is neither true nor false.
    pub fn flag(&mut self, name: &'static str) -> Result<Option<bool>, Refused> {
        match self.value(name) {
            None | Some(Wire::Nothing) => Ok(None),
            Some(Wire::Bool(flag)) => Ok(Some(*flag)),
            Some(other @ (Wire::Number(_) | Wire::Text(_) | Wire::List(_) | Wire::Object(_))) => {
                Err(self.expected(name, "true or false", other))
            }
        }
    }

    /// # Errors
    /// A field that is not a list.
    pub fn list(&mut self, name: &'static str) -> Result<Option<&'a [Wire]>, Refused> {
        match self.value(name) {
            None | Some(Wire::Nothing) => Ok(None),
            Some(Wire::List(values)) if values.len() > LIST_MAX => Err(Refused::new(
                Code::TooLarge,
                self.path_of(name),
                format!("a list of {} entries; at most {LIST_MAX} are read", values.len()),
            )),
            Some(Wire::List(values)) => Ok(Some(values)),
            Some(other @ (Wire::Bool(_) | Wire::Number(_) | Wire::Text(_) | Wire::Object(_))) => {
                Err(self.expected(name, "a list", other))
            }
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// A field that nobody asked for.
    pub fn finish(self) -> Result<(), Refused> {
        let Some((name, _)) = self.fields.iter().find(|(given, _)| !self.asked.contains(&given.as_str())) else {
            return Ok(());
        };
        let shown: String = name.chars().take(40).flat_map(char::escape_debug).collect();
        let known = self.asked.join(", ");
        Err(Refused::new(self.code, self.path_of(&shown), format!("there is no such field; known are {known}")))
    }

    fn absent(&self, name: &str, what: &str) -> Refused {
        let is_null = self.fields.iter().any(|(given, _)| given == name);
        let reason =
            if is_null { format!("{what} was expected, not null") } else { "this field is missing".to_owned() };
        Refused::new(self.code, self.path_of(name), reason)
    }

    fn expected(&self, name: &str, what: &str, found: &Wire) -> Refused {
        Refused::new(self.code, self.path_of(name), format!("{what} was expected, not {}", found.kind()))
    }
}
