//! What costs too much to be found out with every picture: it is asked again when the question changes, and when the run
//! stands.

use crate::session::Session;
use crate::ui::erase::Slice;
use crate::ui::handle::SessionHandle;
use crate::ui::player::Player;

/// A question with its answer, as of the last time the run stood or the question changed.
pub fn when_still<K, T>(
    about: impl Fn() -> K + Send + Sync + 'static,
    find: impl Fn(&Session, &K) -> T + Send + Sync + 'static,
) -> Slice<(K, T)>
where
    K: Clone + PartialEq + Send + Sync + 'static,
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let (handle, player) = (SessionHandle::here(), Player::here());
    let moment = handle.select_calm(|session| {
        let world = session.world();
        (session.branch(), session.seed(), world.steps, world.trace.len(), session.now())
    });
    Slice::after(move |before: Option<&(K, T)>| {
        let about = about();
        if player.is_playing()
            && let Some(before) = before.filter(|before| before.0 == about)
        {
            return before.clone();
        }
        moment.track();
        let found = handle.with(|session| find(session, &about));
        (about, found)
    })
}
