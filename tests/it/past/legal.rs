//! The legal way: nothing is rewritten.

use eventarium::event_store::Versioned;
use eventarium::exchange::Code;
use eventarium::kernel::{Span, VirtualTime};
use eventarium::scene::branches::{WHY_NOT, hindrance_sentence, legal_action, legal_sentence, legal_title};
use eventarium::scene::words::sentence;
use eventarium::session::{Goal, Hindrance, LegalKind, Session};
use eventarium::world::{ARCHIVES_MAX, CopyScope, TraceKind};
use serde_json::json;

use super::{draft, position_of, ran};
use crate::session::story;

fn command(session: &Session, name: &str) -> Option<&'static str> {
    let ways = session.legal_ways(u64::from(position_of(session, name))).unwrap();
    assert_eq!(ways.iter().map(|way| way.kind).collect::<Vec<_>>(), LegalKind::ALL);
    assert!(ways.iter().skip(1).all(|way| way.command.is_none()));
    for way in &ways {
        assert!(!legal_title(way.kind).is_empty() && legal_sentence(way).ends_with('.'));
        assert!(!legal_action(way, CopyScope::Stream, "without it").is_empty());
        assert!(way.hindrance.is_none_or(|hindrance| hindrance_sentence(hindrance, name).ends_with('.')));
    }
    ways[0].command
}

#[test]
fn a_charge_is_taken_back_by_a_refund_behind_it() {
    let mut session = ran("happy-path");
    let (events, position) = (session.world().store.len(), position_of(&session, "PaymentCharged"));
    assert_eq!(command(&session, "PaymentCharged"), Some("RefundPayment"));
    session.compensate(u64::from(position)).unwrap();
    session.run_until_quiet(Span::from_secs(600));
    let last = session.world().store.len() as u64 - 1;
    assert!(last as usize >= events);
    assert_eq!(session.world().fact(last).unwrap().name(), "PaymentRefunded");
    assert_eq!(session.world().fact(u64::from(position)).unwrap().name(), "PaymentCharged", "both stay");
    assert_eq!(session.world().models.revenue.net().0, 0);
    assert!(session.world().store.verify_chain());
    assert_eq!(session.branches().len(), 1, "no branch is needed for what may be done");
    assert!(session.invariants().iter().all(|report| report.id != "I13" || report.ok));
}

#[test]
fn every_event_of_every_story_has_a_legal_way_or_says_why_not() {
    assert!(WHY_NOT.contains("chain of hashes"));
    for scenario in eventarium::session::scenarios() {
        let session = ran(scenario.id);
        for position in 0..session.world().store.len() as u64 {
            let mut branch = ran(scenario.id);
            let Some(ways) = branch.legal_ways(position) else { continue };
            let hash = branch.hash();
            match ways[0].command {
                Some(_) => {
                    branch.compensate(position).unwrap();
                    branch.run_until_quiet(Span::from_secs(600));
                    assert!(branch.world().store.verify_chain());
                    assert!(branch.world().store.len() >= session.world().store.len());
                }
                None => {
                    assert_eq!(branch.compensate(position).unwrap_err().code, Code::BadArgument);
                    assert_eq!(branch.hash(), hash);
                }
            }
        }
    }
    let mut session = Session::new();
    assert!(session.legal_ways(0).is_none());
    assert_eq!(session.compensate(0).unwrap_err().field, "position");
}

fn replace(session: &mut Session, name: &str, rest: &str) -> eventarium::session::Edited {
    let position = position_of(session, name);
    session.copy_and_replace(&draft(&format!(r#"{{"position": {position}, {rest}}}"#)), CopyScope::Log).unwrap()
}

#[test]
fn a_corrected_log_takes_the_place_of_the_old_one_which_is_kept() {
    let mut session = ran("happy-path");
    let (events, chain) = (session.world().store.len(), session.world().store.chain());
    let position = position_of(&session, "PaymentCharged");
    let body =
        r#""how": "change", "body": {"orderId": "ord-1", "customerId": "cust-441", "amountCents": 1, "charge": 1}"#;
    let edited = replace(&mut session, "PaymentCharged", body);
    let world = session.world();
    assert!(world.store.verify_chain(), "the new log is honest");
    assert_ne!(world.store.chain(), chain);
    let old = &world.archives[0];
    assert_eq!((old.store.len(), old.store.chain(), old.position), (events, chain, position));
    assert!(old.store.verify_chain());
    assert_eq!(world.models.revenue.net().0, 1);
    let revenue = edited.models.iter().find(|model| model.model == "revenue").unwrap();
    let net = revenue.rows[0].fields.iter().find(|field| field.name == "netCents").unwrap();
    assert_eq!((&net.before, &net.after), (&json!(30_997), &json!(1)));
    assert_eq!((session.branches().len(), edited.branch), (1, 0), "it is done in the run itself");
    assert!(session.invariants().iter().all(|report| report.id != "I13" || report.ok));
    let line = world.trace.iter().find(|line| line.kind == TraceKind::LogReplaced).unwrap();
    assert_eq!(
        sentence(world, line),
        format!(
            "The log was copied and replaced: PaymentCharged of ord-1, stored at position {position}, was corrected. All readers were moved to the new log; the old one is kept."
        )
    );
}

#[test]
fn a_run_with_a_replaced_log_is_walked_and_shared_like_any_other() {
    let mut session = ran("happy-path");
    replace(&mut session, "InventoryReserved", r#""how": "skip""#);
    session.run_until_quiet(Span::from_secs(600));
    let (hash, end) = (session.hash(), session.timeline().step());
    session.seek(Goal::Step(3)).unwrap();
    assert!(session.world().archives.is_empty(), "it had not been replaced then");
    session.seek(Goal::Step(end)).unwrap();
    assert_eq!(session.hash(), hash);
    let mut other = Session::new();
    assert!(other.open(session.link("").unwrap().text()).unwrap().warnings.is_empty());
    assert_eq!(other.hash(), hash);
}

#[test]
fn a_log_is_not_replaced_by_one_that_corrects_nothing() {
    let mut session = ran("happy-path");
    let hash = session.hash();
    for (rest, field) in [
        (r#""position": 0, "how": "duplicate""#, "how"),
        (r#""position": 0, "how": "move", "to": 1"#, "how"),
        (r#""position": 99, "how": "skip""#, "position"),
        (r#""position": 0, "how": "change", "body": {}"#, "body"),
    ] {
        let refused = session.copy_and_replace(&draft(&format!("{{{rest}}}")), CopyScope::Stream).unwrap_err();
        assert_eq!(refused.field.split('.').next(), Some(field), "{refused}");
    }
    assert_eq!(session.hash(), hash);
    let mut session = ran("last-item");
    for _ in 0..ARCHIVES_MAX {
        session.copy_and_replace(&draft(r#"{"position": 0, "how": "skip"}"#), CopyScope::Log).unwrap();
    }
    let refused = session.copy_and_replace(&draft(r#"{"position": 0, "how": "skip"}"#), CopyScope::Log).unwrap_err();
    assert_eq!(refused.code, Code::TooLarge);
    assert_eq!(session.legal_ways(0).unwrap()[2].hindrance, Some(Hindrance::TooManyArchives));
}

#[test]
fn an_upcaster_is_deployed_and_the_stored_bytes_stay() {
    let mut session = story("versions");
    session.seek(Goal::Time(VirtualTime::from_millis(7_000))).unwrap();
    let position = u64::from(position_of(&session, "OrderPlaced"));
    let (stored, chain) = (session.world().fact(position).unwrap().clone(), session.world().store.chain());
    assert_eq!(stored.schema().0, 1);
    assert_eq!(session.legal_ways(position).unwrap()[1].hindrance, None);
    session.deploy_upcaster(position).unwrap();
    let world = session.world();
    assert_eq!((world.fact(position), world.store.chain()), (Some(&stored), chain), "what is stored stays");
    let read = world.consumers().read(&stored).unwrap();
    assert_eq!(read.iter().map(|fact| fact.schema().0).collect::<Vec<_>>(), [2], "it is read in today's shape");
    assert!(session.invariants().iter().all(|report| report.ok));
    let ways = session.legal_ways(position).unwrap();
    assert_eq!(ways[1].hindrance, Some(Hindrance::ReadThroughUpcaster));
    let hash = session.hash();
    assert_eq!(session.deploy_upcaster(position).unwrap_err().field, "position");
    assert_eq!(session.hash(), hash);
}

#[test]
fn an_upcaster_that_has_nothing_to_do_says_why() {
    let session = ran("happy-path");
    let hindrance = |name: &str| session.legal_ways(u64::from(position_of(&session, name))).unwrap()[1].hindrance;
    assert_eq!(hindrance("OrderPlaced"), Some(Hindrance::InTodaysShape));
    assert_eq!(hindrance("PaymentCharged"), Some(Hindrance::OneShape));
}
