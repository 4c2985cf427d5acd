//! The waits between attempts.

use eventarium::kernel::{MessageId, Ratio, Seed, Span};
use eventarium::transport::bus::{Jitter, RetryPolicy};

#[test]
fn rt_01_a_wait_is_drawn_from_nothing_to_base_times_two_to_the_n() {
    let policy = RetryPolicy::default();
    for (retry_no, most) in [(1, 200), (2, 400), (3, 800), (6, 6_400), (7, 10_000), (8, 10_000), (u32::MAX, 10_000)] {
        assert_eq!(policy.bounds(retry_no), (Span::ZERO, Span::from_millis(most)), "retry {retry_no}");
        let delays: Vec<Span> = (0..1_000).map(|id| policy.delay(Seed(1), MessageId(id), retry_no)).collect();
        assert!(delays.iter().all(|delay| *delay <= Span::from_millis(most)));
        let mean = delays.iter().map(|delay| delay.micros()).sum::<u64>() / 1_000;
        assert!((most * 450..most * 550).contains(&mean), "retry {retry_no}: a mean of {mean}");
    }
}

#[test]
fn rt_01_equal_jitter_waits_at_least_half() {
    let policy = RetryPolicy { jitter: Jitter::Equal, ..RetryPolicy::default() };
    assert_eq!(policy.bounds(3), (Span::from_millis(400), Span::from_millis(800)));
    let none = RetryPolicy { jitter: Jitter::None, ..policy };
    assert_eq!(none.delay(Seed(9), MessageId(9), 3), Span::from_millis(800));
}

#[test]
fn a_wait_never_overflows() {
    let endless = Span::from_micros(u64::MAX);
    let policy = RetryPolicy { base: endless, cap: endless, ..RetryPolicy::default() };
    for retry_no in [0, 1, 63, 64, u32::MAX] {
        assert_eq!(policy.delay_of(Ratio::ALWAYS, retry_no), endless);
        assert!(policy.delay(Seed(1), MessageId(1), retry_no) <= endless);
    }
    assert_eq!(policy.decorrelated(Ratio::ALWAYS, endless), endless);
}

#[test]
fn each_message_and_each_retry_has_its_own_luck() {
    let policy = RetryPolicy::default();
    let delay = |seed, message, retry_no| policy.delay(Seed(seed), MessageId(message), retry_no);
    assert_eq!(delay(1, 2, 7), delay(1, 2, 7));
    assert_ne!(delay(1, 2, 7), delay(1, 3, 7));
    assert_ne!(delay(1, 2, 7), delay(1, 2, 8));
    assert_ne!(delay(1, 2, 7), delay(2, 2, 7));
}
