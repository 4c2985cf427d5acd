//! Where the corpus began: good texts, and each known way to spoil one.

use eventarium::exchange::reducer::REVENUE;
use eventarium::kernel::Span;
use eventarium::session::{ExportFormat, Session, scenarios};

use crate::session::share::{random_run, ten_actions};
use crate::session::story;

type Seeds = Vec<(String, Vec<u8>)>;

fn named(name: &str, text: impl Into<Vec<u8>>) -> (String, Vec<u8>) {
    (name.to_owned(), text.into())
}

fn played(id: &str) -> Session {
    let mut session = story(id);
    session.run_until_quiet(Span::from_secs(120));
    session
}

/// A run with branches.
fn forked(seed: u64) -> Session {
    crate::session::share::branches::forked_run(seed)
}

fn link(session: &Session) -> String {
    session.link("flow").unwrap().text().to_owned()
}

/// A link around packed bytes, as the format has it, in the given version.
fn sealed(version: u8, packed: &[u8]) -> String {
    let compressed = miniz_oxide::deflate::compress_to_vec(packed, 10);
    let mut bytes = vec![version];
    let mut length = compressed.len();
    while length > 0x7F {
        bytes.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend(compressed);
    let crc = bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 })
    });
    bytes.extend((!crc).to_be_bytes());
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let digit = |six: &[u8]| {
        let six = format!("{:0<6}", String::from_utf8_lossy(six));
        char::from(ALPHABET[usize::from_str_radix(&six, 2).unwrap()])
    };
    bits.as_bytes().chunks(6).map(digit).collect()
}

/// The shape `{engine, scenario, seed, inputs, end}` with a story that nobody wrote.
fn unknown_scenario() -> Vec<u8> {
    let mut packed = vec![0xE2, 0x41, 0x17];
    packed.extend(b"nowhere");
    packed.extend([0x11, b'7', 0x0B, 0x00, 0xE5, 0x40, 0x40, 0x08, 0, 0, 0, 0, 0, 0, 0, 0]);
    packed
}

pub fn links() -> Seeds {
    let good = link(&ten_actions());
    let mut flipped = good.clone();
    flipped.replace_range(40..41, if &good[40..41] == "A" { "B" } else { "A" });
    let mut seeds = vec![
        named("ten-actions", good.clone()),
        named("address", format!("https://example.org/eventarium/#run={good}")),
        named("truncated", &good[..good.len() / 2]),
        named("bit-flipped", flipped),
        named("over-long", "A".repeat(65_537)),
        named("bomb", sealed(1, &vec![0; 40_000_000])),
        named("future", sealed(99, b"anything")),
        named("unknown-scenario", sealed(1, &unknown_scenario())),
        named("nonsense", sealed(1, b"\xFF\xFE\xFD")),
        named("empty", ""),
    ];
    seeds.extend(scenarios().iter().map(|scenario| named(scenario.id, link(&played(scenario.id)))));
    seeds.extend((0..6).map(|seed| named(&format!("random-{seed}"), link(&random_run(seed)))));
    seeds.extend((0..3).map(|seed| named(&format!("forked-{seed}"), link(&forked(seed)))));
    seeds
}

pub fn sessions() -> Seeds {
    let file = |session: &Session| session.export(ExportFormat::Session).unwrap();
    let good = file(&ten_actions());
    let story = file(&played("poison"));
    let mut seeds = vec![
        named("ten-actions", good.clone()),
        named("truncated", &good[..good.len() / 2]),
        named("future", good.replacen("\"formatVersion\": 1", "\"formatVersion\": 99", 1)),
        named("deep", format!("{{\"inputs\": {}{}}}", "[".repeat(100), "]".repeat(100))),
        named("nan", good.replacen("12999", "NaN", 1)),
        named("unknown-scenario", story.replacen("\"poison\"", "\"nowhere\"", 1)),
        named("huge-number", good.replacen("12999", "1e300", 1)),
        named("text-for-number", good.replacen("12999", "\"12999\"", 1)),
        named("two-numbers", good.replace("\"number\":1,", "\"number\":0,")),
        named("unknown-field", good.replacen("{", "{\"oops\": 1,", 1)),
    ];
    seeds.extend(["stuck", "versions", "poison"].map(|id| named(id, file(&played(id)))));
    seeds.extend((0..6).map(|seed| named(&format!("random-{seed}"), file(&random_run(seed)))));
    seeds.extend((0..3).map(|seed| named(&format!("forked-{seed}"), file(&forked(seed)))));
    let mut imported = Session::new();
    imported.import(&played("happy-path").export(ExportFormat::CloudEvents).unwrap()).unwrap();
    seeds.push(named("imported", file(&imported)));
    seeds
}

pub fn cloudevents() -> Seeds {
    let lines = |id: &str| played(id).export(ExportFormat::CloudEvents).unwrap();
    let good = lines("shipping-unavailable");
    let first = good.lines().next().unwrap();
    let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
    let caused = |id: &str, cause: &str| {
        format!(
            r#"{{"specversion":"1.0","id":"{id}","source":"/s","type":"OrderConfirmed","causationid":"{cause}","data":{{"orderId":"A"}}}}"#
        )
    };
    let mut seeds = vec![
        named("list", format!("[{}]", good.lines().collect::<Vec<_>>().join(","))),
        named("no-id", first.replacen(&format!("\"id\":\"{}\",", id(first)), "", 1)),
        named("duplicate-id", format!("{first}\n{first}\n")),
        named("cycle", [caused("a", "b"), caused("b", "a")].join("\n")),
        named("nan", first.replacen("30997", "NaN", 1)),
        named("deep", format!("{{\"data\": {}{}}}", "[".repeat(100), "]".repeat(100))),
        named("foreign-type", first.replacen("\"OrderPlaced\"", "\"com.example.someevent\"", 1)),
        named("bytes", first.replacen("\"data\":{", "\"data_base64\":\"Zm9v\",\"x\":{", 1)),
        named("empty", "\n\n"),
        named("one", first),
    ];
    let stories = ["happy-path", "shipping-unavailable", "poison", "versions", "stuck"];
    seeds.extend(stories.map(|id| named(id, lines(id))));
    seeds
}

pub fn expressions() -> Seeds {
    let programs = [
        ("revenue", REVENUE),
        ("lines", "pieces += quantity; value += quantity * unitPrice"),
        ("calls", "most = max(most, amount)"),
        ("empty", ""),
        ("open", "on PaymentCharged: revenue += ((((((amount"),
        ("divide", "x += 1 / 0"),
        ("overflow", "x += 9223372036854775807; x += 9223372036854775807"),
        ("unknown", "on Nothing: x += y"),
        ("deep", &"(".repeat(3_000)),
        ("text", "x += 'a' + \"b\" 🛒"),
        ("signs", "x += - - - -1 ? 2 : 3 && 4"),
    ];
    programs.map(|(name, text)| named(name, text)).into()
}
