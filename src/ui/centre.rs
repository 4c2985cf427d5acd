//! The middle of the screen: the flow above, the timeline below.

use leptos::prelude::*;

use super::timeline::TimelinePanel;

#[component]
pub fn Centre() -> impl IntoView {
    view! {
        <main class="centre" tabindex="-1">
            <section class="flow" aria-labelledby="flow-title">
                <h2 class="heading" id="flow-title">"Flow"</h2>
            </section>
            <TimelinePanel />
        </main>
    }
    .into_any()
}
