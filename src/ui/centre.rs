//! The middle of the screen: the flow above, the timeline below.

use leptos::prelude::*;

use super::captions::Captions;
use super::flow::Flow;
use super::timeline::TimelinePanel;

#[component]
pub fn Centre() -> impl IntoView {
    part! {
        <main class="centre" tabindex="-1">
            <Captions />
            <Flow />
            <TimelinePanel />
        </main>
    }
}
