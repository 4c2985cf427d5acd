//! Which function reaches which, and what follows for the division.

use std::collections::{BTreeMap, BTreeSet};

use wasmparser::{
    ConstExpr, ElementItems, ElementKind, ExternalKind, FunctionBody, Name, Operator, Parser, Payload, TypeRef,
};

use super::Undivided;

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
    /// Functions of the first module that the second calls.
    pub shared: Vec<usize>,
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

    /// What goes into the second module: all that is reached only through places in the table that belong to `marked`
    /// functions.
    pub fn plan(&self, marked: &str) -> Result<Plan, Undivided> {
        if self.names.is_empty() {
            return Err(Undivided::Nameless);
        }
        let is_marked = |function: usize| self.name(function).contains(marked);
        let entered = self.table.iter().map(|(_, function)| *function).filter(|function| !is_marked(*function));
        let first = self.reached(self.roots.iter().copied().chain(entered));
        // Where two functions came out alike, the compiler kept one of them under the name of either: only a function
        // with its own name in the folder is known to have been called from outside.
        let own = |function: usize| {
            let name = self.name(function);
            let path = name.split_once("::").is_some_and(|(start, _)| !start.starts_with('<'));
            path && name.find(marked) == name.find("::") && !name.contains("{closure")
        };
        if let Some(called) = (0..self.types.len()).find(|function| self.is(&first, *function) && own(*function)) {
            let calls = |caller: &usize| self.calls.get(*caller).is_some_and(|calls| calls.contains(&called));
            let caller = (0..self.types.len()).find(|caller| self.is(&first, *caller) && calls(caller));
            let caller = caller.map_or("", |caller| self.name(caller));
            return Err(Undivided::Called(format!("{} (by {caller})", self.name(called))));
        }
        let entered = self.table.iter().map(|(_, function)| *function).filter(|function| is_marked(*function));
        let second = self.reached(entered);
        let later: Vec<bool> =
            (0..self.types.len()).map(|function| function >= self.imported && !self.is(&first, function)).collect();
        let shared = (0..self.types.len())
            .filter(|function| !later.get(*function).copied().unwrap_or(false) && self.is(&second, *function));
        let shared = shared.collect();
        Ok(Plan { later, shared })
    }

    fn is(&self, set: &[bool], function: usize) -> bool {
        set.get(function).copied().unwrap_or(false)
    }

    fn reached(&self, from: impl Iterator<Item = usize>) -> Vec<bool> {
        let mut reached = vec![false; self.types.len()];
        let mut open: Vec<usize> = from.collect();
        while let Some(function) = open.pop() {
            if let Some(known) = reached.get_mut(function)
                && !std::mem::replace(known, true)
            {
                open.extend(self.calls.get(function).into_iter().flatten());
            }
        }
        reached
    }

    /// True if a function of the second module calls this one itself.
    pub fn called_by_later(&self, plan: &Plan, function: usize) -> bool {
        self.calls.iter().zip(&plan.later).any(|(calls, later)| *later && calls.contains(&function))
    }
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
