//! Two branches held against each other.

use eventarium::kernel::Span;
use eventarium::scene::branches::verdict;
use eventarium::session::{Comparison, Goal, RowChange, Session};
use eventarium::timeline::{BranchId, Commands};

use super::{fault, order, story};

const MAIN: BranchId = BranchId(0);

fn run(session: &mut Session) {
    session.run_until_quiet(Span::from_secs(600));
}

/// The story, and beside it what would have been without its faults.
fn without_faults(id: &str) -> (Session, BranchId) {
    let mut session = story(id);
    run(&mut session);
    session.seek(Goal::Step(3)).unwrap();
    let branch = session.fork(Commands::Keep).unwrap();
    session.clear_all();
    run(&mut session);
    (session, branch)
}

fn compared(session: &Session, a: BranchId, b: BranchId) -> Comparison {
    session.compare(a, b).unwrap()
}

#[test]
fn the_outcome_is_told_in_one_sentence() {
    let (session, branch) = without_faults("card-declined");
    let told = compared(&session, MAIN, branch);
    assert_eq!(
        verdict(&session, &told),
        "With all faults lifted: revenue + € 309.97, one compensation fewer, one order shipped more, one order cancelled fewer."
    );
    let back = compared(&session, branch, MAIN);
    assert!(verdict(&session, &back).starts_with("Without all faults lifted: revenue − € 309.97"));
}

#[test]
fn the_first_divergence_is_the_first_step_that_is_not_the_same() {
    let (mut session, branch) = without_faults("card-declined");
    let told = compared(&session, MAIN, branch);
    let divergence = told.first_divergence.unwrap();
    assert_eq!(divergence.step, 4, "the act itself");
    // Up to the step before, both are the same world; at it they are not.
    let mut hashes = Vec::new();
    for step in [divergence.step - 1, divergence.step] {
        for branch in [MAIN, branch] {
            session.switch_to(branch);
            session.seek(Goal::Step(step)).unwrap();
            hashes.push(session.hash());
        }
    }
    assert_eq!(hashes[0], hashes[1]);
    assert_ne!(hashes[2], hashes[3]);
    assert_eq!(compared(&session, branch, MAIN).first_divergence, told.first_divergence);
}

#[test]
fn an_act_with_other_contents_in_the_same_place_is_a_divergence() {
    let mut session = Session::new();
    let step = session.timeline().step();
    let branch = session.fork(Commands::Cut).unwrap();
    session.inject(&fault(r#"{"kind": "latency", "by": 50}"#)).unwrap();
    session.switch_to(MAIN);
    session.inject(&fault(r#"{"kind": "latency", "by": 60}"#)).unwrap();
    let told = compared(&session, MAIN, branch);
    assert_eq!(told.first_divergence.unwrap().step, step + 1);
}

#[test]
fn a_branch_that_only_goes_further_has_not_diverged() {
    let mut session = Session::new();
    session.send(&order()).unwrap();
    let branch = session.fork(Commands::Cut).unwrap();
    run(&mut session);
    for (a, b) in [(MAIN, branch), (branch, MAIN), (branch, branch)] {
        assert_eq!(compared(&session, a, b).first_divergence, None);
    }
    assert!(compared(&session, MAIN, branch).events.only_in_b_count > 0);
    assert!(session.compare(MAIN, BranchId(9)).is_none());
}

#[test]
fn events_and_rows_that_differ_are_told_from_both_sides() {
    let (session, branch) = without_faults("card-declined");
    let told = compared(&session, MAIN, branch);
    let kinds = |events: &[eventarium::session::EventRef]| events.iter().map(|event| event.kind).collect::<Vec<_>>();
    assert!(kinds(&told.events.only_in_a).contains(&"OrderCancelled"));
    assert!(kinds(&told.events.only_in_b).contains(&"OrderConfirmed"));
    let back = compared(&session, branch, MAIN);
    assert_eq!((&back.events.only_in_a, &back.events.only_in_b), (&told.events.only_in_b, &told.events.only_in_a));
    let names: Vec<_> = told.models.iter().map(|model| model.model).collect();
    assert_eq!(names, ["orders", "stock", "revenue", "customers"]);
    let row = &told.models[0].rows[0];
    assert_eq!((row.key.as_str(), row.change), ("ord-1", RowChange::Changed));
    let status = row.fields.iter().find(|field| field.name == "status").unwrap();
    assert_eq!((status.before.as_str(), status.after.as_str()), (Some("cancelled"), Some("shipped")));
    let net = told.models[2].rows[0].fields.iter().find(|field| field.name == "netCents").unwrap();
    assert_eq!((net.before.as_i64(), net.after.as_i64()), (Some(0), Some(30_997)));
}

/// Two branches that give the same orders in another order number them otherwise inside: nothing of that may show.
#[test]
fn what_has_the_same_name_is_the_same_however_it_is_numbered() {
    let order = |id: &str| {
        super::command(&format!(
            r#"{{"type": "PlaceOrder", "orderId": "{id}", "customerId": "cust-{id}",
                 "items": [{{"sku": "PROD-456", "quantity": 2, "unitPriceCents": 12999}}]}}"#
        ))
    };
    let mut session = Session::new();
    let branch = session.fork(Commands::Cut).unwrap();
    for id in ["x", "y"] {
        session.send(&order(id)).unwrap();
    }
    run(&mut session);
    session.switch_to(MAIN);
    for id in ["y", "x"] {
        session.send(&order(id)).unwrap();
    }
    run(&mut session);
    let told = compared(&session, MAIN, branch);
    assert_eq!(told.models[0].rows.iter().map(|row| row.change).collect::<Vec<_>>(), [RowChange::Changed; 2]);
    for row in &told.models[0].rows {
        assert_eq!(row.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["updatedAt"], "{row:?}");
    }
    assert_eq!(told.models.len(), 1, "{:?}", told.models);
}
