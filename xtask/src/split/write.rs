//! The two modules, written.

use std::convert::Infallible;
use std::ops::Range;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, ExportKind, ExportSection, Function,
    FunctionSection, ImportSection, Instruction, Module, NameMap, NameSection, TypeSection, ValType,
};
use wasmparser::{FunctionBody, Parser, Payload};

use super::Undivided;
use super::graph::{Graph, Plan};

/// The name under which the second module finds the first.
const FIRST: &str = "first";
/// What the second module uses of the first is exported under names that begin so.
const MARK: &str = "$";

/// Counts the functions of one of the modules anew.
struct Renumber {
    to: Vec<Option<u32>>,
}

impl Renumber {
    fn of(&self, function: usize) -> Option<u32> {
        self.to.get(function).copied().flatten()
    }
}

impl Reencode for Renumber {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        self.of(function as usize).ok_or(Error::InvalidCodeSectionSize)
    }
}

/// The first module: everything but the functions that are loaded later.
struct First<'a> {
    graph: &'a Graph,
    plan: &'a Plan,
    numbers: Renumber,
    /// The function that stands where later ones belong, and its type.
    nobody: u32,
    nobody_type: u32,
    /// The functions that come before the next body.
    bodies: usize,
    shared: Vec<usize>,
}

pub fn first(module: &[u8], graph: &Graph, plan: &Plan) -> Result<Vec<u8>, Undivided> {
    let mut next = 0;
    let mut to = Vec::with_capacity(plan.later.len());
    for later in &plan.later {
        to.push((!later).then_some(next));
        next += u32::from(!later);
    }
    let shared = plan.shared.iter().copied().filter(|function| graph.called_by_later(plan, *function)).collect();
    let mut first =
        First { graph, plan, numbers: Renumber { to }, nobody: next, nobody_type: 0, bodies: graph.imported, shared };
    let mut out = Module::new();
    first.parse_core_module(&mut out, Parser::new(0), module)?;
    Ok(out.finish())
}

impl First<'_> {
    fn is_later(&self, function: usize) -> bool {
        self.plan.later.get(function).copied().unwrap_or(false)
    }
}

impl Reencode for First<'_> {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        Ok(self.numbers.of(function as usize).unwrap_or(self.nobody))
    }

    fn parse_type_section(
        &mut self,
        types: &mut TypeSection,
        section: wasmparser::TypeSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_type_section(self, types, section)?;
        self.nobody_type = types.len();
        // No function of the page has this shape.
        types.ty().function([ValType::F64, ValType::F32, ValType::F64, ValType::F32, ValType::F64], [ValType::F32]);
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: wasmparser::FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        for (function, kind) in self.graph.types.iter().enumerate().skip(self.graph.imported) {
            if !self.is_later(function) {
                functions.function(*kind);
            }
        }
        functions.function(self.nobody_type);
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: wasmparser::CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_code_section(self, code, section)?;
        let mut nobody = Function::new([]);
        nobody.instruction(&Instruction::Unreachable);
        nobody.instruction(&Instruction::End);
        code.function(&nobody);
        Ok(())
    }

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Result<(), Error> {
        let function = self.bodies;
        self.bodies += 1;
        if self.is_later(function) { Ok(()) } else { utils::parse_function_body(self, code, body) }
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_export_section(self, exports, section)?;
        for (place, function) in self.shared.clone().into_iter().enumerate() {
            let number = self.function_index(function as u32)?;
            exports.export(&short(place), ExportKind::Func, number);
        }
        exports.export("$memory", ExportKind::Memory, 0);
        for place in 0..self.graph.tables.len() {
            exports.export(&format!("$table{place}"), ExportKind::Table, place as u32);
        }
        for place in 0..self.graph.globals.len() {
            exports.export(&format!("$global{place}"), ExportKind::Global, place as u32);
        }
        Ok(())
    }

    /// What comes with the second module leaves nothing behind that would have to be transferred.
    fn parse_data(&mut self, data: &mut DataSection, segment: wasmparser::Data<'_>) -> Result<(), Error> {
        let (Some(memory), wasmparser::DataKind::Active { memory_index, offset_expr }) =
            (place_of(&segment), &segment.kind)
        else {
            return utils::parse_data(self, data, segment);
        };
        let mut bytes = segment.data.to_vec();
        for range in &self.plan.data {
            if let Some(gone) = within(range, memory, bytes.len()).and_then(|range| bytes.get_mut(range)) {
                gone.fill(0);
            }
        }
        let offset = self.const_expr(offset_expr.clone())?;
        data.active(*memory_index, &offset, bytes);
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        out: &mut Module,
        section: wasmparser::CustomSectionReader<'_>,
    ) -> Result<(), Error> {
        if section.name() == "name" {
            let kept = (0..self.plan.later.len()).filter(|function| !self.is_later(*function));
            let numbered = kept.filter_map(|function| Some((self.numbers.of(function)?, self.graph.name(function))));
            out.section(&names(numbered));
            return Ok(());
        }
        // The linker's notes say nothing about what was written here.
        if section.name() == "linking" || section.name().starts_with("reloc.") {
            return Ok(());
        }
        utils::parse_custom_section(self, out, section)
    }
}

/// The second module: the functions that are loaded later, over what it borrows from the first.
pub fn later(module: &[u8], graph: &Graph, plan: &Plan) -> Result<Vec<u8>, Undivided> {
    let shared: Vec<usize> =
        plan.shared.iter().copied().filter(|function| graph.called_by_later(plan, *function)).collect();
    let own: Vec<usize> = (0..plan.later.len()).filter(|function| plan.later.get(*function) == Some(&true)).collect();
    let mut to = vec![None; plan.later.len()];
    for (number, function) in (0_u32..).zip(shared.iter().chain(&own)) {
        if let Some(place) = to.get_mut(*function) {
            *place = Some(number);
        }
    }
    let mut numbers = Renumber { to };
    let kind = |function: &usize| graph.types.get(*function).copied().unwrap_or(0);

    let (mut types, mut imports, mut functions) = (TypeSection::new(), ImportSection::new(), FunctionSection::new());
    let (mut code, mut features) = (CodeSection::new(), None);
    for (place, function) in shared.iter().enumerate() {
        imports.import(FIRST, &short(place), wasm_encoder::EntityType::Function(kind(function)));
    }
    if let Some(memory) = graph.memory {
        imports.import(FIRST, "$memory", numbers.memory_type(memory)?);
    }
    for (place, table) in graph.tables.iter().enumerate() {
        let table = numbers.table_type(*table)?;
        imports.import(FIRST, &format!("$table{place}"), table);
    }
    for (place, global) in graph.globals.iter().enumerate() {
        let global = numbers.global_type(*global)?;
        imports.import(FIRST, &format!("$global{place}"), global);
    }
    for function in &own {
        functions.function(kind(function));
    }
    let mut data = DataSection::new();
    let mut next = graph.imported;
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::TypeSection(section) => numbers.parse_type_section(&mut types, section)?,
            Payload::CodeSectionEntry(body) => {
                if plan.later.get(next) == Some(&true) {
                    numbers.parse_function_body(&mut code, body)?;
                }
                next += 1;
            }
            Payload::DataSection(segments) => {
                for segment in segments {
                    add_moved(&mut data, &segment?, plan);
                }
            }
            Payload::CustomSection(section) if section.name() == "target_features" => features = Some(section),
            _ => {}
        }
    }
    let mut out = Module::new();
    out.section(&types)
        .section(&imports)
        .section(&functions)
        .section(&places(graph, plan, &numbers))
        .section(&code)
        .section(&data);
    let known = shared.iter().chain(&own).filter_map(|function| Some((numbers.of(*function)?, graph.name(*function))));
    out.section(&names(known));
    if let Some(section) = features {
        out.section(&CustomSection { name: section.name().into(), data: section.data().into() });
    }
    Ok(out.finish())
}

/// Where a segment lies in memory, if that is fixed.
fn place_of(segment: &wasmparser::Data<'_>) -> Option<u32> {
    let wasmparser::DataKind::Active { offset_expr, .. } = &segment.kind else { return None };
    match offset_expr.get_operators_reader().read() {
        Ok(wasmparser::Operator::I32Const { value }) => Some(value.cast_unsigned()),
        _ => None,
    }
}

/// The part of a segment that lies in a range of memory.
fn within(range: &Range<u32>, memory: u32, long: usize) -> Option<Range<usize>> {
    let end = memory.saturating_add(u32::try_from(long).ok()?);
    let (from, to) = (range.start.max(memory), range.end.min(end));
    (from < to).then(|| (from - memory) as usize..(to - memory) as usize)
}

/// Pieces that lie close together are one: what is between them is the same in both modules.
const CLOSE: u32 = 8;

fn add_moved(data: &mut DataSection, segment: &wasmparser::Data<'_>, plan: &Plan) {
    let Some(memory) = place_of(segment) else { return };
    let mut runs: Vec<Range<u32>> = Vec::new();
    for range in &plan.data {
        match runs.last_mut() {
            Some(last) if range.start <= last.end.saturating_add(CLOSE) => last.end = last.end.max(range.end),
            _ => runs.push(range.clone()),
        }
    }
    for run in runs {
        if let Some(part) = within(&run, memory, segment.data.len())
            && let Some(bytes) = segment.data.get(part.clone())
        {
            let from = memory.saturating_add(u32::try_from(part.start).unwrap_or(0));
            data.active(0, &ConstExpr::i32_const(from.cast_signed()), bytes.iter().copied());
        }
    }
}

/// Runs of neighbouring places in the table that the second module fills.
fn places(graph: &Graph, plan: &Plan, numbers: &Renumber) -> ElementSection {
    let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
    for (slot, function) in &graph.table {
        let Some(number) = numbers.of(*function).filter(|_| plan.later.get(*function) == Some(&true)) else { continue };
        match runs.last_mut() {
            Some((start, run)) if u32::try_from(run.len()).is_ok_and(|long| *start + long == *slot) => run.push(number),
            _ => runs.push((*slot, vec![number])),
        }
    }
    let mut elements = ElementSection::new();
    for (start, run) in runs {
        elements.active(None, &ConstExpr::i32_const(start.cast_signed()), Elements::Functions(run.into()));
    }
    elements
}

fn names<'a>(functions: impl Iterator<Item = (u32, &'a str)>) -> NameSection {
    let mut map = NameMap::new();
    functions.for_each(|(number, name)| map.append(number, name));
    let mut section = NameSection::new();
    section.functions(&map);
    section
}

/// A name of few letters.
fn short(place: usize) -> String {
    let mut rest = place;
    let mut name = MARK.to_owned();
    loop {
        name.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
        if rest == 0 {
            return name;
        }
    }
}
