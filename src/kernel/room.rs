//! Whether there is memory for more. A browser's tab has an end to it, behind which nothing can be computed at all.

/// Bytes that have to be free for a run to grow: the screen needs some, too.
pub const ROOM_BYTES_LEAST: usize = 64 << 20;

/// True if at least [`ROOM_BYTES_LEAST`] can be had. Where memory has no end of its own, the system says when there is no
/// more.
pub fn has_room() -> bool {
    if !cfg!(target_arch = "wasm32") {
        return true;
    }
    let mut room = Vec::<u8>::new();
    let is_there = room.try_reserve_exact(ROOM_BYTES_LEAST).is_ok();
    std::hint::black_box(&room);
    is_there
}
