//! A run travels as a link or a file and is the same run where it arrives.

mod bad;
pub mod branches;
mod golden;
mod same;

use eventarium::fault::FaultId;
use eventarium::kernel::Span;
use eventarium::session::{Beginning, EditDraft, Goal, Session, TaskVerdict, scenarios};
use eventarium::timeline::Commands;

use super::{command, fault, order, wire};
use crate::swarm::luck::Luck;

/// A run in which a person did all kinds of things, some of them in the past.
pub fn random_run(seed: u64) -> Session {
    let mut luck = Luck::new(seed);
    let mut session = Session::new();
    let stories = scenarios();
    let scenario = luck.percent(50).then(|| luck.of(&stories).id.to_owned());
    let seed = luck.percent(70).then(|| luck.below(u64::MAX).to_string());
    session.reset(&Beginning { scenario, seed, ..Beginning::default() }).unwrap();
    for _ in 0..luck.below(40) {
        session.advance(Span::from_micros(luck.below(2_000_000)));
        act(&mut session, &mut luck);
        if luck.percent(8) {
            let step = luck.below(u64::from(session.timeline().step()) + 1) as u32;
            session.seek(Goal::Step(step)).unwrap();
        }
        if luck.percent(2) {
            session.undo();
        }
    }
    session
}

pub fn act(session: &mut Session, luck: &mut Luck) {
    let now = session.now_ms();
    match luck.below(100) {
        0..45 => drop(session.send(&any_order(luck)).unwrap()),
        45..52 => {
            let number = 1_001 + luck.below(9);
            session
                .send(&command(&format!(r#"{{"type": "CancelOrder", "orderId": "ord-{number}"}}"#)))
                .map(drop)
                .unwrap();
        }
        52..55 => {
            drop(session.send(&command(r#"{"type": "RestockInventory", "sku": "PROD-112", "quantity": 7}"#)).unwrap())
        }
        55..60 => meddle(session, luck),
        60..75 => drop(session.inject(&fault(&any_fault(luck, now))).unwrap()),
        75..80 => drop(session.clear(FaultId(luck.below(30) as u32))),
        80..82 => session.clear_all(),
        82..86 => {
            let settings = format!(
                r#"{{"outbox": {}, "idempotency": {}, "retries": {{"attempts": {}}}, "stepTimeoutMs": {},
                    "history": {{"snapshotEvery": {}}}}}"#,
                luck.percent(50),
                luck.percent(50),
                1 + luck.below(9),
                500 + luck.below(9_000),
                luck.below(4)
            );
            let draft = eventarium::exchange::SettingsDraft::read(&wire(&settings), "").unwrap();
            session.set(&draft).unwrap();
        }
        86..90 => session.traffic(*luck.of(&[0.0, 0.5, 2.125, 7.0])).unwrap(),
        90..95 => look_after(session, luck),
        95 if luck.percent(50) => drop(session.run_until_quiet(Span::from_secs(20))),
        95 => drop(session.forget_snapshots()),
        96 => drop(session.rebuild("revenue").unwrap()),
        97 => drop(session.promote("revenue").unwrap()),
        98 => edit(session, luck),
        99 => drop(session.fork(*luck.of(&[Commands::Cut, Commands::Keep]))),
        _ => unreachable!("a number below 100"),
    }
}

/// Refused where nothing is stored yet, or where there is no room for one more branch.
fn edit(session: &mut Session, luck: &mut Luck) {
    let position = luck.below(session.world().store.len() as u64 + 1);
    let rest = match luck.below(3) {
        0 => r#""how": "skip""#.to_owned(),
        1 => r#""how": "duplicate""#.to_owned(),
        _ => format!(r#""how": "move", "to": {}"#, luck.below(9)),
    };
    let draft = EditDraft::read(&wire(&format!(r#"{{"position": {position}, {rest}}}"#))).unwrap();
    drop(session.edit(&draft));
}

fn any_order(luck: &mut Luck) -> eventarium::exchange::CommandDraft {
    let customer = *luck.of(&["cust-441", "cust-107", "Ünï 🛒 \\\"x\\\"", "c"]);
    let line = |luck: &mut Luck| {
        let sku = *luck.of(&["PROD-456", "PROD-112", "PROD-815"]);
        let (quantity, price) = (1 + luck.below(400), 1 + luck.below(100_000));
        format!(r#"{{"sku": "{sku}", "quantity": {quantity}, "unitPriceCents": {price}}}"#)
    };
    let lines: Vec<String> = (0..1 + luck.below(3)).map(|_| line(luck)).collect();
    let total = if luck.percent(10) { r#", "totalCents": 5"# } else { "" };
    let items = lines.join(", ");
    command(&format!(r#"{{"type": "PlaceOrder", "customerId": "{customer}", "items": [{items}]{total}}}"#))
}

fn meddle(session: &mut Session, luck: &mut Luck) {
    let id = format!("ord-{}", 1_001 + luck.below(5));
    let text = match luck.below(4) {
        0 => format!(r#"{{"type": "ConfirmOrder", "orderId": "{id}"}}"#),
        1 => format!(
            r#"{{"type": "ReserveInventory", "orderId": "{id}", "items": [{{"sku": "PROD-456", "quantity": 2}}]}}"#
        ),
        2 => format!(r#"{{"type": "ChargePayment", "orderId": "{id}", "customerId": "c", "amountCents": 77}}"#),
        _ => format!(r#"{{"type": "RefundPayment", "orderId": "{id}"}}"#),
    };
    session.send(&command(&text)).unwrap();
}

fn any_fault(luck: &mut Luck, now: f64) -> String {
    match luck.below(7) {
        0 => r#"{"kind": "decline", "count": 2}"#.to_owned(),
        1 => r#"{"kind": "unavailable", "target": "shipping", "chance": 40}"#.to_owned(),
        2 => format!(
            r#"{{"kind": "drop", "target": "payment", "direction": "from", "until": {}}}"#,
            now.floor() + 2_000.125
        ),
        3 => format!(r#"{{"kind": "latency", "by": {}.5, "from": {}}}"#, luck.below(900), now.floor() + 100.0),
        4 => r#"{"kind": "crash", "target": "inventory", "moment": "after-effect", "count": 1}"#.to_owned(),
        5 => r#"{"kind": "slow", "target": "orders", "by": 1500}"#.to_owned(),
        _ => r#"{"kind": "poison", "target": "payment", "count": 1}"#.to_owned(),
    }
}

/// Ends what waits for a person.
fn look_after(session: &mut Session, luck: &mut Luck) {
    if let Some(task) = session.tasks().first().map(|task| task.id) {
        let verdict = *luck.of(&["retry", "done", "write-off"]);
        session.resolve(task, TaskVerdict::from_name(verdict).unwrap());
    }
    let Some(dead) = session.dead_letters().first().map(|dead| dead.id) else { return };
    if luck.percent(30) {
        session.discard(dead);
        return;
    }
    let body = r#"{"orderId": "ord-1001", "customerId": "cust-107", "amountCents": 4242}"#;
    let body = luck.percent(60).then(|| wire(body));
    // A correction that does not fit is refused, and nothing happens.
    let _ = session.redrive(dead, body.as_ref());
}

/// Ten acts as a person has them: eight orders, a fault, a cancellation.
pub fn ten_actions() -> Session {
    let mut session = Session::new();
    for number in 0..8 {
        session.advance(Span::from_micros(1_234_567 + number * 345_678));
        session.send(&order()).unwrap();
    }
    session.inject(&fault(r#"{"kind": "unavailable", "target": "shipping"}"#)).unwrap();
    session.advance(Span::from_millis(900));
    session.send(&command(r#"{"type": "CancelOrder", "orderId": "ord-1008"}"#)).unwrap();
    session.advance(Span::from_secs(30));
    session
}
