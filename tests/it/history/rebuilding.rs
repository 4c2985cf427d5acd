//! Building a read model again: PR-12, PR-13 and what comes of a version with a mistake.

use eventarium::check::{Checker, Invariant};
use eventarium::kernel::{Span, VirtualTime};
use eventarium::messaging::{Place, ReadModel};
use eventarium::projection::ProjectionVersion;
use eventarium::scenario::find;
use eventarium::session::{Answer, Beginning, Intent, Session};
use eventarium::timeline::Timeline;
use eventarium::world::{Detail, History, Input, MailFrom, RebuildStanding, Settings, TraceEntry, TraceKind, World};

use crate::engine::{MANY, assert_sound, calm, place, run};

const MINUTES: Span = Span::from_secs(120);

fn story(id: &str) -> Timeline<Checker> {
    let story = find(id).unwrap();
    let mut run = Timeline::with_plan(story.seed, (story.settings)(), (story.acts)());
    calm(&mut run);
    run
}

fn at(world: &World, model: ReadModel) -> impl Iterator<Item = &TraceEntry> {
    world.trace.iter().filter(move |line| line.place == Place::ReadModel(model))
}

fn is_about_rebuilds(kind: TraceKind) -> bool {
    use TraceKind::{RebuildDiffers, RebuildStarted, RebuildSwitched, Rebuilding};
    matches!(kind, RebuildStarted | Rebuilding | RebuildSwitched | RebuildDiffers)
}

#[test]
fn pr_12_a_read_model_is_built_again_from_the_first_event() {
    for model in ReadModel::ALL {
        let mut run = run(Settings::default());
        run.act(Input::Traffic { per_mille: 3_000 });
        run.advance(Span::from_secs(20), MANY);
        run.act(Input::Rebuild(model));
        run.advance(Span::from_secs(20), MANY);
        run.act(Input::Traffic { per_mille: 0 });
        calm(&mut run);
        assert_sound(&run);
        let kinds: Vec<_> =
            at(run.world(), model).map(|line| line.kind).filter(|kind| is_about_rebuilds(*kind)).collect();
        assert_eq!(kinds.first(), Some(&TraceKind::RebuildStarted));
        assert_eq!(kinds.last(), Some(&TraceKind::RebuildSwitched));
        assert!(run.world().rebuilds.beside(model).is_none());
    }
}

#[test]
fn the_one_that_serves_goes_on_while_the_other_reads() {
    let mut run = run(Settings::default());
    run.act(Input::Traffic { per_mille: 5_000 });
    run.advance(Span::from_secs(30), MANY);
    run.act(Input::Rebuild(ReadModel::Orders));
    let (mut served, mut read, mut steps) = (0, 0, 0);
    while run.world().rebuilds.beside(ReadModel::Orders).is_some() {
        assert!(run.step_forward());
        let now = run.world().models.checkpoint(ReadModel::Orders).0;
        assert!(now >= served, "the one that serves never goes back");
        served = now;
        if let Some(beside) = run.world().rebuilds.beside(ReadModel::Orders) {
            let now = beside.models.checkpoint(ReadModel::Orders).0;
            steps += usize::from(now > read);
            read = now;
        }
    }
    assert!(steps > 10, "{steps} steps of progress");
    let progress = at(run.world(), ReadModel::Orders).filter_map(|line| match (line.kind, line.detail) {
        (TraceKind::Rebuilding, Detail::Progress { read, of }) => Some((read, of)),
        _ => None,
    });
    let progress: Vec<_> = progress.collect();
    assert!(progress.is_sorted(), "{progress:?}");
    assert!(progress.first().unwrap().1 < progress.last().unwrap().1, "the goal moved: {progress:?}");
}

#[test]
fn a_rebuild_changes_nothing_for_anybody_else() {
    let play = |rebuilds: bool| {
        let mut run = run(Settings::default());
        run.act(Input::Traffic { per_mille: 2_000 });
        run.advance(Span::from_secs(10), MANY);
        run.act(if rebuilds { Input::Rebuild(ReadModel::Stock) } else { Input::ClearAll });
        run.act(Input::Traffic { per_mille: 0 });
        calm(&mut run);
        let lines = run.world().trace.iter().filter(|line| !is_about_rebuilds(line.kind));
        // Steps are counted over everything that happens, so they shift; times, places and messages do not.
        lines.map(|line| TraceEntry { step: 0, ..*line }).collect::<Vec<_>>()
    };
    assert_eq!(play(true), play(false));
}

#[test]
fn a_version_that_says_otherwise_does_not_take_over() {
    let run = story("rewrite");
    let world = run.world();
    let beside = world.rebuilds.beside(ReadModel::Revenue).unwrap();
    assert_eq!((beside.standing, beside.version), (RebuildStanding::Differs, ProjectionVersion::Second));
    assert_eq!(world.rebuilds.version(ReadModel::Revenue), ProjectionVersion::First);
    assert!(world.models.revenue.refunded.0 > 0 && beside.models.revenue.refunded.0 == 0);
}

#[test]
fn i18_a_version_that_was_equal_for_a_while() {
    let run = story("rewrite");
    assert_eq!(run.world().rebuilds.version(ReadModel::Stock), ProjectionVersion::Second);
    for invariant in [Invariant::I18, Invariant::I19] {
        let breach = run.observer().breach(invariant).unwrap();
        assert_eq!(breach.explained_by, Some("history.projections"));
        assert!(breach.reason.contains("stock"), "{breach:?}");
    }
}

#[test]
fn the_difference_is_told_and_a_person_can_want_it_all_the_same() {
    let mut session = Session::new();
    session.reset(&Beginning { scenario: Some("rewrite".into()), ..Beginning::default() }).unwrap();
    session.run_until_quiet(MINUTES);
    let told = serde_json::to_value(session.rebuilds()).unwrap();
    let revenue = &told[2];
    assert_eq!((&revenue["model"], &revenue["serving"]), (&"revenue".into(), &1.into()));
    assert_eq!((&revenue["beside"]["standing"], &revenue["beside"]["version"]), (&"differs".into(), &2.into()));
    let fields = revenue["beside"]["difference"]["rows"][0]["fields"].as_array().unwrap();
    assert!(fields.iter().any(|field| field["name"] == "refundedCents" && field["after"] == 0), "{fields:?}");
    // The way back: the first version, built again, says otherwise than the wrong one that serves.
    assert_eq!(session.promote("stock"), Ok(false));
    let first = eventarium::exchange::SettingsDraft::read(&super::wire(r#"{"history": {"projections": 1}}"#), "");
    session.set(&first.unwrap()).unwrap();
    assert_eq!(session.apply(Intent::Rebuild("stock".into())), Ok(Answer::Done));
    assert_eq!(session.rebuild("stock"), Ok(false), "it is being built");
    session.run_until_quiet(MINUTES);
    assert_eq!(session.rebuilds()[1].beside.as_ref().unwrap().standing, "differs");
    assert_eq!(session.apply(Intent::Promote("stock".into())), Ok(Answer::Done));
    session.run_until_quiet(MINUTES);
    assert_eq!((session.rebuilds()[1].serving, session.rebuilds()[1].beside.clone()), (1, None));
    assert_eq!(session.world().models.stock, {
        let mut fresh = eventarium::projection::ReadModels::default();
        let world = session.world();
        for recorded in world.store.read_all(Default::default()) {
            let position = u64::from(recorded.position().0);
            let event = recorded.event().shop().unwrap();
            fresh.apply(ReadModel::Stock, position, recorded.version().0, recorded.time(), &event);
        }
        fresh.stock
    });
    assert!(session.rebuild("invoices").is_err());
}

fn mails(world: &World) -> Vec<(u32, eventarium::world::MailKind)> {
    world.mails.iter().map(|mail| (mail.about.0, mail.kind)).collect()
}

#[test]
fn pr_13_a_projection_with_a_side_effect_has_it_again_when_it_is_built_again() {
    let trapped = story("replay-trap");
    let all = mails(trapped.world());
    assert_eq!(all.len(), 6, "{all:?}");
    assert_eq!(all[..3], all[3..], "the same three e-mails twice");
    let breach = trapped.observer().breach(Invariant::I06).unwrap();
    assert_eq!(breach.explained_by, Some("history.mails"));

    let cured = story("projection-and-reactor");
    assert_eq!(mails(cured.world()).len(), 3);
    assert_sound(&cured);
}

#[test]
fn who_writes_the_e_mails_changes_nothing_but_who_writes_them() {
    let kinds = |mails: MailFrom| {
        let settings = Settings { history: History { mails, ..History::default() }, ..Settings::default() };
        let mut run = run(settings);
        run.act(place("ord-1", 2));
        run.act(place("ord-2", 2_000));
        calm(&mut run);
        assert_sound(&run);
        let mut told: Vec<_> = run.world().mails.iter().map(|mail| (mail.order, mail.to, mail.kind as u8)).collect();
        told.sort();
        told
    };
    assert_eq!(kinds(MailFrom::ReadModel), kinds(MailFrom::Reactor));
}

#[test]
fn a_rebuild_waits_while_the_store_is_out() {
    let mut run = run(Settings::default());
    run.act(place("ord-1", 2));
    calm(&mut run);
    let outage = eventarium::fault::FaultRule {
        until: Some(run.now().after(Span::from_secs(5))),
        ..crate::engine::fault(eventarium::fault::FaultKind::Outage, eventarium::messaging::Node::EventStore)
    };
    run.act(Input::Inject(outage));
    let before = run.now();
    run.act(Input::Rebuild(ReadModel::Customers));
    calm(&mut run);
    assert!(run.now() > VirtualTime::from_micros(before.micros() + 5_000_000));
    assert!(at(run.world(), ReadModel::Customers).any(|line| line.kind == TraceKind::RebuildSwitched));
}

#[test]
fn beginning_anew_while_it_is_built_builds_once() {
    let mut run = run(Settings::default());
    run.act(Input::Traffic { per_mille: 5_000 });
    run.advance(Span::from_secs(20), MANY);
    run.act(Input::Rebuild(ReadModel::Orders));
    run.advance(Span::from_millis(800), MANY);
    run.act(Input::Rebuild(ReadModel::Orders));
    run.act(Input::Traffic { per_mille: 0 });
    calm(&mut run);
    let switched = at(run.world(), ReadModel::Orders).filter(|line| line.kind == TraceKind::RebuildSwitched);
    assert_eq!(switched.count(), 1);
    assert_sound(&run);
}
