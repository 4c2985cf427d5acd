//! The stages of a sentence about a decider.

use std::fmt::Debug;

use eventarium::domain::Decider;

/// What happened before.
#[must_use = "say when"]
pub struct Given<D: Decider> {
    state: D::State,
}

/// What came of the command.
#[must_use = "say then"]
pub struct When<D: Decider> {
    before: D::State,
    outcome: Result<Vec<D::Event>, D::Rejection>,
}

/// What was recorded, and how things stand after it.
pub struct Then<D: Decider> {
    after: D::State,
}

pub fn given<D: Decider>(events: impl IntoIterator<Item = D::Event>) -> Given<D> {
    let mut state = D::State::default();
    events.into_iter().for_each(|event| D::evolve(&mut state, &event));
    Given { state }
}

impl<D: Decider> Given<D> {
    pub fn when(self, command: D::Command) -> When<D> {
        let outcome = D::decide(&command, &self.state).map(|events| events.into_iter().collect());
        When { outcome, before: self.state }
    }
}

impl<D: Decider> Given<D>
where
    D::State: Debug + PartialEq,
{
    /// Says how things stand without asking anything.
    #[track_caller]
    pub fn it_is(self, state: &D::State) {
        assert_eq!(self.state, *state);
    }
}

impl<D: Decider> When<D>
where
    D::Event: Debug + PartialEq,
    D::Rejection: PartialEq,
{
    #[track_caller]
    pub fn then(self, events: impl IntoIterator<Item = D::Event>) -> Then<D> {
        let expected: Vec<_> = events.into_iter().collect();
        let recorded = self.outcome.expect("the business should accept this");
        assert_eq!(recorded, expected);
        let mut after = self.before;
        recorded.iter().for_each(|event| D::evolve(&mut after, event));
        Then { after }
    }

    #[track_caller]
    pub fn then_rejected(self, reason: D::Rejection) {
        assert_eq!(self.outcome.expect_err("the business should refuse this"), reason);
    }
}

impl<D: Decider> Then<D>
where
    D::State: Debug + PartialEq,
{
    #[track_caller]
    pub fn and_it_is(self, state: &D::State) {
        assert_eq!(self.after, *state);
    }

    /// For a state of which only a part matters.
    #[track_caller]
    pub fn and_of_it<T: Debug + PartialEq>(self, part: impl Fn(&D::State) -> T, expected: T) {
        assert_eq!(part(&self.after), expected);
    }
}
