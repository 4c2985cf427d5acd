//! Which function reaches which, and what follows for the division.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use wasmparser::{
    ConstExpr, ElementItems, ElementKind, ExternalKind, FunctionBody, Name, Operator, Parser, Payload, TypeRef,
};

use super::Undivided;
use super::refs::{Address, Refs};

/// A module as its division sees it. Functions are counted with the imported ones first.
#[derive(Default)]
pub struct Graph {
    pub imported: usize,
    /// The type of each function.
    pub types: Vec<u32>,
    names: BTreeMap<usize, String>,
    /// What each function calls or names.
    calls: Vec<BTreeSet<usize>>,
    /// Functions that can be entered from outside whatever else happens.
    roots: BTreeSet<usize>,
    /// Places in the table of functions: slot, function.
    pub table: Vec<(u32, usize)>,
    pub tables: Vec<wasmparser::TableType>,
    pub globals: Vec<wasmparser::GlobalType>,
    pub memory: Option<wasmparser::MemoryType>,
}

/// Who goes where.
pub struct Plan {
    /// For each function whether it is loaded later.
    pub later: Vec<bool>,
    /// Functions of the first module that the second reaches.
    pub shared: Vec<usize>,
    /// Memory that only the second module refers to.
    pub data: Vec<Range<u32>>,
}

impl Graph {
    pub fn read(module: &[u8]) -> Result<Self, Undivided> {
        let mut graph = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            graph.take(payload?)?;
        }
        Ok(graph)
    }

    fn take(&mut self, payload: Payload<'_>) -> Result<(), Undivided> {
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    if let TypeRef::Func(kind) = import?.ty {
                        self.types.push(kind);
                        self.calls.push(BTreeSet::new());
                        self.imported += 1;
                    }
                }
            }
            Payload::FunctionSection(functions) => {
                for kind in functions {
                    self.types.push(kind?);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    self.memory = Some(memory?);
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    let global = global?;
                    self.globals.push(global.ty);
                    let named = named(&global.init_expr)?;
                    self.roots.extend(named);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        self.roots.insert(export.index as usize);
                    }
                }
            }
            Payload::StartSection { func, .. } => drop(self.roots.insert(func as usize)),
            Payload::ElementSection(elements) => {
                for element in elements {
                    self.element(element?)?;
                }
            }
            Payload::CodeSectionEntry(body) => self.calls.push(called(&body)?),
            Payload::CustomSection(section) => {
                if let wasmparser::KnownCustom::Name(names) = section.as_known() {
                    for name in names {
                        if let Name::Function(map) = name? {
                            for naming in map {
                                let naming = naming?;
                                self.names.insert(naming.index as usize, naming.name.to_owned());
                            }
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn element(&mut self, element: wasmparser::Element<'_>) -> Result<(), Undivided> {
        let functions: Vec<usize> = match element.items {
            ElementItems::Functions(functions) => functions
                .into_iter()
                .map(|function| function.map(|function| function as usize))
                .collect::<Result<_, _>>()?,
            ElementItems::Expressions(_, expressions) => {
                let mut all = Vec::new();
                for expression in expressions {
                    all.extend(named(&expression?)?);
                }
                all
            }
        };
        match element.kind {
            ElementKind::Active { offset_expr, table_index } if table_index.unwrap_or(0) == 0 => {
                let offset = constant(&offset_expr)?;
                self.table.extend((offset..).zip(functions));
            }
            _ => self.roots.extend(functions),
        }
        Ok(())
    }

    pub fn name(&self, function: usize) -> &str {
        self.names.get(&function).map_or("", String::as_str)
    }

    /// What goes into the second module: all that is reached from its entrances and not without them. Entrances are
    /// the functions with a name of their own in the folder `marked`.
    pub fn plan(&self, refs: &Refs, marked: &str) -> Result<Plan, Undivided> {
        if self.names.is_empty() {
            return Err(Undivided::Nameless);
        }
        let all = 0..self.types.len();
        let entrances: Vec<bool> = all.clone().map(|function| is_entrance(self.name(function), marked)).collect();
        let mut numbers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, name) in &self.names {
            numbers.entry(name.as_str()).or_default().push(*number);
        }
        // What wasm-bindgen has put into the table itself is known to nobody else.
        let taken = refs.taken();
        let own =
            self.table.iter().map(|(_, function)| *function).filter(|function| !taken.contains(self.name(*function)));
        let roots = self.roots.iter().copied().chain(own);
        let first = self.reached(refs, &numbers, &entrances, roots);
        let is = |set: &[bool], place: usize| set.get(place).copied().unwrap_or(false);
        if let Some(called) = all.clone().find(|function| is(&first.functions, *function) && is(&entrances, *function))
        {
            let calls = |caller: &usize| self.calls.get(*caller).is_some_and(|calls| calls.contains(&called));
            let caller = all.clone().find(|caller| is(&first.functions, *caller) && calls(caller));
            let caller = caller.map_or("", |caller| self.name(caller));
            return Err(Undivided::Called(format!("{} (by {})", readable(self.name(called)), readable(caller))));
        }
        let rest = all.clone().filter(|function| !is(&first.functions, *function));
        let second = self.reached(refs, &numbers, &[], rest);
        let later: Vec<bool> =
            all.clone().map(|function| function >= self.imported && !is(&first.functions, function)).collect();
        let shared = all.filter(|function| !is(&later, *function) && is(&second.functions, *function)).collect();
        Ok(Plan { later, shared, data: moved(refs, &first.data, &second.data) })
    }

    /// Everything that is reached from some functions, by calls and by addresses. The address of a `closed` function
    /// leads nowhere.
    fn reached(
        &self,
        refs: &Refs,
        numbers: &BTreeMap<&str, Vec<usize>>,
        closed: &[bool],
        from: impl Iterator<Item = usize>,
    ) -> Reached {
        let mut reached = Reached { functions: vec![false; self.types.len()], data: vec![false; refs.data.len()] };
        let mut open: Vec<Address> = from.map(Address::Function).collect();
        while let Some(address) = open.pop() {
            let known = match address {
                Address::Function(function) => reached.functions.get_mut(function),
                Address::Data(data) => reached.data.get_mut(data),
            };
            if known.is_none_or(|known| std::mem::replace(known, true)) {
                continue;
            }
            let addresses: Vec<Address> = match address {
                Address::Function(function) => {
                    open.extend(
                        self.calls.get(function).into_iter().flatten().map(|called| Address::Function(*called)),
                    );
                    refs.of_function(self.name(function)).collect()
                }
                Address::Data(data) => refs.of_data(data).collect(),
            };
            for address in addresses {
                match address {
                    Address::Function(function) => {
                        let all = numbers.get(refs.name(function)).into_iter().flatten().copied();
                        let passable = all.filter(|number| !closed.get(*number).copied().unwrap_or(false));
                        open.extend(passable.map(Address::Function));
                    }
                    Address::Data(_) => open.push(address),
                }
            }
        }
        reached
    }

    /// True if a function of the second module calls this one itself.
    pub fn called_by_later(&self, plan: &Plan, function: usize) -> bool {
        self.calls.iter().zip(&plan.later).any(|(calls, later)| *later && calls.contains(&function))
    }
}

/// What was reached.
struct Reached {
    functions: Vec<bool>,
    data: Vec<bool>,
}

/// The memory that only the second module refers to, byte by byte in runs. Pieces may share their bytes.
fn moved(refs: &Refs, first: &[bool], second: &[bool]) -> Vec<Range<u32>> {
    let of = |set: &[bool]| {
        let mut ranges: Vec<Range<u32>> = refs
            .data
            .iter()
            .zip(set)
            .filter(|(range, is)| **is && !range.is_empty())
            .map(|(range, _)| range.clone())
            .collect();
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        ranges
    };
    let kept = of(first);
    let mut runs: Vec<Range<u32>> = Vec::new();
    for range in of(second) {
        let mut from = range.start;
        let before = kept.partition_point(|kept| kept.start < range.end);
        for held in kept.iter().take(before).filter(|held| held.end > range.start) {
            if held.start > from {
                push(&mut runs, from..held.start);
            }
            from = from.max(held.end);
        }
        if from < range.end {
            push(&mut runs, from..range.end);
        }
    }
    runs
}

fn push(runs: &mut Vec<Range<u32>>, range: Range<u32>) {
    match runs.last_mut() {
        Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
        _ => runs.push(range),
    }
}

/// A function with a name of its own in the folder: no closure, and nothing that only deals with its types.
fn is_entrance(name: &str, marked: &str) -> bool {
    name.starts_with("_R") && readable(name).starts_with(marked) && !readable(name).contains("{closure")
}

/// A name as people write it.
pub fn readable(name: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(name))
}

fn called(body: &FunctionBody<'_>) -> Result<BTreeSet<usize>, Undivided> {
    let mut calls = BTreeSet::new();
    for operator in body.get_operators_reader()? {
        match operator? {
            Operator::Call { function_index }
            | Operator::ReturnCall { function_index }
            | Operator::RefFunc { function_index } => drop(calls.insert(function_index as usize)),
            _ => {}
        }
    }
    Ok(calls)
}

fn named(expression: &ConstExpr<'_>) -> Result<Vec<usize>, Undivided> {
    let mut functions = Vec::new();
    for operator in expression.get_operators_reader() {
        if let Operator::RefFunc { function_index } = operator? {
            functions.push(function_index as usize);
        }
    }
    Ok(functions)
}

fn constant(expression: &ConstExpr<'_>) -> Result<u32, Undivided> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value.cast_unsigned()),
        other => Err(Undivided::Unreadable(format!("a place in the table is given by {other:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entrances_are_functions_with_a_name_in_the_folder() {
        let marked = "eventarium::ui::later::";
        assert!(is_entrance("_RNvNtNtNtCs1_10eventarium2ui5later7compare5sheet", marked));
        assert!(!is_entrance("_RNCNvNtNtNtCs1_10eventarium2ui5later7compare5sheet0B9_", marked));
        assert!(!is_entrance("_RNvNtNtCs1_10eventarium2ui4door4part", marked));
        assert!(!is_entrance("eventarium::ui::later::compare::sheet", marked));
    }
}
