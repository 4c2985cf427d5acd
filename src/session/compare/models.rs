//! The rows of the read models that differ.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::messaging::ReadModel;
use crate::session::answers::ReadModelView;
use crate::world::World;

/// So many rows of a read model are listed; the others are counted.
pub const ROWS_LISTED_MAX: usize = 200;

/// A read model that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelDifference {
    pub model: &'static str,
    pub rows: Vec<RowDifference>,
    /// Rows that differ and are not listed.
    pub left_out: usize,
}

/// A row that only one side has, or that is another there.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RowDifference {
    /// The order, article or customer; the model's name where it has one row.
    pub key: String,
    pub change: RowChange,
    /// The fields that differ, by name; all of them where the row was added or removed.
    pub fields: Vec<FieldDifference>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RowChange {
    Added,
    Removed,
    Changed,
}

/// A field before and after; `null` where the row was not there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldDifference {
    pub name: String,
    pub before: Value,
    pub after: Value,
}

/// The read models of two worlds that differ.
pub(in crate::session) fn differences(a: &World, b: &World) -> Vec<ModelDifference> {
    let views = ReadModel::ALL.into_iter();
    let views =
        views.map(|model| (model, ReadModelView::of(a, &a.models, model), ReadModelView::of(b, &b.models, model)));
    views.map(|(model, a, b)| of_views(model, &a, &b)).filter(|told| !told.rows.is_empty()).collect()
}

/// What leads from one state of a read model to another.
pub(in crate::session) fn of_views(model: ReadModel, before: &ReadModelView, after: &ReadModelView) -> ModelDifference {
    let all = match (before, after) {
        (ReadModelView::Orders(before), ReadModelView::Orders(after)) => rows(before, after, |row| &row.order_id),
        (ReadModelView::Stock(before), ReadModelView::Stock(after)) => rows(before, after, |row| row.sku),
        (ReadModelView::Revenue(before), ReadModelView::Revenue(after)) => {
            rows(std::slice::from_ref(before), std::slice::from_ref(after), |_| model.name())
        }
        (ReadModelView::Customers(before), ReadModelView::Customers(after)) => {
            rows(before, after, |row| &row.customer_id)
        }
        (
            ReadModelView::Orders(_)
            | ReadModelView::Stock(_)
            | ReadModelView::Revenue(_)
            | ReadModelView::Customers(_),
            _,
        ) => Vec::new(),
    };
    let left_out = all.len().saturating_sub(ROWS_LISTED_MAX);
    ModelDifference { model: model.name(), rows: all.into_iter().take(ROWS_LISTED_MAX).collect(), left_out }
}

fn rows<V: PartialEq + Serialize>(before: &[V], after: &[V], key: impl Fn(&V) -> &str) -> Vec<RowDifference> {
    let by_key: BTreeMap<&str, &V> = after.iter().map(|row| (key(row), row)).collect();
    let known: BTreeMap<&str, &V> = before.iter().map(|row| (key(row), row)).collect();
    let gone = known.iter().filter_map(|(key, row)| match by_key.get(key) {
        None => Some(difference(key, RowChange::Removed, Some(*row), None)),
        Some(other) if other == row => None,
        Some(other) => Some(difference(key, RowChange::Changed, Some(*row), Some(*other))),
    });
    let new = by_key.iter().filter(|(key, _)| !known.contains_key(*key));
    gone.chain(new.map(|(key, row)| difference(key, RowChange::Added, None, Some(*row)))).collect()
}

fn difference<V: Serialize>(key: &str, change: RowChange, before: Option<&V>, after: Option<&V>) -> RowDifference {
    RowDifference { key: key.to_owned(), change, fields: field_differences(before, after) }
}

/// The fields that differ, by name; those of an object within are named `byStatus.placed`.
pub(in crate::session) fn field_differences<V: Serialize>(
    before: Option<&V>,
    after: Option<&V>,
) -> Vec<FieldDifference> {
    let (before, after) = (fields_of(before), fields_of(after));
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let told = |fields: &BTreeMap<String, Value>, name: &String| fields.get(name).cloned().unwrap_or_default();
    let fields = names.into_iter().map(|name| FieldDifference {
        name: name.clone(),
        before: told(&before, name),
        after: told(&after, name),
    });
    fields.filter(|field| field.before != field.after).collect()
}

/// The fields of a row by name; those of an object within are named `byStatus.placed`.
fn fields_of<V: Serialize>(row: Option<&V>) -> BTreeMap<String, Value> {
    let mut fields = BTreeMap::new();
    let Some(Value::Object(object)) = row.and_then(|row| serde_json::to_value(row).ok()) else { return fields };
    for (name, value) in object {
        if let Value::Object(inner) = value {
            fields.extend(inner.into_iter().map(|(part, value)| (format!("{name}.{part}"), value)));
        } else {
            fields.insert(name, value);
        }
    }
    fields
}
