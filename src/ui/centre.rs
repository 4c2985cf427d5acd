//! The middle of the screen: the flow above, the timeline below.

use leptos::prelude::*;

#[component]
pub fn Centre() -> impl IntoView {
    view! {
        <main class="centre" tabindex="-1">
            <section class="flow" aria-labelledby="flow-title">
                <h2 class="heading" id="flow-title">"Flow"</h2>
            </section>
            <section class="timeline" aria-labelledby="timeline-title">
                <h2 class="heading" id="timeline-title">"Timeline"</h2>
            </section>
        </main>
    }
    .into_any()
}
