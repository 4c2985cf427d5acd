//! A read model follows the store by its checkpoint: nothing is skipped, nothing counts twice.

use eventarium::kernel::Digest;
use eventarium::messaging::ReadModel;
use eventarium::projection::{Checkpoint, Progress, ReadModels};

use super::{
    after, charged, confirmed, feed, goods, goods_shipped, placed, released, reserved, restocked, shipment, shipped,
};
use crate::specs::{ADA, HEADPHONES, MUG, ORDER, OTHER_ORDER, TOTAL};

fn story() -> Vec<eventarium::domain::Event> {
    vec![
        placed(ORDER),
        reserved(ORDER, goods(HEADPHONES, 2)),
        placed(OTHER_ORDER),
        charged(ORDER, ADA, TOTAL),
        shipment(ORDER),
        goods_shipped(ORDER, goods(HEADPHONES, 2)),
        reserved(OTHER_ORDER, goods(MUG, 1)),
        confirmed(ORDER),
        released(OTHER_ORDER, goods(MUG, 1)),
        restocked(MUG, 5),
        shipped(ORDER),
    ]
}

#[test]
fn an_event_that_tells_a_model_nothing_only_moves_its_checkpoint() {
    let mut models = ReadModels::default();
    assert_eq!(feed(&mut models, ReadModel::Orders, 0, &shipment(ORDER)), Progress::PassedOver);
    assert_eq!(models.checkpoint(ReadModel::Orders), Checkpoint(1));
    assert_eq!(models.orders, ReadModels::default().orders);
    assert_eq!(models.pass_over(ReadModel::Orders, 1), Progress::PassedOver);
    assert_eq!(models.checkpoint(ReadModel::Orders), Checkpoint(2));
}

#[test]
fn pr_10_rows_and_checkpoint_move_together_and_only_in_turn() {
    let mut models = ReadModels::default();
    assert_eq!(feed(&mut models, ReadModel::Revenue, 0, &placed(ORDER)), Progress::Applied);
    let once = models.clone();
    assert_eq!(feed(&mut models, ReadModel::Revenue, 0, &placed(ORDER)), Progress::OutOfTurn);
    assert_eq!(feed(&mut models, ReadModel::Revenue, 2, &confirmed(ORDER)), Progress::OutOfTurn);
    assert_eq!(models.pass_over(ReadModel::Revenue, 2), Progress::OutOfTurn);
    assert_eq!(models, once);
}

#[test]
fn each_model_has_a_checkpoint_of_its_own() {
    let mut models = ReadModels::default();
    feed(&mut models, ReadModel::Stock, 0, &placed(ORDER));
    let read = ReadModel::ALL.map(|model| models.checkpoint(model));
    assert_eq!(read, [Checkpoint(0), Checkpoint(1), Checkpoint(0), Checkpoint(0)]);
}

#[test]
fn i19_a_model_built_again_from_zero_is_the_same() {
    let straight = after(&story());
    let mut rebuilt = straight.clone();
    for model in ReadModel::ALL {
        rebuilt.reset(model);
        assert_eq!(rebuilt.checkpoint(model), Checkpoint(0));
        assert_ne!(rebuilt, straight);
        for (position, event) in (0_u64..).zip(&story()) {
            feed(&mut rebuilt, model, position, event);
        }
    }
    assert_eq!(rebuilt, straight);
    assert_eq!(Digest::of(&rebuilt), Digest::of(&straight));
}

#[test]
fn a_clone_is_not_changed_by_what_comes_later() {
    let story = story();
    let mut models = after(&story);
    let kept = models.clone();
    let next = u64::try_from(story.len()).expect("a short story");
    for model in ReadModel::ALL {
        feed(&mut models, model, next, &placed(ORDER));
    }
    assert_eq!(kept, after(&story));
    assert_ne!(kept, models);
}

#[test]
fn pr_19_a_reader_reads_his_own_write_once_the_checkpoint_covers_it() {
    let checkpoint = Checkpoint(3);
    assert!(checkpoint.covers(2));
    assert!(!checkpoint.covers(3));
    assert_eq!((checkpoint.lag(5), checkpoint.lag(3), checkpoint.lag(0)), (2, 0, 0));
}
