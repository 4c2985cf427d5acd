//! The fields of each fault, as text; they stay when the panel leaves the screen.

use crate::ui::decimal::decimal;
use crate::ui::erase::{State, provide};
use leptos::prelude::*;

use super::kinds::{FACES, Face};
use crate::exchange::{Code, FaultDraft, Refused};

/// What stands in the details of one fault.
#[derive(Clone, Copy)]
pub struct FaultForm {
    pub face: &'static Face,
    pub open: State<bool>,
    pub target: State<String>,
    pub chance: State<String>,
    pub count: State<String>,
    pub by: State<String>,
    pub from: State<String>,
    pub until: State<String>,
    pub moment: State<String>,
    pub direction: State<String>,
    /// The field that was refused, and why.
    pub refused: State<Option<(String, String)>>,
}

/// All of them. Lives as long as the screen.
#[derive(Clone, Copy)]
pub struct FaultForms(pub StoredValue<Vec<FaultForm>>);

impl FaultForms {
    pub fn provide() {
        let text = |text: &str| State::new(text.to_owned());
        let forms = FACES.iter().map(|face| FaultForm {
            face,
            open: State::new(false),
            target: text(face.target),
            chance: text(face.chance),
            count: text(face.count),
            by: text(face.by_ms),
            from: text(""),
            until: text(""),
            moment: text(""),
            direction: text("to"),
            refused: State::new(None),
        });
        provide(Self(StoredValue::new(forms.collect())));
    }
}

impl FaultForm {
    /// The draft that the fields describe; an empty field says nothing.
    ///
    /// # Errors
    /// The first field whose text is not a number.
    pub fn draft(self) -> Result<FaultDraft, Refused> {
        let said = |text: State<String>| Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        let number = |text: State<String>, field: &str| match said(text) {
            None => Ok(None),
            Some(text) => decimal(&text)
                .map(Some)
                .ok_or_else(|| Refused::new(Code::BadFault, field, "a whole number was expected, or nothing")),
        };
        let of_messages = self.face.kind.is_of_messages();
        Ok(FaultDraft {
            kind: self.face.kind.name().to_owned(),
            target: said(self.target),
            chance: number(self.chance, "chance")?,
            count: number(self.count, "count")?,
            from: number(self.from, "from")?,
            until: number(self.until, "until")?,
            by: number(self.by, "by")?,
            message: None,
            moment: said(self.moment),
            direction: of_messages.then(|| said(self.direction)).flatten(),
        })
    }
}
