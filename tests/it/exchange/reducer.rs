//! The reader's reducer: what it says over a log, and what is refused where.

use std::borrow::Cow;

use eventarium::domain::order::OrderEvent;
use eventarium::domain::payment::PaymentEvent;
use eventarium::domain::{CustomerId, Event, Line, Money, OrderId, Sku};
use eventarium::exchange::reducer::{
    EXAMPLES, FIELDS, REDUCER_BYTES_MAX, REVENUE, Reducer, ReducerError, Reduction, STATEMENTS_MAX, STEPS_TOLD_MAX,
    SUMS_MAX,
};
use eventarium::exchange::{Code, Refused};
use eventarium::kernel::Span;
use eventarium::projection::OrderStatus;
use eventarium::scenario::SCENARIOS;
use eventarium::session::{Beginning, Session};

use crate::swarm::luck::Luck;

const ORDER: OrderId = OrderId(0);
const ADA: CustomerId = CustomerId(0);

fn placed(lines: &[(u32, i64)]) -> Event {
    let lines: Vec<Line> = lines
        .iter()
        .map(|(quantity, cents)| Line { sku: Sku(0), quantity: *quantity, unit_price: Money(*cents) })
        .collect();
    let total = eventarium::domain::total_of(&lines);
    Event::Order(OrderEvent::Placed { order: ORDER, customer: ADA, lines: lines.into(), total })
}

fn charged(amount: i64) -> Event {
    Event::Payment(PaymentEvent::Charged { order: ORDER, customer: ADA, amount: Money(amount), charge: 1 })
}

fn run(source: &str, events: &[Event]) -> Result<Reduction, ReducerError> {
    Reducer::parse(source)?.run((0..).zip(events.iter().map(Cow::Borrowed)))
}

fn sums(source: &str, events: &[Event]) -> Vec<(String, i64)> {
    run(source, events).unwrap().sums.into_iter().map(|sum| (sum.name, sum.value)).collect()
}

fn one(source: &str, events: &[Event]) -> i64 {
    sums(source, events)[0].1
}

#[test]
fn a_statement_is_applied_to_what_has_its_fields() {
    let events = [placed(&[(2, 12_999), (1, 4_999)]), charged(30_997), charged(5)];
    assert_eq!(one("on PaymentCharged: revenue += amount", &events), 31_002);
    assert_eq!(one("revenue += quantity * price", &events), 30_997, "for each line");
    assert_eq!(one("pieces += quantity", &events), 3);
    assert_eq!(one("all += amount", &events), 30_997 + 31_002, "what an order comes to is an amount, too");
    assert_eq!(one("count += 1", &events), 3);
    assert_eq!(one("lines += items", &events), 2);
    assert_eq!(one("last = position", &events), 2);
    assert_eq!(one("on OrderPlaced, PaymentCharged: n += 1", &events), 3);
}

#[test]
fn sums_may_be_named_conditions_and_functions_used() {
    let events = [charged(10), charged(30), charged(20)];
    assert_eq!(one("most = max(most, amount)", &events), 30);
    assert_eq!(one("large += amount > 15 ? 1 : 0", &events), 2);
    assert_eq!(one("rest -= amount", &events), -60);
    let average = "n += 1; all += amount; average = all / n";
    assert_eq!(sums(average, &events).last().unwrap().1, 20);
    assert_eq!(one("  # a comment\n\n x += (amount - 5) * 2 ; # another\n", &events), 90);
    assert_eq!(one("alternating = amount - alternating", &events), 0);
}

#[test]
fn the_steps_are_told() {
    let told = run("revenue += amount", &[placed(&[]), charged(10)]).unwrap();
    assert_eq!((told.events, told.applied, told.steps.len()), (2, 1, 1));
    let step = &told.steps[0];
    assert_eq!((step.position, step.event), (1, "PaymentCharged"));
    assert_eq!((step.changes[0].before, step.changes[0].after), (0, 10));
    let many = vec![charged(1); STEPS_TOLD_MAX + 5];
    let told = run("n += 1", &many).unwrap();
    assert_eq!((told.steps.len(), told.steps[0].position, told.applied), (STEPS_TOLD_MAX, 5, 105));
}

#[test]
fn what_is_wrong_has_a_name_and_a_place() {
    let deep = format!("x += {}1{}", "(".repeat(40), ")".repeat(40));
    let many: String = (0..=STATEMENTS_MAX).map(|_| "x += 1\n").collect();
    let sums: String = (0..=SUMS_MAX).map(|sum| format!("s{sum} += 1\n")).collect();
    let long = format!("x += {}", "x + ".repeat(60) + "1");
    let cases: [(&str, &str, &str); 20] = [
        ("", "empty", ""),
        ("# nothing", "empty", ""),
        ("revenue", "unexpected-token", "revenue"),
        ("revenue += ", "unexpected-end-of-expression", ""),
        ("revenue += amont", "unknown-name", "amont"),
        ("n += 1\nrevenue += 2 * amont", "unknown-name", "amont"),
        ("on OrderPlacd: n += 1", "unknown-name", "OrderPlacd"),
        ("on OrderPlaced n += 1", "unexpected-end", "on OrderPlaced n += 1"),
        ("amount += 1", "not-a-sum", "amount"),
        ("max = 1", "not-a-sum", "max"),
        ("2x += 1", "unexpected-token", "2x"),
        ("x += (1", "unclosed-parenthesis", "("),
        ("x += 1 $ 2", "unexpected-character", "$"),
        ("x += sqrt(4)", "unknown-name", "sqrt"),
        ("x == 1", "unexpected-token", "x == 1"),
        ("x += 99999999999999999999", "invalid-number", "99999999999999999999"),
        (&deep, "expression-nested-too-deeply", "("),
        (&long, "expression-too-long", ""),
        (&many, "too-long", ""),
        (&sums, "too-many-sums", "s16"),
    ];
    for (source, name, about) in cases {
        let error = Reducer::parse(source).unwrap_err();
        assert_eq!(error.name, name, "{source}: {error}");
        let shown: String = source.chars().skip(error.start).take(error.end - error.start).collect();
        if !about.is_empty() {
            assert_eq!(shown, about, "{source}: {error:?}");
        }
        let lines: Vec<&str> = source.split('\n').collect();
        assert!(error.line <= lines.len() && error.column <= lines[error.line - 1].chars().count() + 1, "{error:?}");
    }
    let huge = "x".repeat(REDUCER_BYTES_MAX + 1);
    assert_eq!(Reducer::parse(&huge).unwrap_err().name, "too-long");
    let second = Reducer::parse("n += 1\n  revenue += ü").unwrap_err();
    assert_eq!((second.line, second.column, second.start, second.end), (2, 14, 20, 21));
}

#[test]
fn what_does_not_fit_stops_at_its_event() {
    let events = [charged(1), charged(i64::MAX), charged(1)];
    let overflow = run("n += 1; revenue += amount", &events).unwrap_err();
    assert_eq!((overflow.name.as_str(), overflow.position), ("overflow", Some(1)));
    let inside = run("revenue = amount * 2", &events).unwrap_err();
    assert_eq!((inside.name.as_str(), inside.position, inside.start, inside.end), ("overflow", Some(1), 10, 20));
    let zero = run("x = 1 / (amount - 1)", &events).unwrap_err();
    assert_eq!((zero.name.as_str(), zero.position), ("division-by-zero", Some(0)));
    assert_eq!(Refused::from(zero).code, Code::BadExpression);
    assert_eq!(run("x = abs(1, 2)", &events).unwrap_err().name, "wrong-number-of-arguments");
}

/// The reducer that the reader begins with says what the shop's own read model says, in every story.
#[test]
fn the_first_program_is_the_read_model_of_revenue() {
    for scenario in &SCENARIOS {
        let mut session = Session::new();
        session.reset(&Beginning { scenario: Some(scenario.id.into()), ..Beginning::default() }).unwrap();
        session.run_until_quiet(Span::from_secs(120));
        let told = session.reduce(REVENUE).unwrap();
        let sum = |name: &str| told.sums.iter().find(|sum| sum.name == name).unwrap().value;
        let (world, revenue) = (session.world(), &session.world().models.revenue);
        if world.rebuilds.version(eventarium::messaging::ReadModel::Revenue).number() != 1 {
            continue;
        }
        assert_eq!((sum("captured"), sum("refunded")), (revenue.captured.0, revenue.refunded.0), "{}", scenario.id);
        for status in OrderStatus::ALL {
            let (told, counted) = (sum(status.name()), i64::from(revenue.by_status.get(status)));
            assert_eq!(told, counted, "{} in {}", status.name(), scenario.id);
        }
        assert_eq!(
            told.events,
            world.store.read_all(Default::default()).filter(|at| at.event().shop().is_some()).count() as u64
        );
    }
}

#[test]
fn every_field_is_had_by_some_event() {
    let mut session = Session::new();
    session.reset(&Beginning { scenario: Some("stuck".into()), ..Beginning::default() }).unwrap();
    session.run_until_quiet(Span::from_secs(120));
    for (field, _) in FIELDS {
        let told = session.reduce(&format!("seen += {field} * 0 + 1")).unwrap();
        assert!(told.sums[0].value > 0, "{field}");
    }
}

/// Any text gives a program or an error with its place, and any program gives sums or an error, within bounds.
#[test]
fn random_texts_are_programs_or_errors() {
    const PARTS: [&str; 34] = [
        "on ",
        "OrderPlaced",
        "PaymentCharged",
        ":",
        ",",
        ";",
        "\n",
        "#",
        " ",
        "x",
        "y",
        "amount",
        "quantity",
        "price",
        "+=",
        "-=",
        "=",
        "+",
        "-",
        "*",
        "/",
        "%",
        "^",
        "!",
        "(",
        ")",
        "? 1 :",
        "max(",
        "0",
        "1",
        "9223372036854775807",
        "1e9",
        "é",
        "\u{0}",
    ];
    let events = [placed(&[(2, 12_999), (u32::MAX, i64::MAX)]), charged(30_997), charged(-1)];
    let (mut luck, mut ran) = (Luck::new(5), 0);
    for _ in 0..20_000 {
        let parts = luck.below(14);
        let mut source = if luck.percent(60) { "x += ".to_owned() } else { String::new() };
        for _ in 0..parts {
            source.push_str(luck.of::<&str>(&PARTS));
        }
        match run(&source, &events) {
            Ok(_) => ran += 1,
            Err(error) => {
                assert!(error.start <= error.end && error.end <= source.chars().count(), "{source:?} {error:?}");
                assert!(!error.name.is_empty() && !error.reason.is_empty());
            }
        }
    }
    assert!(ran > 100, "{ran} programs ran");
}

#[test]
fn every_example_runs_over_every_story() {
    for (name, source) in EXAMPLES {
        let reducer = Reducer::parse(source).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(reducer.sums().count() > 1, "{name}");
        for scenario in &eventarium::scenario::SCENARIOS {
            let mut session = Session::new();
            session.reset(&Beginning { scenario: Some(scenario.id.into()), ..Beginning::default() }).unwrap();
            session.run_until_quiet(Span::from_secs(120));
            let told = session.reduce(source).unwrap_or_else(|error| panic!("{name} over {}: {error}", scenario.id));
            assert!(told.events > 0, "{name} over {}", scenario.id);
        }
    }
}
