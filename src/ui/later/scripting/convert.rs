//! JavaScript's values in and out. Whatever comes in is bounded before it is copied.

use js_sys::{Array, JsString, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};

use crate::exchange::limits::{DEPTH_MAX, LIST_MAX, TEXT_BYTES_MAX, VALUES_MAX};
use crate::exchange::{Code, Refused, Wire};

/// An argument as plain data.
///
/// # Errors
/// What is too large, too deep or no data, with its place in the argument.
pub fn to_wire(value: &JsValue, code: Code) -> Result<Wire, Refused> {
    Reader { code, values: 0 }.read(value, 0)
}

/// An argument that is one text, of at most so many bytes.
///
/// # Errors
/// What is no text, or too large; half a character.
pub fn to_text(value: &JsValue, code: Code, bytes_max: usize) -> Result<String, Refused> {
    let Some(text) = value.dyn_ref::<JsString>() else {
        return Err(Refused::new(code, "", "a text was expected"));
    };
    if text.length() as usize > bytes_max {
        return Err(too_large(format!("a text of {} characters; at most {bytes_max} are read", text.length())));
    }
    if !text.is_valid_utf16() {
        return Err(Refused::new(code, "", "a text of whole characters was expected, half of one is missing"));
    }
    Ok(String::from(text))
}

struct Reader {
    code: Code,
    values: usize,
}

impl Reader {
    fn read(&mut self, value: &JsValue, depth: usize) -> Result<Wire, Refused> {
        self.values += 1;
        if depth > DEPTH_MAX || self.values > VALUES_MAX {
            return Err(too_large(format!("at most {DEPTH_MAX} levels and {VALUES_MAX} values are read")));
        }
        if value.is_undefined() || value.is_null() {
            Ok(Wire::Nothing)
        } else if let Some(flag) = value.as_bool() {
            Ok(Wire::Bool(flag))
        } else if let Some(number) = value.as_f64() {
            Ok(Wire::Number(number))
        } else if let Some(text) = value.dyn_ref::<JsString>() {
            self.text(text)
        } else if value.is_object() && Reflect::get_prototype_of(value).is_err() {
            Err(unreadable(self.code))
        } else if Array::is_array(value) {
            self.list(value.unchecked_ref(), depth)
        } else if is_plain(value) {
            self.object(value, depth)
        } else {
            Err(Refused::new(self.code, "", "plain data was expected"))
        }
    }

    fn text(&self, text: &JsString) -> Result<Wire, Refused> {
        let length = text.length();
        if length as usize > TEXT_BYTES_MAX {
            return Err(too_large(format!("a text of {length} characters; at most {TEXT_BYTES_MAX} are read")));
        }
        if !text.is_valid_utf16() {
            return Err(Refused::new(self.code, "", "a text of whole characters was expected, half of one is missing"));
        }
        Ok(Wire::Text(String::from(text)))
    }

    fn list(&mut self, list: &Array, depth: usize) -> Result<Wire, Refused> {
        if list.length() as usize > LIST_MAX {
            return Err(too_large(format!("a list of {} entries; at most {LIST_MAX} are read", list.length())));
        }
        let read = |(place, value): (usize, JsValue)| {
            self.read(&value, depth + 1).map_err(|refused| within(&format!("[{place}]"), refused))
        };
        list.iter().enumerate().map(read).collect::<Result<_, _>>().map(Wire::List)
    }

    fn object(&mut self, object: &JsValue, depth: usize) -> Result<Wire, Refused> {
        let code = self.code;
        let keys = Reflect::own_keys(object).map_err(|_| unreadable(code))?;
        if keys.length() as usize > LIST_MAX {
            return Err(too_large(format!("an object of {} fields; at most {LIST_MAX} are read", keys.length())));
        }
        let mut fields = Vec::new();
        for key in keys.iter() {
            let Wire::Text(name) = self.read(&key, depth)? else { continue };
            let value = Reflect::get(object, &key).map_err(|_| unreadable(code))?;
            let value = self.read(&value, depth + 1).map_err(|refused| within(&name, refused))?;
            fields.push((name, value));
        }
        Ok(Wire::Object(fields))
    }
}

/// True for `{…}`, also from another frame: no function, no map, no element of the page.
fn is_plain(value: &JsValue) -> bool {
    if !value.is_object() || value.is_function() {
        return false;
    }
    let parent = |value: &JsValue| Reflect::get_prototype_of(value).map(JsValue::from);
    parent(value).is_ok_and(|first| first.is_null() || parent(&first).is_ok_and(|second| second.is_null()))
}

fn unreadable(code: Code) -> Refused {
    Refused::new(code, "", "this object does not let itself be read")
}

fn too_large(reason: String) -> Refused {
    Refused::new(Code::TooLarge, "", reason)
}

/// The refusal of a part, seen from the whole: `items` and `[0].sku` become `items[0].sku`.
fn within(outer: &str, refused: Refused) -> Refused {
    let field = match refused.field.as_str() {
        "" => outer.to_owned(),
        inner if inner.starts_with('[') => format!("{outer}{inner}"),
        inner => format!("{outer}.{inner}"),
    };
    Refused { field, ..refused }
}

/// Plain JSON data: objects, no maps; `null` for none.
pub fn to_js(value: &impl Serialize) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// The `Error` that a refused call throws.
pub fn to_error(refused: &Refused) -> JsValue {
    let error = js_sys::Error::new(&refused.to_string());
    for (name, value) in [("code", refused.code.name()), ("field", &refused.field), ("reason", &refused.reason)] {
        // A fresh error takes any property.
        let _ = Reflect::set(&error, &name.into(), &value.into());
    }
    error.into()
}
