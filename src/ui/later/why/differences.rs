//! Fields before and after, as a small table.

use leptos::prelude::*;

use crate::scene::why::{field_title, field_value};
use crate::session::{FieldDifference, RowChange, RowDifference};
use crate::ui::erase::Gather;

/// What differs, under a caption.
pub fn differences(caption: String, fields: &[FieldDifference]) -> AnyView {
    let rows = fields.iter().map(|field| {
        let (before, after) = (field_value(&field.name, &field.before), field_value(&field.name, &field.after));
        part! {
            <tr><th scope="row">{field_title(&field.name)}</th><td class="before">{before}</td><td class="after">{after}</td></tr>
        }
    });
    part! {
        <table class="grid differences">
            <caption>{caption}</caption>
            <thead><tr><th scope="col">"field"</th><th scope="col">"before"</th><th scope="col">"after"</th></tr></thead>
            <tbody>{rows.gather()}</tbody>
        </table>
    }
}

/// "ord-1, a new row".
pub fn row_title(model: &str, row: &RowDifference) -> String {
    let about = if row.key == model {
        model.to_owned()
    } else {
        format!("{model}, {}", crate::scene::words::escaped(&row.key))
    };
    match row.change {
        RowChange::Added => format!("{about}: a new row"),
        RowChange::Removed => format!("{about}: the row is gone"),
        RowChange::Changed => about,
    }
}
