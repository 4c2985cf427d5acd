//! Memory for more. A browser's tab has an end to it, behind which nothing can be computed at all; and it takes its time
//! for every piece, however small.

/// Bytes that have to be free for a run to grow: the screen needs some, too.
pub const ROOM_BYTES_LEAST: usize = 64 << 20;

/// True if at least [`ROOM_BYTES_LEAST`] can be had; they then come at once, and not by small pieces. Where memory has no
/// end of its own, the system says when there is no more.
pub fn has_room() -> bool {
    !cfg!(target_arch = "wasm32") || make_room(ROOM_BYTES_LEAST)
}

/// Asks for so much memory at once, for whatever is to come. False, and nothing is asked for, if there is not as much.
pub fn make_room(bytes: usize) -> bool {
    let mut room = Vec::<u8>::new();
    let is_there = room.try_reserve_exact(bytes).is_ok();
    std::hint::black_box(&room);
    is_there
}
