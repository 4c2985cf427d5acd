//! What refers to what by address, read from the linked module before wasm-bindgen works on it: only there do the
//! linker's notes tell a number from a place in memory or in the table of functions.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use wasmparser::{
    DataKind, KnownCustom, Linking, Operator, Parser, Payload, RelocSectionReader, RelocationType, SymbolInfo,
};

use super::Undivided;

/// Something with an address: a function by its name, or a piece of data by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Address {
    Function(usize),
    Data(usize),
}

/// The references of a linked module.
#[derive(Default)]
pub struct Refs {
    /// The names of functions, which other tools keep.
    names: BTreeMap<usize, String>,
    /// By name; compiled in pieces, several functions may have the same.
    numbers: BTreeMap<String, Vec<usize>>,
    imported: usize,
    /// Where each function's body stands in its section.
    bodies: Vec<Range<usize>>,
    /// Where each segment stands in its section, and in memory.
    segments: Vec<(Range<usize>, u32)>,
    symbols: Vec<Option<Address>>,
    /// The memory of each piece of data.
    pub data: Vec<Range<u32>>,
    by_function: BTreeMap<usize, BTreeSet<Address>>,
    by_data: BTreeMap<usize, BTreeSet<Address>>,
}

impl Refs {
    pub fn read(module: &[u8]) -> Result<Self, Undivided> {
        let mut refs = Self::default();
        let (mut code, mut data, mut section) = (None, None, 0);
        let (mut starts, mut relocations) = ((0, 0), Vec::new());
        for payload in Parser::new(0).parse_all(module) {
            let payload = payload?;
            if payload.as_section().is_some() && !matches!(payload, Payload::CodeSectionEntry(_)) {
                section += 1;
            }
            match payload {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        refs.imported += usize::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { unchecked_range, .. } => {
                    (starts.0, code) = (at(unchecked_range.start), Some(section - 1));
                }
                Payload::CodeSectionEntry(body) => {
                    let range = body.range();
                    refs.bodies.push(at(range.start) - starts.0..at(range.end) - starts.0);
                }
                Payload::DataSection(segments) => {
                    (starts.1, data) = (at(segments.range().start), Some(section - 1));
                    for segment in segments {
                        refs.segment(&segment?, starts.1)?;
                    }
                }
                Payload::CustomSection(custom) => match custom.as_known() {
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            if let Linking::SymbolTable(symbols) = part? {
                                for symbol in symbols {
                                    refs.symbol(&symbol?);
                                }
                            }
                        }
                    }
                    KnownCustom::Reloc(reader) => relocations.push(reader),
                    _ => {}
                },
                _ => {}
            }
        }
        if refs.symbols.is_empty() {
            return Err(Undivided::Nameless);
        }
        for reader in relocations {
            let of = Some(reader.section_index());
            if of == code {
                refs.relocations(reader, true)?;
            } else if of == data {
                refs.relocations(reader, false)?;
            }
        }
        Ok(refs)
    }

    fn segment(&mut self, segment: &wasmparser::Data<'_>, start: usize) -> Result<(), Undivided> {
        let DataKind::Active { offset_expr, .. } = &segment.kind else { return Ok(()) };
        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
            return Err(Undivided::Unreadable("a segment of data has no fixed place".to_owned()));
        };
        let end = at(segment.range.end) - start;
        self.segments.push((end - segment.data.len()..end, value.cast_unsigned()));
        Ok(())
    }

    fn symbol(&mut self, symbol: &SymbolInfo<'_>) {
        let address = match symbol {
            SymbolInfo::Func { index, name, .. } => {
                let number = *index as usize;
                if let Some(name) = name {
                    self.names.insert(number, (*name).to_owned());
                    self.numbers.entry((*name).to_owned()).or_default().push(number);
                }
                Some(Address::Function(number))
            }
            SymbolInfo::Data { symbol: Some(symbol), .. } => {
                self.segments.get(symbol.index as usize).map(|(_, memory)| {
                    let from = memory + symbol.offset;
                    self.data.push(from..from + symbol.size);
                    Address::Data(self.data.len() - 1)
                })
            }
            _ => None,
        };
        self.symbols.push(address);
    }

    fn relocations(&mut self, reader: RelocSectionReader<'_>, of_code: bool) -> Result<(), Undivided> {
        let mut pieces: Vec<(u32, u32, usize)> =
            self.data.iter().enumerate().map(|(number, range)| (range.start, range.end, number)).collect();
        pieces.sort_unstable();
        let longest = pieces.iter().map(|(from, end, _)| end - from).max().unwrap_or(0);
        for entry in reader.entries() {
            let entry = entry?;
            let by_address = matches!(
                entry.ty,
                RelocationType::TableIndexSleb
                    | RelocationType::TableIndexI32
                    | RelocationType::TableIndexRelSleb
                    | RelocationType::MemoryAddrLeb
                    | RelocationType::MemoryAddrSleb
                    | RelocationType::MemoryAddrI32
                    | RelocationType::MemoryAddrRelSleb
                    | RelocationType::MemoryAddrLocrelI32
            );
            let Some(to) = self.symbols.get(entry.index as usize).copied().flatten().filter(|_| by_address) else {
                continue;
            };
            let offset = entry.offset as usize;
            if of_code {
                let body = self.bodies.partition_point(|body| body.end <= offset);
                self.by_function.entry(self.imported + body).or_default().insert(to);
            } else if let Some((range, memory)) = self.segments.iter().find(|(range, _)| range.contains(&offset)) {
                let place = memory + u32::try_from(offset - range.start).unwrap_or(0);
                let before = pieces.partition_point(|(from, ..)| *from <= place);
                // Pieces may lie within each other; whichever holds the place refers.
                let near = pieces.iter().take(before).rev().take_while(|(from, ..)| place - from <= longest);
                for (_, end, number) in near {
                    if *end > place {
                        self.by_data.entry(*number).or_default().insert(to);
                    }
                }
            }
        }
        Ok(())
    }

    /// What a function refers to by address; nothing where the linker does not know it.
    pub fn of_function(&self, name: &str) -> impl Iterator<Item = Address> {
        let known = self.numbers.get(name).into_iter().flatten();
        known.filter_map(|number| self.by_function.get(number)).flatten().copied()
    }

    /// What a piece of data refers to.
    pub fn of_data(&self, number: usize) -> impl Iterator<Item = Address> {
        self.by_data.get(&number).into_iter().flatten().copied()
    }

    /// The name of a function.
    pub fn name(&self, function: usize) -> &str {
        self.names.get(&function).map_or("", String::as_str)
    }

    /// All functions whose address is taken somewhere, by name.
    pub fn taken(&self) -> BTreeSet<&str> {
        let all = self.by_function.values().chain(self.by_data.values()).flatten();
        all.filter_map(|to| match to {
            Address::Function(function) => Some(self.name(*function)),
            Address::Data(_) => None,
        })
        .collect()
    }
}

/// A place in the file.
fn at(place: u64) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
