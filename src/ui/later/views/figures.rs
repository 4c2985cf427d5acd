//! Figures of the last ten seconds before the cursor.

use crate::ui::erase::{Gather, erased};
use leptos::prelude::*;

use crate::scene::geometry::Tenths;
use crate::scene::timeline::{Metrics, metrics};
use crate::scene::words::{count, read_model_title, short_span};
use crate::ui::handle::SessionHandle;

#[component]
pub fn Figures() -> impl IntoView {
    let handle = SessionHandle::here();
    let figures = handle.select_calm(|session| metrics(session.world(), session.now()));
    let show = move |tell: fn(&Metrics) -> String| erased(move || figures.with(tell));
    let figure = move |name: &'static str, tell: fn(&Metrics) -> String| {
        part! { <div class="figure"><dt>{name}</dt><dd>{show(tell)}</dd></div> }
    };
    let lags = move || {
        figures.with(|figures| {
            figures
                .lag
                .iter()
                .map(|(model, behind, oldest)| {
                    let age = oldest.map_or(String::new(), |age| format!(", oldest {} old", short_span(age)));
                    let text = match behind {
                        0 => "up to date".to_string(),
                        1 => format!("1 event behind{age}"),
                        many => format!("{} events behind{age}", count(*many)),
                    };
                    part! { <div class="figure is-read"><dt>{format!("{} read model", read_model_title(*model))}</dt><dd>{text}</dd></div> }
                })
                .gather()
        })
    };
    part! {
        <div class="figures" tabindex="0" role="region" aria-label="Metrics of the last ten seconds of virtual time">
            <dl class="figure-list">
                {figure("Events a second", |figures| Tenths(figures.events_per_second).to_string())}
                {figure("Order to confirmation, median", |figures| figures.latency.map_or_else(|| "no order completed".into(), |(median, _)| short_span(median)))}
                {figure("95th percentile", |figures| figures.latency.map_or_else(|| "–".into(), |(_, high)| short_span(high)))}
                {figure("Sagas completed", |figures| figures.completed.to_string())}
                {figure("Sagas turned back or stuck", |figures| figures.turned_back.to_string())}
                {figure("Failed handlings", |figures| format!("{} %", Tenths(figures.failed_percent)))}
                {figure("Retries", |figures| figures.retries.to_string())}
                {figure("Dead letters", |figures| figures.dead_letters.to_string())}
                {figure("Messages in flight", |figures| figures.in_flight.to_string())}
                {erased(lags)}
            </dl>
            <p class="dim">{show(|figures| format!("Computed from the trace of the last {} of virtual time.", short_span(figures.span)))}</p>
        </div>
    }
}
