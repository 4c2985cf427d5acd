//! The functions, each with the code of what it refuses without looking closer.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::convert::to_js;
use super::runs;
use crate::exchange::{Code, CommandDraft, FaultDraft, Refused, SettingsDraft, Wire, shown};
use crate::fault::FaultId;
use crate::session::{Ask, Beginning, InvariantView, QUIET_SPAN, Session, TaskVerdict, scenarios};
use crate::ui::acts::Acts;
use crate::ui::keep;
use crate::ui::player::{SPEED_MAX, SPEED_MIN};

/// Asks the session something. The second argument is nothing where it is not given.
pub type Call = fn(Acts, &Wire, &Wire) -> Result<JsValue, Refused>;

/// All functions by name.
pub const CALLS: [(&str, Code, Call); 39] = [
    ("scenarios", Code::BadArgument, |_, _, _| Ok(to_js(&scenarios()))),
    ("reset", Code::BadArgument, reset),
    ("settings", Code::BadArgument, |acts, _, _| read(acts, Session::settings)),
    ("set", Code::BadSetting, set),
    ("send", Code::BadCommand, send),
    ("traffic", Code::BadArgument, traffic),
    ("inject", Code::BadFault, inject),
    ("clear", Code::BadArgument, clear),
    ("faults", Code::BadArgument, |acts, _, _| read(acts, Session::faults)),
    ("tasks", Code::BadArgument, |acts, _, _| read(acts, Session::tasks)),
    ("resolve", Code::BadArgument, resolve),
    ("deadLetters", Code::BadArgument, |acts, _, _| read(acts, Session::dead_letters)),
    ("redrive", Code::BadArgument, redrive),
    ("discard", Code::BadArgument, discard),
    ("advance", Code::BadArgument, advance),
    ("runUntilQuiet", Code::BadArgument, run_until_quiet),
    ("play", Code::BadArgument, play),
    ("pause", Code::BadArgument, pause),
    ("step", Code::BadArgument, step),
    ("stepBack", Code::BadArgument, step_back),
    ("now", Code::BadArgument, |acts, _, _| read(acts, Session::now_ms)),
    ("seek", Code::BadArgument, seek),
    ("events", Code::BadArgument, events),
    ("trace", Code::BadArgument, trace),
    ("streams", Code::BadArgument, |acts, _, _| read(acts, Session::streams)),
    ("order", Code::BadArgument, order),
    ("saga", Code::BadArgument, saga),
    ("readModel", Code::BadArgument, read_model),
    ("queues", Code::BadArgument, |acts, _, _| read(acts, Session::queues)),
    ("invariants", Code::BadArgument, invariants),
    ("hash", Code::BadArgument, |acts, _, _| read(acts, Session::hash)),
    ("caption", Code::BadArgument, caption),
    ("undo", Code::BadArgument, undo),
    ("fork", Code::BadArgument, runs::fork),
    ("branches", Code::BadArgument, runs::branches),
    ("switchTo", Code::BadArgument, runs::switch_to),
    ("compare", Code::BadArgument, runs::compare),
    ("link", Code::BadArgument, runs::link),
    ("export", Code::BadArgument, runs::export),
];

fn read<T: serde::Serialize>(acts: Acts, look: impl FnOnce(&Session) -> T) -> Result<JsValue, Refused> {
    Ok(to_js(&acts.handle.with(look)))
}

/// `true` for what was done; `null` where nothing has this number.
const fn whether(done: bool) -> JsValue {
    if done { JsValue::TRUE } else { JsValue::NULL }
}

fn reset(acts: Acts, beginning: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let beginning = Beginning::read(beginning)?;
    acts.handle.update(|session| session.reset(&beginning).map(|()| keep::chosen(session)))?;
    acts.player.pause();
    acts.selected.clear();
    Ok(JsValue::NULL)
}

fn set(acts: Acts, settings: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let draft = SettingsDraft::read(settings, "")?;
    acts.handle.update(|session| session.set(&draft))?;
    read(acts, Session::settings)
}

fn send(acts: Acts, command: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let draft = CommandDraft::read(command)?;
    acts.handle.update(|session| session.send(&draft)).map(|sent| to_js(&sent))
}

fn traffic(acts: Acts, rate: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let rate = Ask::number(rate, "ordersPerSecond")?;
    acts.handle.update(|session| session.traffic(rate))?;
    Ok(JsValue::NULL)
}

fn inject(acts: Acts, fault: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let draft = FaultDraft::read(fault)?;
    acts.handle.update(|session| session.inject(&draft)).map(JsValue::from)
}

fn clear(acts: Acts, fault: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    if *fault == Wire::from("all") {
        acts.handle.update(Session::clear_all);
        return Ok(JsValue::TRUE);
    }
    let lift = |number| acts.handle.update(|session| session.clear(FaultId(number)));
    Ok(whether(Ask::entry(fault, "faultId")?.is_some_and(lift)))
}

fn resolve(acts: Acts, task: &Wire, verdict: &Wire) -> Result<JsValue, Refused> {
    let (task, verdict) = (Ask::entry(task, "taskId")?, TaskVerdict::from_name(Ask::id(verdict, "verdict")?)?);
    Ok(whether(task.is_some_and(|task| acts.handle.update(|session| session.resolve(task, verdict)))))
}

fn redrive(acts: Acts, letter: &Wire, body: &Wire) -> Result<JsValue, Refused> {
    let body = Some(body).filter(|body| **body != Wire::Nothing);
    let Some(letter) = Ask::entry(letter, "id")? else { return Ok(JsValue::NULL) };
    acts.handle.update(|session| session.redrive(letter, body)).map(whether)
}

fn discard(acts: Acts, letter: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let letter = Ask::entry(letter, "id")?;
    Ok(whether(letter.is_some_and(|letter| acts.handle.update(|session| session.discard(letter)))))
}

fn advance(acts: Acts, ms: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let by = Ask::span(ms, "ms")?;
    acts.handle.update(|session| unless_full(session.advance(by), session))
}

fn run_until_quiet(acts: Acts, most: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let most = if *most == Wire::Nothing { QUIET_SPAN } else { Ask::span(most, "maxMs")? };
    acts.handle.update(|session| unless_full(session.run_until_quiet(most), session))
}

fn unless_full(told: impl Serialize, session: &Session) -> Result<JsValue, Refused> {
    session.full().map_or_else(|| Ok(to_js(&told)), Err)
}

fn play(acts: Acts, speed: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    if *speed != Wire::Nothing {
        let speed = Ask::number(speed, "speed")?;
        if !(SPEED_MIN..=SPEED_MAX).contains(&speed) {
            let reason = format!(
                "a number from {} to {} was expected, not {}",
                shown(SPEED_MIN),
                shown(SPEED_MAX),
                shown(speed)
            );
            return Err(Refused::new(Code::BadArgument, "speed", reason));
        }
        acts.player.set_speed(speed);
    }
    acts.player.play();
    Ok(JsValue::NULL)
}

fn pause(acts: Acts, _: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    acts.player.pause();
    Ok(JsValue::NULL)
}

fn step(acts: Acts, _: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    acts.player.pause();
    Ok(to_js(&acts.handle.update(Session::step)))
}

fn step_back(acts: Acts, _: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    acts.player.pause();
    Ok(to_js(&acts.handle.update(Session::step_back)))
}

fn seek(acts: Acts, goal: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let goal = Ask::goal(goal)?;
    let moved = acts.handle.update(|session| session.seek(goal))?;
    acts.player.pause();
    Ok(to_js(&moved))
}

fn undo(acts: Acts, _: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    Ok(whether(acts.handle.update(Session::undo)))
}

fn events(acts: Acts, window: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let window = Ask::window(window, true)?;
    read(acts, |session| session.events(&window))
}

fn trace(acts: Acts, window: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let window = Ask::window(window, false)?;
    read(acts, |session| session.trace(&window))
}

fn order(acts: Acts, id: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let id = Ask::id(id, "orderId")?;
    read(acts, |session| session.order(id))
}

fn saga(acts: Acts, id: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let id = Ask::id(id, "orderId")?;
    read(acts, |session| session.saga(id))
}

fn read_model(acts: Acts, name: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let name = Ask::id(name, "name")?;
    acts.handle.with(|session| session.read_model(name)).map(|rows| to_js(&rows))
}

fn invariants(acts: Acts, _: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let reports = acts.handle.with(Session::invariants);
    Ok(to_js(&reports.into_iter().map(InvariantView::from).collect::<Vec<_>>()))
}

/// The sentence of the story at the cursor; `null` without a story.
fn caption(acts: Acts, _: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    read(acts, |session| session.caption().map(|(_, caption)| caption.text))
}
