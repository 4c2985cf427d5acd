//! Snapshots: what they save, what they cost, and what becomes of them when the logic changes.

use leptos::prelude::*;

use super::parts::{choice, figure, moments, number, promises, set, stories};
use crate::exchange::HistoryDraft;
use crate::scene::geometry::Tenths;
use crate::scene::inspect::Part;
use crate::scene::words;
use crate::scene::workbench::{SnapshotRow, snapshot_bench};
use crate::session::{LoadsView, Session};
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, Slice, changed, erased, live, mouse};

/// The longest bar.
const BAR_REM: f64 = 7.0;

pub fn view() -> AnyView {
    let acts = Acts::here();
    let bench = acts.handle.select_calm(snapshot_bench);
    let latest = Slice::new(move || bench.with(|bench| bench.latest.clone()));
    let none = Slice::new(move || bench.with(|bench| bench.kept == 0));
    let loads = Slice::new(move || bench.with(|bench| (bench.every, bench.loads.clone())));
    let kept = Slice::new(move || bench.with(|bench| (bench.kept, bench.bytes, bench.listed.clone())));
    let forget = move |_| {
        let said = if acts.act(Session::forget_snapshots) {
            "All snapshots are thrown away. The next loads fold from the beginning."
        } else {
            "There is no snapshot to throw away."
        };
        acts.notices.say(said);
    };
    part! {
        <div class="bench-grid">
            <div class="bench-main">
                <p>"A state is folded from its stream whenever a command comes. A snapshot keeps the state after an event, so that a load folds only what came later. It is a cache: it saves folding, and decides nothing."</p>
                {erased(move || { let (every, loads) = loads.get(); account(every, loads) })}
                {erased(move || { let (kept, bytes, listed) = kept.get(); store(kept, bytes, listed) })}
                <div class="bench-row">
                    <button type="button" class="button" disabled=live(move || none.get()) on:click=mouse(forget)>"Throw all snapshots away"</button>
                    <span class="dim">"The answers stay the same; the loads fold more."</span>
                </div>
                <h3 class="heading">"Loads and snapshots, latest first"</h3>
                {erased(move || latest.with(Vec::is_empty).then(|| part! { <p class="quiet">"None up to here."</p> }))}
                {moments(latest)}
            </div>
            <div class="bench-aside">
                <h3 class="heading">"Settings"</h3>
                {every(acts)}
                {choice("Snapshots of another revision", &[("checked", "are passed over"), ("ignored", "are used: the mistake")],
                    |history| history.snapshot_revisions.to_owned(),
                    |value| HistoryDraft { snapshot_revisions: Some(value.to_owned()), ..HistoryDraft::default() })}
                {choice("Revision of the order's logic", &[("1", "1: a note is a note"), ("2", "2: a note holds it")],
                    |history| history.order_logic.to_string(),
                    |value| HistoryDraft { order_logic: number(value), ..HistoryDraft::default() })}
                {promises(&["I16"])}
            </div>
        </div>
        {stories(&["snapshots", "snapshot-drift", "snapshot-revision"])}
    }
}

/// How many events there are between two snapshots.
fn every(acts: Acts) -> AnyView {
    let now = acts.handle.select_calm(|session| session.world().settings.history.snapshot_every);
    let change = move |ev: web_sys::Event| {
        let every = number(&event_target_value(&ev)).unwrap_or(f64::NAN);
        set(acts, HistoryDraft { snapshot_every: Some(every), ..HistoryDraft::default() });
    };
    part! {
        <div class="field">
            <label for="snapshot-every">"A snapshot whenever so many events were folded"</label>
            <input id="snapshot-every" class="input mono" inputmode="numeric" autocomplete="off" aria-describedby="snapshot-every-note"
                prop:value=live(move || now.get().to_string()) on:change=changed(change) />
            <p class="dim" id="snapshot-every-note">"0: aggregates are kept in memory, and nothing is loaded."</p>
        </div>
    }
}

/// What the loads came to, by context.
fn account(every: u16, loads: Vec<LoadsView>) -> AnyView {
    if loads.is_empty() {
        let reason = if every == 0 {
            "Aggregates are kept in memory: nothing is loaded from the store, so there is nothing to save. Set a number of events, and every command loads its state from its stream."
        } else {
            "Nothing was loaded up to here: place an order and press Play."
        };
        return part! { <p class="quiet">{reason}</p> };
    }
    let longest = loads.iter().map(mean_unsaved).fold(1.0_f64, f64::max);
    let rows = loads.iter().map(|loads| {
        let (with, without) = (loads.folded as f64 / loads.loads as f64, mean_unsaved(loads));
        let bar = |class: &'static str, mean: f64| {
            part! { <span class=class aria-hidden="true" style:width=format!("{}rem", Tenths(mean / longest * BAR_REM))></span> }
        };
        part! {
            <tr>
                <th scope="row">{loads.context}</th><td class="number">{words::count(loads.loads)}</td>
                <td><span class="fold-figure">{Tenths(with).to_string()}</span>{bar("fold-bar", with)}</td>
                <td><span class="fold-figure">{Tenths(without).to_string()}</span>{bar("fold-bar without", without)}</td>
                <td class="number">{words::count(loads.snapshots_taken)}</td>
                <td class="number" class:bad={loads.passed_over > 0}>{words::count(loads.passed_over)}</td>
            </tr>
        }
    });
    let rows = rows.gather();
    part! {
        <div class="bench-side">
            <table class="grid fold-table">
                <caption class="heading">"Events folded for one load, on average"</caption>
                <thead><tr>
                    <th scope="col">"context"</th><th scope="col" class="number">"loads"</th><th scope="col">"with snapshots"</th>
                    <th scope="col">"without"</th><th scope="col" class="number">"taken"</th><th scope="col" class="number">"passed over"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn mean_unsaved(loads: &LoadsView) -> f64 {
    loads.unsaved as f64 / loads.loads.max(1) as f64
}

/// What is kept, stream by stream.
fn store(kept: u32, bytes: u64, listed: Part<SnapshotRow>) -> AnyView {
    let rows = listed.rows.into_iter().map(|row| {
        part! {
            <tr>
                <td class="mono">{row.stream}</td><td class="number">{row.version}</td><td class="number">{row.later}</td>
                <td class:bad=row.is_stale>{format!("{}{}", row.revision, if row.is_stale { ", stale" } else { "" })}</td>
                <td class="number">{words::count(u64::from(row.bytes))}</td>
            </tr>
        }
    });
    let rows = rows.gather();
    part! {
        <dl class="bench-figures">
            {figure("snapshots kept", "", words::count(u64::from(kept)))}
            {figure("bytes of all of them", "", words::count(bytes))}
        </dl>
        {(kept > 0).then(|| part! {
            <div class="bench-side">
                <table class="grid">
                    <caption class="heading">"Kept beside the log"</caption>
                    <thead><tr>
                        <th scope="col">"stream"</th><th scope="col" class="number">"after version"</th><th scope="col" class="number">"events since"</th>
                        <th scope="col">"revision"</th><th scope="col" class="number">"bytes"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        })}
        {(listed.left_out > 0).then(|| part! { <p class="quiet">{format!("{} more are not shown.", words::count(listed.left_out as u64))}</p> })}
    }
}
