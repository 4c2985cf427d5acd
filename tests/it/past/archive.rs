//! Copy and replace: one stream or the whole log, and what was archived.

use eventarium::event_store::{GlobalPosition, RecordedEvent, StreamVersion};
use eventarium::exchange::Code;
use eventarium::kernel::Span;
use eventarium::scene::branches::{archive_sentence, archive_title, copied_word, scope_sentence};
use eventarium::scene::words::sentence;
use eventarium::session::{ARCHIVE_PAGE, Copied, Edited, Goal, Session};
use eventarium::world::{ARCHIVES_MAX, CopyScope, Fact, TraceKind, World};
use serde_json::json;

use super::{draft, position_of, ran};
use crate::session::story;

const ONE_CENT: &str =
    r#""how": "change", "body": {"orderId": "ord-1", "customerId": "cust-441", "amountCents": 1, "charge": 1}"#;

fn copy(session: &mut Session, name: &str, rest: &str, scope: CopyScope) -> Edited {
    let position = position_of(session, name);
    session.copy_and_replace(&draft(&format!(r#"{{"position": {position}, {rest}}}"#)), scope).unwrap()
}

/// The facts of every stream but one, in the order of the log.
fn others(world: &World, stream: &str) -> Vec<(String, u32, Fact)> {
    let rows = world.store.read_all(GlobalPosition::START);
    let rows = rows.map(|row| (world.stream_name(row.stream()), row.version().0, row.event().clone()));
    rows.filter(|(name, ..)| name != stream).collect()
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
    assert_eq!(
        scope_sentence(CopyScope::Stream, "payment-ord-1", 1),
        "The one event of payment-ord-1 is copied; no other stream is touched."
    );
    assert_eq!(
        scope_sentence(CopyScope::Log, "", 1_200),
        "All 1,200 events of all streams are copied, and every reader is moved."
    );
}
