//! What a person can do, in one place: every button, key and menu entry ends here.

use leptos::prelude::*;

use super::handle::SessionHandle;
use super::notices::Notices;
use super::player::Player;
use super::share;

#[derive(Clone, Copy)]
pub struct Acts {
    pub handle: SessionHandle,
    pub player: Player,
    pub notices: Notices,
}

impl Acts {
    pub fn provide(handle: SessionHandle, player: Player, notices: Notices) -> Self {
        let acts = Self { handle, player, notices };
        provide_context(acts);
        acts
    }

    pub fn here() -> Self {
        expect_context()
    }

    pub fn to_start(self) {
        self.player.pause();
        self.handle.update(super::stand_in::Session::seek_start);
    }

    pub fn step_back(self) {
        self.player.pause();
    }

    pub fn step(self) {
        self.player.pause();
    }

    pub fn to_end(self) {
        self.player.pause();
    }

    pub fn previous_moment(self) {
        self.player.pause();
    }

    pub fn next_moment(self) {
        self.player.pause();
    }

    /// Copies the address that opens this beginning, and puts it into the address bar.
    pub fn share(self) {
        let beginning = share::Beginning::default();
        share::copy(&beginning, self.notices);
    }
}
