//! What makes no sense is refused with the field and the reason.

use eventarium::fault::{Direction, FaultError, FaultKind, FaultRule, Moment};
use eventarium::kernel::{MessageId, Span, VirtualTime};
use eventarium::messaging::{Node, Place};

use super::{ms, rule};

#[track_caller]
fn assert_refused(rule: FaultRule, field: &str) {
    let error = rule.check().expect_err("it makes no sense");
    assert_eq!(error.field(), field, "{error}");
    assert!(error.to_string().starts_with(&format!("{field}: ")), "{error}");
}

#[test]
fn every_kind_fits_its_targets_and_no_others() {
    for kind in FaultKind::ALL {
        assert_eq!(FaultRule::of(kind).check(), Ok(()), "{}", kind.name());
        for target in Place::all() {
            let rule = FaultRule { target: Some(target), ..FaultRule::of(kind) };
            let unfit = Err(FaultError::TargetUnfit { kind, target });
            assert_eq!(rule.check(), if kind.fits(target) { Ok(()) } else { unfit });
        }
    }
}

#[test]
fn an_unfit_target_is_told_where_the_kind_makes_sense() {
    let error = rule(FaultKind::Outage, Node::Saga).check().expect_err("it makes no sense");
    assert_eq!(error.to_string(), "target: outage makes no sense at saga, only at event-store, bus");
}

#[test]
fn chance_and_count_have_their_ranges() {
    let drop = FaultRule::of(FaultKind::Drop);
    assert_refused(FaultRule { chance: Some(101), ..drop }, "chance");
    assert_refused(FaultRule { count: Some(0), ..drop }, "count");
    for chance in [0, 1, 100] {
        assert_eq!(FaultRule { chance: Some(chance), ..drop }.check(), Ok(()));
    }
    let outage = FaultRule::of(FaultKind::Outage);
    assert_refused(FaultRule { chance: Some(50), ..outage }, "chance");
    assert_refused(FaultRule { count: Some(1), ..outage }, "count");
}

#[test]
fn a_window_has_a_length_and_lies_within_ten_years() {
    let drop = FaultRule::of(FaultKind::Drop);
    let window = |from, until| FaultRule { from: Some(from), until: Some(until), ..drop };
    assert_refused(window(ms(5), ms(5)), "until");
    assert_refused(window(ms(5), ms(4)), "until");
    assert_eq!(window(ms(5), ms(6)).check(), Ok(()));
    let far = VirtualTime::from_micros(VirtualTime::MAX.micros() + 1);
    assert_refused(FaultRule { from: Some(far), ..drop }, "from");
    assert_refused(FaultRule { until: Some(far), ..drop }, "until");
}

#[test]
fn only_what_takes_time_has_a_length() {
    for kind in FaultKind::ALL {
        let by = |by| FaultRule { by: Some(by), ..FaultRule::of(kind) };
        if matches!(kind, FaultKind::Latency | FaultKind::Slow | FaultKind::Crash) {
            assert_eq!(by(Span::from_millis(1)).check(), Ok(()));
            assert_eq!(by(Span::from_micros(VirtualTime::MAX.micros())).check(), Ok(()));
            assert_refused(by(Span::from_micros(VirtualTime::MAX.micros() + 1)), "by");
            assert_refused(by(Span::ZERO), "by");
        } else {
            assert_refused(by(Span::from_millis(1)), "by");
        }
    }
}

#[test]
fn moment_direction_and_message_belong_to_certain_kinds() {
    for kind in FaultKind::ALL {
        let rule = FaultRule::of(kind);
        let moment = FaultRule { moment: Some(Moment::AfterEffect), ..rule };
        if kind == FaultKind::Crash {
            assert_eq!(moment.check(), Ok(()))
        } else {
            assert_refused(moment, "moment")
        }
        let direction = FaultRule { direction: Direction::From, ..rule };
        let message = FaultRule { message: Some(MessageId(1)), ..rule };
        if kind.is_of_messages() {
            assert_eq!((direction.check(), message.check()), (Ok(()), Ok(())));
        } else {
            assert_refused(direction, "direction");
            assert_refused(message, "message");
        }
    }
}

#[test]
fn what_is_not_said_is_usual() {
    let span = |kind| FaultRule::of(kind).span();
    assert_eq!(span(FaultKind::Crash), Span::from_millis(5_000));
    assert_eq!(span(FaultKind::Latency), Span::from_millis(500));
    assert_eq!(span(FaultKind::Slow), Span::from_millis(1_000));
}
