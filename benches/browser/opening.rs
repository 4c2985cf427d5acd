//! Opening a long history from the disk in the page: how fast it comes, and whether the page goes on answering.

use serde_json::Value;

use crate::support::{Page, history};

const EVENTS: u64 = 1_000_000;

pub fn measure() {
    let file = history::file("opening.jsonl", EVENTS);
    let megabytes = std::fs::metadata(&file).map_or(0, |file| file.len() / 1_000_000);
    let page = Page::open();
    let seen = history::choose(&page, &file);
    let number = |name: &str| seen[name].as_f64().unwrap_or(f64::NAN);
    let tasks: Vec<f64> = seen["tasks"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    println!(
        "opening a file of {EVENTS} events, {megabytes} MB: {:.0} events/s (goal 300000), {} tasks above 50 ms (0), \
         longest {:.0} ms, {:.0} ms between two frames at most, {} pictures of the progress",
        EVENTS as f64 / number("ms") * 1e3,
        tasks.len(),
        tasks.iter().copied().fold(0.0, f64::max),
        number("gap"),
        seen["told"].as_array().map_or(0, Vec::len),
    );
    page.click_button("Open as a run of its own");
    page.wait_until("document.querySelector('dialog.opening') === null");
    crate::walking::scrub(&page);
    let _ = std::fs::remove_file(file);
}
