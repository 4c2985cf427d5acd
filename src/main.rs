//! The page: mounts the screen and nothing else.

fn main() {
    eventarium::ui::mount();
}
