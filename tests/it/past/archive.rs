//! Copy and replace: one stream or the whole log, and what was archived.

use std::sync::Arc;

use eventarium::event_store::{GlobalPosition, RecordedEvent, StreamVersion};
use eventarium::exchange::{Code, Refused};
use eventarium::kernel::Span;
use eventarium::scene::branches::{archive_sentence, archive_title, copied_word, replaced_sentence, scope_sentence};
use eventarium::scene::words::sentence;
use eventarium::session::{ARCHIVE_PAGE, Chains, Copied, Edited, Goal, Session};
use eventarium::world::{
    ARCHIVED_EVENT_BYTES, ARCHIVES_BYTES_MAX, ARCHIVES_MAX, ArchivesFull, CopyScope, Edit, EditHow, EditTold, Fact,
    Input, Origin, RecordedInput, TraceKind, World,
};
use serde_json::json;

use super::{draft, position_of, ran};
use crate::session::story;

const ONE_CENT: &str =
    r#""how": "change", "body": {"orderId": "ord-1", "customerId": "cust-441", "amountCents": 1, "charge": 1}"#;

fn copy(session: &mut Session, name: &str, rest: &str, scope: CopyScope) -> Edited {
    let position = position_of(session, name);
    session.copy_and_replace(&draft(&format!(r#"{{"position": {position}, {rest}}}"#)), scope).unwrap()
}

/// A stored event: its stream and version, what it says, and where it lies in the log.
type Stored = (String, u32, Fact, u32);

/// The events of every stream but one, in the order of the log.
fn others(world: &World, stream: &str) -> Vec<Stored> {
    let rows = world.store.read_all(GlobalPosition::START);
    let rows =
        rows.map(|row| (world.stream_name(row.stream()), row.version().0, row.event().clone(), row.position().0));
    rows.filter(|(name, ..)| name != stream).collect()
}

/// What is told of each event of an archive.
fn words(session: &Session, number: usize) -> Vec<&'static str> {
    session.archive(number, Some(0)).unwrap().rows.iter().map(|row| copied_word(row).0).collect()
}

#[test]
fn one_stream_is_copied_and_no_other_is_touched() {
    let mut session = ran("happy-path");
    let before = session.world().clone();
    let position = position_of(&session, "PaymentCharged");
    assert_eq!(session.copied_by(u64::from(position), CopyScope::Stream), Some(("payment-ord-1".into(), 1)));
    let edited = copy(&mut session, "PaymentCharged", ONE_CENT, CopyScope::Stream);
    let world = session.world();
    assert_eq!(others(world, "payment-ord-1"), others(&before, "payment-ord-1"));
    assert!(world.store.verify_chain() && world.archives[0].store.verify_chain());
    assert_eq!(world.archives[0].store.chain(), before.store.chain(), "what was is kept as it was");
    assert_eq!(world.models.revenue.net().0, 1, "readers are moved");
    assert_eq!((session.branches().len(), edited.branch), (1, 0));
    assert!(session.invariants().iter().all(|report| report.id != "I13" || report.ok));
    let line = world.trace.iter().find(|line| line.kind == TraceKind::StreamReplaced).unwrap();
    assert_eq!(
        sentence(world, line),
        format!(
            "payment-ord-1 was copied and replaced: PaymentCharged of ord-1, stored at position {position}, was corrected. Its readers were moved to the new stream; the old one is archived, and no other stream was touched."
        )
    );
}

#[test]
fn an_event_left_out_of_a_stream_moves_later_events_up_and_nothing_else_of_other_streams() {
    let mut session = ran("happy-path");
    let before = session.world().clone();
    let position = position_of(&session, "InventoryReserved");
    copy(&mut session, "InventoryReserved", r#""how": "skip""#, CopyScope::Stream);
    let world = session.world();
    let name = world.stream_name(before.recorded(u64::from(position)).unwrap().stream());
    let moved = others(&before, &name)
        .into_iter()
        .map(|(stream, version, fact, at)| (stream, version, fact, if at > position { at - 1 } else { at }));
    assert!(moved.clone().any(|(.., at)| at >= position), "some lie behind it");
    assert_eq!(others(world, &name), moved.collect::<Vec<_>>());
    let line = world.trace.iter().find(|line| line.kind == TraceKind::StreamReplaced).unwrap();
    let told = sentence(world, line);
    let moved =
        "is archived. Later events of the log moved up by one position; those of other streams kept their versions.";
    assert!(told.ends_with(moved) && told.starts_with(&format!("{name} was copied and replaced: ")), "{told}");
}

#[test]
fn an_archive_tells_what_the_copy_was_made_of_whatever_becomes_of_the_log() {
    let mut session = ran("happy-path");
    let skip = |session: &mut Session, position: u32, scope| {
        session.copy_and_replace(&draft(&format!(r#"{{"position": {position}, "how": "skip"}}"#)), scope).unwrap();
    };
    skip(&mut session, 4, CopyScope::Log);
    let told = words(&session, 0);
    assert_eq!(told.len(), 8);
    assert!(told.iter().enumerate().all(|(at, word)| (*word == "left out of the copy") == (at == 4)), "{told:?}");
    for how in ["\"skip\"", "\"skip\"", "\"duplicate\"", "\"move\", \"to\": 3"] {
        session.edit(&draft(&format!(r#"{{"position": 0, "how": {how}}}"#))).unwrap();
        assert_eq!(words(&session, 0), told, "after {how}");
    }
    skip(&mut session, 0, CopyScope::Log);
    assert_eq!(words(&session, 0), told, "after another copy");
    assert_eq!(words(&session, 1).iter().filter(|word| **word == "left out of the copy").count(), 1);
}

#[test]
fn of_an_event_that_stood_there_twice_one_is_left_out() {
    for (doubled, left_out) in [(1, 1), (1, 2), (4, 4)] {
        let mut session = ran("happy-path");
        session.edit(&draft(&format!(r#"{{"position": {doubled}, "how": "duplicate"}}"#))).unwrap();
        let skip = draft(&format!(r#"{{"position": {left_out}, "how": "skip"}}"#));
        session.copy_and_replace(&skip, CopyScope::Log).unwrap();
        let told = words(&session, 0);
        assert_eq!(told.len(), 9);
        let is_right = |(at, word): (usize, &&str)| (*word == "left out of the copy") == (at == left_out);
        assert!(told.iter().enumerate().all(is_right), "{doubled} and {left_out}: {told:?}");
    }
}

#[test]
fn what_was_copied_at_one_moment_is_told_apart() {
    let mut session = ran("happy-path");
    let skip = draft(r#"{"position": 0, "how": "skip"}"#);
    let streams: Vec<String> =
        [CopyScope::Log, CopyScope::Stream, CopyScope::Stream, CopyScope::Log, CopyScope::Stream]
            .into_iter()
            .filter_map(|scope| {
                let stream = session.copied_by(0, CopyScope::Stream).unwrap().0;
                session.copy_and_replace(&skip, scope).unwrap();
                (scope == CopyScope::Stream).then_some(stream)
            })
            .collect();
    let world = session.world();
    let lines = world.trace.iter().filter(|line| line.kind == TraceKind::StreamReplaced);
    let told: Vec<String> =
        lines.map(|line| sentence(world, line).split(" was copied").next().unwrap().to_owned()).collect();
    assert_eq!(told, streams);
    assert!(streams.iter().any(|stream| *stream != streams[0]), "they are not all one: {streams:?}");
}

#[test]
fn both_chains_are_asked_and_not_taken_for_granted() {
    let told = |session: &Session| replaced_sentence("OrderPlaced", CopyScope::Log, session.chains().unwrap());
    let mut session = ran("happy-path");
    assert_eq!(session.chains(), None);
    let skip = draft(r#"{"position": 0, "how": "skip"}"#);
    session.copy_and_replace(&skip, CopyScope::Log).unwrap();
    assert_eq!(session.chains(), Some(Chains { old: true, new: true }));
    assert!(told(&session).ends_with("the old log is archived. The chain of hashes held before, and it holds now."));
    let mut session = ran("happy-path");
    session.edit(&draft(r#"{"position": 4, "how": "duplicate"}"#)).unwrap();
    session.copy_and_replace(&skip, CopyScope::Log).unwrap();
    assert_eq!(session.chains(), Some(Chains { old: false, new: true }));
    assert!(
        told(&session).contains("did not hold before, because the log had been rewritten; that of the new log holds.")
    );
}

#[test]
fn an_archive_takes_no_more_than_it_is_counted_for() {
    let mut session = story("happy-path");
    session.traffic(100.0).unwrap();
    session.advance(Span::from_secs(20));
    let events = session.world().store.len() as u64;
    assert!(events > 10_000, "{events}");
    let mut before = session.world().bytes();
    for (rest, alone) in [(r#""how": "skip""#, events), (ONE_CENT, 256)] {
        let stream = session.world().find_stream("payment-ord-1").unwrap();
        let charged = session.world().store.read_stream(stream, StreamVersion::FIRST).next().unwrap().position();
        let position = if alone == 256 { charged.0 } else { 0 };
        session.copy_and_replace(&draft(&format!(r#"{{"position": {position}, {rest}}}"#)), CopyScope::Log).unwrap();
        let world = session.world();
        let archive = world.archives.last().unwrap();
        assert!(archive.alone <= alone, "{} of {alone}", archive.alone);
        let (beside, counted) = (archive.store.bytes_beside(&world.store) as u64, alone * ARCHIVED_EVENT_BYTES);
        assert!(beside > counted / 4 && beside < counted + 64 * 1_024, "{rest}: {beside} of {counted}");
        // Aggregates and read models are folded anew, and take what they took.
        assert!(world.bytes() < before + counted as usize + 256 * 1_024, "{rest}");
        before = world.bytes();
    }
}

#[test]
fn what_would_take_too_much_is_refused_before_anything_changes() {
    let mut session = ran("happy-path");
    copy(&mut session, "PaymentCharged", ONE_CENT, CopyScope::Stream);
    let mut world = session.world().clone();
    let edit = |position| Edit { position, how: EditHow::Skip };
    assert_eq!((world.room_for_archive(&edit(0)), world.room_for_archive(&edit(6))), (Ok(8), Ok(2)));
    Arc::make_mut(&mut world.archives[0]).alone = ARCHIVES_BYTES_MAX / ARCHIVED_EVENT_BYTES - 5;
    assert_eq!(world.room_for_archive(&edit(6)), Ok(2));
    let full = world.room_for_archive(&edit(0)).unwrap_err();
    assert_eq!(full, ArchivesFull::Bytes { needed: 8 * 192, taken: (ARCHIVES_BYTES_MAX / 192 - 5) * 192 });
    let refused = Refused::from(full);
    assert_eq!((refused.code, refused.field.as_str()), (Code::TooLarge, "position"));
    assert_eq!(
        refused.reason,
        "the old log takes 1 MiB beside its copy; archives may hold 128 MiB, and 128 MiB of them are taken"
    );
    // A file can ask for it, too.
    let (chain, models, lines) = (world.store.chain(), world.models.revenue.net(), world.archives.len());
    for (input, replaced) in
        [(Input::Replace(edit(0)), 0), (Input::ReplaceStream(edit(0)), 0), (Input::Replace(edit(6)), 1)]
    {
        let recorded =
            RecordedInput { number: 90, after_step: Some(world.steps), at: world.now, origin: Origin::Person, input };
        world.take(&recorded);
        assert_eq!(world.archives.len(), lines + replaced);
        assert_eq!(world.store.chain() == chain, replaced == 0);
    }
    assert_eq!(world.models.revenue.net(), models);
}

#[test]
fn an_edit_after_a_copy_parts_the_archive_from_the_log() {
    let mut session = ran("happy-path");
    copy(&mut session, "PaymentCharged", ONE_CENT, CopyScope::Stream);
    assert_eq!(session.world().archives[0].alone, 256);
    copy(&mut session, "PaymentCharged", r#""how": "skip""#, CopyScope::Stream);
    let alone = session.world().archives[1].alone;
    session.edit(&draft(r#"{"position": 0, "how": "skip"}"#)).unwrap();
    let archive = &session.world().archives[1];
    assert!(alone < archive.alone && archive.alone == archive.store.len() as u64);
}

#[test]
fn an_archived_stream_is_read_as_it_was_with_what_differs() {
    let mut session = ran("happy-path");
    assert!(session.archives().is_empty() && session.archive(0, None).is_none());
    let position = position_of(&session, "PaymentCharged");
    copy(&mut session, "PaymentCharged", ONE_CENT, CopyScope::Stream);
    let page = session.archive(0, None).unwrap();
    assert_eq!((page.archive.stream.as_deref(), page.archive.events), (Some("payment-ord-1"), 1));
    assert_eq!((page.rows[0].position, page.rows[0].kind), (u64::from(position), "PaymentCharged"));
    let Copied::Changed(fields) = &page.rows[0].copied else { panic!("{:?}", page.rows) };
    let amount = fields.iter().find(|field| field.name == "amountCents").unwrap();
    assert_eq!((fields.len(), &amount.before, &amount.after), (1, &json!(30_997), &json!(1)));
    assert_eq!(copied_word(&page.rows[0]), ("changed in the copy", true));
    assert_eq!(archive_title(&page.archive), "payment-ord-1");
    assert!(archive_sentence(&page.archive).starts_with("The stream payment-ord-1 as it was until "));
    // Left out the second time: the archive of the first copy still says what the second archive had.
    copy(&mut session, "PaymentCharged", r#""how": "skip""#, CopyScope::Stream);
    assert_eq!(session.archives().len(), 2);
    assert!(matches!(session.archive(0, None).unwrap().rows[0].copied, Copied::Changed(_)));
    assert_eq!(session.archive(1, None).unwrap().rows[0].copied, Copied::LeftOut);
    assert!(session.archive(2, None).is_none());
}

#[test]
fn an_event_left_out_moves_those_behind_it_and_they_are_known_again() {
    let mut session = ran("happy-path");
    let events = session.world().store.len();
    copy(&mut session, "OrderPlaced", r#""how": "skip""#, CopyScope::Stream);
    let page = session.archive(0, None).unwrap();
    let word: Vec<_> = page.rows.iter().map(|row| (row.version, copied_word(row).1)).collect();
    assert_eq!(word, [(0, true), (1, false), (2, false)]);
    let world = session.world();
    assert_eq!(world.store.len(), events - 1);
    let stream = world.find_stream("order-ord-1").unwrap();
    let versions: Vec<u32> = world.store.read_stream(stream, StreamVersion::FIRST).map(|row| row.version().0).collect();
    assert_eq!(versions, [0, 1], "the new stream counts without gaps");
}

#[test]
fn a_whole_archived_log_is_read_page_by_page() {
    let mut session = story("happy-path");
    session.traffic(5.0).unwrap();
    session.advance(Span::from_secs(30));
    let events = session.world().store.len();
    assert!(events > 2 * ARCHIVE_PAGE);
    copy(&mut session, "PaymentCharged", ONE_CENT, CopyScope::Log);
    session.advance(Span::from_secs(10));
    let (mut read, mut differing) = (0, 0);
    while let Some(page) = session.archive(0, Some(read)).filter(|page| page.before == read) {
        assert!(page.rows.len() <= ARCHIVE_PAGE && page.archive.stream.is_none());
        assert!(page.rows.iter().map(|row| row.position as usize).eq(read..read + page.rows.len()));
        differing += page.rows.iter().filter(|row| row.copied != Copied::AsItWas).count();
        read += page.rows.len();
    }
    assert_eq!((read, differing), (events, 1));
    let opened = session.archive(0, None).unwrap();
    assert!(opened.rows.iter().any(|row| row.copied != Copied::AsItWas), "it is opened at the correction");
}

#[test]
fn snapshots_of_other_streams_stay() {
    let count = |scope| {
        let mut session = ran("snapshots");
        let before = session.world().snapshots.count();
        let streams: Vec<_> = session.world().snapshots.iter().map(|(stream, _)| stream).collect();
        let stored = |row: &RecordedEvent<'_, Fact>| streams.contains(&row.stream()) && row.event().shop().is_some();
        let position = session.world().store.read_all(GlobalPosition::START).find(stored).unwrap().position().0;
        session.copy_and_replace(&draft(&format!(r#"{{"position": {position}, "how": "skip"}}"#)), scope).unwrap();
        (before, session.world().snapshots.count())
    };
    let (before, after) = count(CopyScope::Stream);
    assert!(before > 0 && after == before - 1, "{before} and {after}");
    assert_eq!(count(CopyScope::Log).1, 0);
}

#[test]
fn a_run_with_a_replaced_stream_is_walked_and_shared_like_any_other() {
    let mut session = ran("happy-path");
    copy(&mut session, "InventoryReserved", r#""how": "skip""#, CopyScope::Stream);
    session.run_until_quiet(Span::from_secs(600));
    let (hash, end) = (session.hash(), session.timeline().step());
    session.seek(Goal::Step(3)).unwrap();
    assert!(session.archives().is_empty(), "it had not been replaced then");
    session.seek(Goal::Step(end)).unwrap();
    assert_eq!(session.hash(), hash);
    let file = session.export(eventarium::session::ExportFormat::Session).unwrap();
    assert!(file.contains("replaceStream"));
    for text in [session.link("").unwrap().text(), &file] {
        let mut other = Session::new();
        assert!(other.open(text).unwrap().warnings.is_empty());
        assert_eq!((other.hash(), other.archives().len()), (hash.clone(), 1));
    }
}

#[test]
fn a_stream_is_not_replaced_without_end_and_says_so() {
    let mut session = ran("last-item");
    let skip = draft(r#"{"position": 0, "how": "skip"}"#);
    for _ in 0..ARCHIVES_MAX {
        session.copy_and_replace(&skip, CopyScope::Stream).unwrap();
    }
    let hash = session.hash();
    assert_eq!(session.copy_and_replace(&skip, CopyScope::Stream).unwrap_err().code, Code::TooLarge);
    assert_eq!(session.hash(), hash);
}

#[test]
fn what_is_copied_is_said_before_it_is() {
    use CopyScope::{Log, Stream};
    let said = |scope, how, events| scope_sentence(scope, how, "payment-ord-1", events);
    let moved = " Later events of the log move up by one position; those of other streams keep their versions.";
    for (scope, events, changed, skipped) in [
        (
            Stream,
            1,
            "The one event of payment-ord-1 is copied; no other stream is touched.",
            "payment-ord-1 is left without events.",
        ),
        (
            Stream,
            3,
            "All 3 events of payment-ord-1 are copied; no other stream is touched.",
            "2 of 3 events of payment-ord-1 are copied.",
        ),
        (Log, 1, "The one event of the log is copied, and every reader is moved.", "The log is left without events."),
        (
            Log,
            1_200,
            "All 1,200 events of all streams are copied, and every reader is moved.",
            "1,199 of 1,200 events of all streams are copied.",
        ),
    ] {
        assert_eq!(said(scope, EditTold::Changed, events), changed);
        assert_eq!(said(scope, EditTold::Skipped, events), format!("{skipped}{moved}"));
    }
}
