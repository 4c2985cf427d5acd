//! The legal way: nothing is rewritten.

use eventarium::exchange::Code;
use eventarium::kernel::Span;
use eventarium::scene::branches::{WHY_NOT, legal_sentence, legal_title};
use eventarium::session::{LegalKind, Session};

use super::{position_of, ran};

fn command(session: &Session, name: &str) -> Option<&'static str> {
    let ways = session.legal_ways(u64::from(position_of(session, name))).unwrap();
    assert_eq!(ways.iter().map(|way| way.kind).collect::<Vec<_>>(), LegalKind::ALL);
    assert!(ways.iter().skip(1).all(|way| way.command.is_none()));
    for way in &ways {
        assert!(!legal_title(way.kind).is_empty() && legal_sentence(way).ends_with('.'));
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
