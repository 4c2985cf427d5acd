//! The page: mounts the screen and nothing else.

fn main() {
    leptos::mount::mount_to_body(|| {
        use leptos::prelude::*;
        view! { <h1>"Eventarium"</h1> }
    });
}
