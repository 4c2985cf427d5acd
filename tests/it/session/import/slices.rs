//! However a text is cut, and however little is done at a time, the same run begins.

use eventarium::exchange::Refused;
use eventarium::exchange::import::{Importer, Next};
use eventarium::kernel::Span;
use eventarium::session::{ExportFormat, Goal, Importing, Session};
use eventarium::world::{ImportedEvents, Input};

use super::{broken, imported, lines, played};
use crate::swarm::luck::Luck;

/// A busy shop with some hundreds of orders, and all that goes wrong by itself.
pub fn busy(events: usize) -> Session {
    let mut session = Session::new();
    session.timeline_mut().act(Input::Traffic { per_mille: 90_000 });
    while session.world().store.len() < events {
        session.timeline_mut().advance(Span::from_millis(100), u32::MAX);
    }
    session
}

fn in_slices(text: &[u8], luck: &mut Luck) -> Result<Session, Refused> {
    let (mut import, mut rest) = (Importing::default(), text);
    loop {
        let progress = import.work(1 + luck.below(300) as usize)?;
        assert!(progress.built <= progress.read && progress.bytes <= text.len() as u64);
        match progress.next {
            Next::Work => {}
            Next::Done => break,
            Next::Chunk if rest.is_empty() => import.end(),
            Next::Chunk => {
                let (chunk, after) = rest.split_at((1 + luck.below(5_000) as usize).min(rest.len()));
                import.push(chunk)?;
                rest = after;
            }
        }
    }
    Ok(import.finish()?.0)
}

#[test]
fn slices_come_to_the_same_as_one_call() {
    let original = busy(3_000);
    let text = lines(&original);
    let list = format!(" [{}\n]", text.lines().collect::<Vec<_>>().join(" ,\r\n"));
    let whole = imported(&text);
    assert_eq!(whole.world().history_events as usize, original.world().store.len());
    assert_eq!(broken(&whole), Vec::<&str>::new());
    for (seed, text) in [(1, &text), (2, &text), (3, &list)] {
        let mut session = in_slices(text.as_bytes(), &mut Luck::new(seed)).unwrap();
        assert_eq!(session.hash(), whole.hash());
        assert_eq!(session.timeline().record(), whole.timeline().record());
        session.run_until_quiet(Span::from_secs(120));
        assert_eq!(broken(&session), Vec::<&str>::new());
        let mut again = imported(text);
        again.run_until_quiet(Span::from_secs(120));
        assert_eq!(session.hash(), again.hash());
        let (step, hash) = (session.timeline().step(), session.hash());
        session.seek(Goal::Step(whole.timeline().step())).unwrap();
        assert_eq!(session.hash(), whole.hash());
        session.seek(Goal::Step(0)).unwrap();
        session.seek(Goal::Step(step)).unwrap();
        assert_eq!((session.hash(), session.timeline().diverged_at()), (hash, None));
    }
}

#[test]
fn a_long_import_is_kept_by_a_session_file() {
    let mut session = imported(&lines(&busy(3_000)));
    session.advance(Span::from_secs(2));
    let mut elsewhere = Session::new();
    assert_eq!(elsewhere.open(&session.export(ExportFormat::Session).unwrap()).unwrap().warnings, []);
    assert_eq!(elsewhere.hash(), session.hash());
    assert_eq!(broken(&elsewhere), Vec::<&str>::new());
}

/// Late timers of what was done long ago would ring one after the other.
#[test]
fn nothing_is_left_to_do_where_all_was_done() {
    let mut session = imported(&lines(&played("happy-path")));
    assert!(session.world().agenda.is_empty());
    assert_eq!(session.run_until_quiet(Span::from_secs(60)).steps, 0);
}

#[test]
fn a_mistake_is_the_same_however_the_text_is_cut() {
    let text = lines(&played("happy-path"));
    let second = text.lines().nth(1).unwrap();
    for wrong in [
        text.replacen("PaymentCharged", "PaymentMade", 1),
        format!("\n\n{text}\n{second}\n"),
        text.replacen("\"orderId\":\"", "\"orderId\":\"\\u0000", 1),
        text.replacen("T00:00:01", "T00:00:00", 1),
        text.replacen("\"amountCents\":30997", "\"amountCents\":030997", 1),
        format!("[{},", text.lines().next().unwrap()),
        text[..text.len() - 3].to_owned(),
        format!("{text}{}", "x".repeat(70_000)),
        format!("[\"{}", "x".repeat(300_000)),
    ] {
        let whole = Session::new().import(&wrong).map(drop).expect_err("this is wrong");
        for seed in 0..4 {
            let cut = in_slices(wrong.as_bytes(), &mut Luck::new(seed)).map(drop).expect_err("this is wrong");
            assert_eq!(cut, whole);
        }
    }
    let mut bytes = text.into_bytes();
    bytes[20] = 0xFF;
    let refused = in_slices(&bytes, &mut Luck::new(1)).map(drop).expect_err("this is no text");
    assert_eq!(refused.to_string(), "line 1: this is not UTF-8");
    let unread = Importing::default().finish().map(drop).expect_err("nothing was read");
    assert_eq!(unread.reason, "this text was not read to its end");
}

fn read(text: &str) -> Result<ImportedEvents, Refused> {
    let mut importer = Importer::new(100_000);
    importer.push(text.as_bytes())?;
    importer.end();
    importer.work(usize::MAX)?;
    importer.finish()
}

/// The same with a space before each event: it is in nobody's shape then, and the general reader reads it.
fn read_generally(text: &str) -> Result<ImportedEvents, Refused> {
    let spaced: Vec<String> = text.split('\n').map(|line| format!(" {line}")).collect();
    read(&spaced.join("\n"))
}

/// What is read directly is read as the general reader reads it, right or wrong.
#[test]
fn both_readers_agree() {
    let mut texts: Vec<String> =
        eventarium::session::scenarios().iter().map(|story| lines(&played(story.id))).collect();
    texts.push(lines(&busy(2_000)));
    texts.extend((0..30).map(|seed| lines(&super::random_run(seed))));
    for text in texts.iter().filter(|text| !text.is_empty()) {
        assert_eq!(read(text), read_generally(text));
    }
    let (mut agreed, mut refused) = (0, 0);
    for seed in 0..6_000 {
        let mut luck = Luck::new(seed);
        let text = luck.of(&texts);
        let some: Vec<&str> = text.lines().skip(luck.below(20) as usize).take(4).collect();
        let mut bytes = some.join("\n").into_bytes();
        for _ in 0..luck.below(3) {
            spoil(&mut bytes, &mut luck);
        }
        let Ok(text) = String::from_utf8(bytes) else { continue };
        // What a JSON text says of its columns is one column off.
        let words = |refused: Refused| {
            (refused.code, refused.field, refused.reason.split(" at column").next().map(str::to_owned))
        };
        let (direct, general) = (read(&text).map_err(words), read_generally(&text).map_err(words));
        assert_eq!(direct, general, "seed {seed}: {text}");
        if direct.is_ok() { agreed += 1 } else { refused += 1 }
    }
    assert!(agreed > 1_000 && refused > 1_000, "{agreed} read, {refused} refused");
}

/// In a list an event may have more bytes than a line, but none of its texts more than any text.
#[test]
fn both_readers_refuse_a_text_that_is_too_long() {
    let text = lines(&played("happy-path"));
    let line = text.lines().next().unwrap().replacen("/eventarium/", &"x".repeat(100_000), 1);
    let (direct, general) = (read(&format!("[{line}]")), read(&format!("[{} }}]", line.strip_suffix('}').unwrap())));
    assert_eq!(direct.clone().map(drop), general.map(drop));
    assert!(direct.unwrap_err().to_string().contains("65536 bytes"));
}

fn spoil(bytes: &mut Vec<u8>, luck: &mut Luck) {
    if bytes.is_empty() {
        return;
    }
    let place = luck.below(bytes.len() as u64) as usize;
    let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
    match luck.below(6) {
        0 => bytes[place] = *luck.of(b"{}[]\",:0123456789eE.-\\ \x01\x7f\xc3"),
        1 => drop(bytes.remove(place)),
        2 => bytes.insert(place, *luck.of(b"0123456789\" -.")),
        3 if !digits.is_empty() => bytes[*luck.of(&digits)] = *luck.of(b"0123456789"),
        4 => {
            let end = (place + 40).min(bytes.len());
            let part = bytes[place..end].to_vec();
            bytes.splice(place..place, part);
        }
        _ => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let (from, to) = *luck.of(&[
                ("\"orderId\":\"", "\"orderId\":\"é🛒"),
                ("OrderPlaced", "OrderShipped"),
                ("\"quantity\":", "\"quantity\":1000"),
                ("\"unitPriceCents\":", "\"unitPriceCents\":0,\"x\":"),
                ("\"items\":[", "\"items\":[],\"x\":["),
                ("\"subject\"", "\"partner\""),
                ("-", "_"),
                ("Z\"", "+00:00\""),
                (":59.", ":60."),
                ("\"data\":{", "\"data\":{\"reason\":\"called-off\","),
            ]);
            *bytes = text.replacen(from, to, 1).into_bytes();
        }
    }
}
