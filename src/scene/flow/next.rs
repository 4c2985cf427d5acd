//! The very next step in a sentence, for a picture that stands still.

use crate::kernel::Span;
use crate::messaging::Place;
use crate::scene::branches::act_phrase;
use crate::scene::words;
use crate::timeline::{Observer, Timeline};
use crate::world::{Occurrence, World};

/// "next: OrderPlaced reaches the bus in 80 ms": what one step would do now. `None` where nothing is due but
/// housekeeping that changes nothing.
pub fn next_up<O: Observer>(run: &Timeline<O>) -> Option<String> {
    let (world, now) = (run.world(), run.now());
    if let Some(input) = run.next_input() {
        return Some(format!("next: {} {}", act_phrase(&input.input, run.inputs()), soon(input.at.since(now))));
    }
    if world.history_comes_next() {
        return Some("next: events that were recorded elsewhere are taken over".to_owned());
    }
    let is_quiet = world.is_quiet();
    let mut due = world.agenda.iter();
    let ((at, _), occurrence) = due.find(|(_, occurrence)| !is_quiet || changes_something(world, occurrence))?;
    Some(format!("next: {}", what(world, occurrence, &soon(at.since(now)))?))
}

fn what(world: &World, occurrence: &Occurrence, soon: &str) -> Option<String> {
    let name = |message| words::subject(world, message);
    Some(match occurrence {
        Occurrence::Arrive(hop) => format!("{} reaches {} {soon}", name(hop.message), words::node_phrase(hop.to)),
        Occurrence::Finish(work) => {
            format!("{} is done with {} {soon}", words::node_phrase(work.hop.to), name(work.hop.message))
        }
        Occurrence::Redeliver(number) => format!("retry of {} {soon}", name(world.bus.delivery(*number)?.message)),
        Occurrence::AckTimeout(number) => {
            format!("the bus stops waiting for {} {soon}", name(world.bus.delivery(*number)?.message))
        }
        Occurrence::Dispatch => {
            format!("{} is published {soon}", name(world.event_message(u64::from(world.outbox.next))))
        }
        Occurrence::DispatchAgain(message) => format!("{} is published again {soon}", name(*message)),
        Occurrence::AnswerTimeout { message } => format!("the client repeats {} {soon}", name(*message)),
        Occurrence::SagaTimer { order, call, attempt } => {
            let for_nothing = if world.saga_timer_matters(*order, *call, *attempt) { "" } else { ", for nothing" };
            format!("the timer for {} rings {soon}{for_nothing}", words::call_name(*call))
        }
        Occurrence::Project(model) => format!("{} reads on {soon}", words::place_phrase(Place::ReadModel(*model))),
        Occurrence::ParcelLeaves { order, .. } => {
            format!("the parcel of {} leaves {soon}", words::order(world, *order))
        }
        Occurrence::Restart { node, .. } => format!("{} is back {soon}", words::node_phrase(*node)),
        Occurrence::FaultEdge { opens: true } => format!("a fault begins {soon}"),
        Occurrence::FaultEdge { opens: false } => format!("a fault ends {soon}"),
        Occurrence::Traffic { .. } => format!("an automatic order {soon}"),
        Occurrence::Rebuild(model) => format!("{}, built again, reads on {soon}", words::read_model_title(*model)),
    })
}

/// "in 80 ms", "at once".
fn soon(span: Span) -> String {
    if span.millis() == 0 { "at once".to_owned() } else { format!("in {}", words::short_span(span)) }
}

/// False for a timer that nobody waits for any more.
fn changes_something(world: &World, occurrence: &Occurrence) -> bool {
    if let Occurrence::SagaTimer { order, call, attempt } = occurrence {
        return world.saga_timer_matters(*order, *call, *attempt);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Checker;
    use crate::session::{Beginning, Session};

    fn begun(scenario: &str) -> Session {
        let mut session = Session::new();
        session.reset(&Beginning { scenario: Some(scenario.to_owned()), ..Beginning::default() }).expect("a scenario");
        session
    }

    /// When the sentence says that it is, in milliseconds; `None` where it names no time under 100 ms.
    fn told_ms(sentence: &str) -> Option<u64> {
        if sentence.ends_with("at once") || sentence.ends_with("at once, for nothing") {
            return Some(0);
        }
        let (_, wait) = sentence.rsplit_once(" in ")?;
        wait.strip_suffix(" ms")?.parse().ok()
    }

    #[test]
    fn a_still_picture_says_what_comes_next() {
        let mut session = begun("happy-path");
        let next = |session: &Session| next_up(session.timeline());
        let first = next(&session).expect("something is due");
        assert!(first.starts_with("next: PlaceOrder of ord-1 "), "{first}");
        session.timeline_mut().step_forward();
        let arrival = next(&session).expect("something is due");
        assert!(arrival.starts_with("next: PlaceOrder of ord-1 reaches the order service in "), "{arrival}");
        while session.timeline_mut().step_forward() {}
        assert_eq!(next(&session), None);
    }

    /// It is the next step that is told, and no later one, wherever a run stands.
    #[test]
    fn the_sentence_is_about_the_very_next_step() {
        for scenario in ["shipping-unavailable", "happy-path", "answer-lost"] {
            let mut session = begun(scenario);
            let mut steps = 0;
            while !session.timeline().is_quiet() {
                let run: &Timeline<Checker> = session.timeline();
                let (now, due) = (run.now(), run.next_due().expect("not quiet"));
                let next = next_up(run).unwrap_or_else(|| panic!("{scenario}: something is due at {due:?}"));
                let wait = due.since(now).millis();
                if wait < 100 {
                    assert_eq!(told_ms(&next), Some(wait), "{scenario} at {now:?}: {next}");
                }
                session.timeline_mut().step_forward();
                steps += 1;
            }
            assert!(steps > 20, "{scenario}");
        }
    }
}
