//! A module of five functions, divided.

use std::ops::Range;

use wasmparser::{Parser, Payload};

use super::graph::Graph;
use super::graph::Plan;
use super::write;

/// 0 is exported and calls 1; 2 stands in the table and calls 1 and 3; sixteen bytes of data.
fn module() -> Vec<u8> {
    use wasm_encoder::*;
    let (mut types, mut functions, mut tables) = (TypeSection::new(), FunctionSection::new(), TableSection::new());
    types.ty().function([], []);
    for _ in 0..4 {
        functions.function(0);
    }
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 2,
        maximum: None,
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    let mut exports = ExportSection::new();
    exports.export("main", ExportKind::Func, 0);
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions(vec![2].into()));
    let mut code = CodeSection::new();
    for calls in [vec![1], vec![], vec![1, 3], vec![]] {
        let mut body = Function::new([]);
        for called in calls {
            body.instruction(&Instruction::Call(called));
        }
        body.instruction(&Instruction::End);
        code.function(&body);
    }
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(100), (1..=16_u8).collect::<Vec<_>>());
    let mut names = NameMap::new();
    (0..4).for_each(|function| names.append(function, &format!("f{function}")));
    let mut section = NameSection::new();
    section.functions(&names);
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&tables).section(&memories).section(&exports);
    module.section(&elements).section(&code).section(&data).section(&section);
    module.finish()
}

fn plan(data: Range<u32>) -> Plan {
    Plan { later: vec![false, false, true, true], shared: vec![1], data: vec![data] }
}

/// Functions defined, functions imported, and the bytes of data.
fn counted(module: &[u8]) -> (u32, u32, Vec<u8>) {
    let (mut defined, mut imported, mut data) = (0, 0, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload.unwrap() {
            Payload::FunctionSection(functions) => defined = functions.count(),
            Payload::ImportSection(imports) => {
                let all = imports.into_imports().map(Result::unwrap);
                imported = all.filter(|import| matches!(import.ty, wasmparser::TypeRef::Func(_))).count() as u32;
            }
            Payload::DataSection(segments) => {
                data.extend(segments.into_iter().flat_map(|segment| segment.unwrap().data.to_vec()));
            }
            _ => {}
        }
    }
    (defined, imported, data)
}

#[test]
fn functions_and_data_go_where_the_plan_says_and_nothing_is_lost() {
    let (module, plan) = (module(), plan(104..108));
    let graph = Graph::read(&module).unwrap();
    let (first, later) = (write::first(&module, &graph, &plan).unwrap(), write::later(&module, &graph, &plan).unwrap());
    // The two that stay, and the one that stands in the place of what comes later.
    let (defined, _, data) = counted(&first);
    assert_eq!(defined, 3);
    assert_eq!(data, [1, 2, 3, 4, 0, 0, 0, 0, 9, 10, 11, 12, 13, 14, 15, 16]);
    let (defined, imported, data) = counted(&later);
    assert_eq!((defined, imported), (2, 1));
    assert_eq!(data, [5, 6, 7, 8]);
}
