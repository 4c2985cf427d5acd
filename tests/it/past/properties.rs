//! Whatever is edited, and wherever: an edited run is a run like any other.

use eventarium::domain::OrderId;
use eventarium::event_store::{GlobalPosition, StreamVersion};
use eventarium::kernel::Span;
use eventarium::messaging::ReadModel;
use eventarium::projection::ReadModels;
use eventarium::timeline::Commands;
use eventarium::world::{Edit, EditHow, Fact, Input, World};

use crate::engine::MANY;
use crate::swarm::luck::Luck;
use crate::timeline::{Run, straight};

fn orders(world: &World) -> impl Iterator<Item = OrderId> {
    (0..world.order_names.len() as u32).map(OrderId)
}

#[test]
fn a_saga_is_the_fold_of_what_reached_it() {
    for seed in 1..=12 {
        let mut run = straight(seed);
        let mut luck = Luck::new(seed ^ 3);
        for _ in 0..10 {
            run.seek_step(luck.below(u64::from(run.head().steps) + 1) as u32);
            let world = run.world();
            for order in orders(world) {
                let known = world.sagas.get(order.index()).map(|record| record.saga.clone()).unwrap_or_default();
                assert_eq!(world.saga_from_history(order), known, "seed {seed}, step {}", run.step());
            }
        }
    }
}

fn some_edit(luck: &mut Luck, world: &World) -> Edit {
    let events = world.store.len() as u64;
    let position = luck.below(events) as u32;
    let how = match luck.below(4) {
        0 => EditHow::Skip,
        1 => EditHow::Duplicate,
        2 => EditHow::Move { to: luck.below(events) as u32 },
        _ => {
            let other = world.fact(luck.below(events));
            match (world.fact(u64::from(position)), other) {
                (Some(Fact::Shop(own)), Some(Fact::Shop(event))) if own.name() == event.name() => {
                    EditHow::Change { event: event.clone(), customer: Some("somebody".into()) }
                }
                _ => EditHow::Skip,
            }
        }
    };
    Edit { position, how }
}

/// The log has no gaps, and everything that is folded from it is what the log says.
fn is_sound(world: &World) {
    let mut next = std::collections::BTreeMap::new();
    for (place, recorded) in world.store.read_all(GlobalPosition::START).enumerate() {
        assert_eq!(recorded.position().index(), place);
        let version = next.entry(recorded.stream()).or_insert(0);
        assert_eq!(recorded.version().0, *version);
        *version += 1;
        let message = world.event_message(place as u64);
        assert_eq!(world.letter(message).unwrap().id, recorded.message());
    }
    for (stream, count) in next {
        assert_eq!(world.store.read_stream(stream, StreamVersion::FIRST).count(), count as usize);
    }
    let mut models = ReadModels::default();
    for model in ReadModel::ALL {
        let read = world.models.checkpoint(model).0 as usize;
        assert!(read <= world.store.len());
        for recorded in world.store.read_all(GlobalPosition::START).take(read) {
            let position = u64::from(recorded.position().0);
            match recorded.event().shop() {
                Some(event) => models.apply(model, position, recorded.version().0, recorded.time(), &event),
                None => models.pass_over(model, position),
            };
        }
    }
    assert!(models == world.models);
}

#[test]
fn an_edited_run_is_walked_and_repeated_like_any_other() {
    for seed in 1..=16 {
        let mut run = straight(seed);
        let (end, last) = (run.world().digest(), run.step());
        let mut luck = Luck::new(seed ^ 8_888);
        run.seek_step(last / 4 + luck.below(u64::from(last) * 3 / 4) as u32);
        let mut branch = run.fork(*luck.of(&[Commands::Cut, Commands::Keep]));
        let mut edits = 0;
        for _ in 0..1 + luck.below(4) {
            if branch.world().store.is_empty() {
                break;
            }
            let before = branch.world().digest();
            branch.act(Input::Edit(some_edit(&mut luck, branch.world())));
            is_sound(branch.world());
            let edited = !branch.world().store.verify_chain();
            edits += u32::from(edited);
            assert_ne!(branch.world().digest(), before);
            let tampered = branch.observer().report(None).iter().any(|report| report.id == "I13" && !report.ok);
            assert_eq!(tampered, edited, "the chain tells, and nothing else does");
            branch.advance(Span::from_millis(luck.below(4_000)), MANY);
        }
        branch.run_until_quiet(Span::from_secs(900), 200_000);
        is_sound(branch.world());
        let (edited_end, edited_last) = (branch.world().digest(), branch.step());
        for _ in 0..12 {
            branch.seek_step(luck.below(u64::from(edited_last) + 1) as u32);
        }
        branch.seek_step(edited_last);
        assert_eq!((branch.world().digest(), branch.diverged_at()), (edited_end, None), "seed {seed}, {edits} edits");
        let mut again = Run::from_record(branch.record().clone());
        while again.step() < edited_last && again.step_forward() {}
        assert_eq!(again.world().digest(), edited_end, "seed {seed}: the record is the run");
        assert_eq!(run.head().digest(), end, "the run that was is as it was");
    }
}

#[test]
fn an_edit_of_nothing_changes_nothing_but_the_steps() {
    let mut run = straight(1);
    let events = run.world().store.len() as u32;
    let chain = run.world().store.chain();
    for how in [EditHow::Skip, EditHow::Duplicate, EditHow::Move { to: 0 }] {
        run.act(Input::Edit(Edit { position: events, how }));
    }
    run.act(Input::Edit(Edit { position: 0, how: EditHow::Move { to: 0 } }));
    run.act(Input::Edit(Edit { position: 0, how: EditHow::Move { to: events } }));
    let charged = run.world().store.read_all(GlobalPosition::START).find_map(|recorded| match recorded.event() {
        Fact::Shop(event) if event.name() == "PaymentCharged" => Some(event.clone()),
        _ => None,
    });
    run.act(Input::Edit(Edit { position: 0, how: EditHow::Change { event: charged.unwrap(), customer: None } }));
    assert_eq!((run.world().store.len() as u32, run.world().store.chain()), (events, chain));
    assert!(run.world().store.verify_chain());
    assert!(run.observer().report(None).iter().all(|report| report.ok));
}
