//! A file of a great many events is opened without the page freezing, and walked about in; and what there is no memory for.

use serde_json::{Value, json};

use crate::support::{Page, history};

const EVENTS: u64 = 300_000;

/// Moves the slider with every frame from the end to the beginning and back, and counts what the shop holds there.
const SCRUB: &str = r"
return new Promise((done) => {
  const slider = document.querySelector('input.scrub'), most = +slider.max, held = [], gaps = [];
  let moves = 0, last = performance.now();
  const move = (now) => {
    gaps.push(now - last);
    last = now;
    if (moves > 0) held.push(window.eventarium.streams().reduce((sum, stream) => sum + stream.events, 0));
    if (moves === 60) return done({ held, gaps, most });
    slider.value = String(Math.round(most * (0.5 + 0.5 * Math.cos(moves++ / 60 * 2 * Math.PI))));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    requestAnimationFrame(move);
  };
  requestAnimationFrame(move);
});
";

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().filter_map(Value::as_f64).collect()
}

#[test]
fn a_large_file_opens_without_freezing_the_page_and_can_be_scrubbed() {
    let file = history::file("large.jsonl", EVENTS);
    let page = Page::open();
    let seen = history::choose(&page, &file);
    let told = numbers(&seen["told"]);
    assert!(told.is_sorted() && told.len() > 10, "{told:?}");
    let longest = numbers(&seen["tasks"]).into_iter().fold(0.0, f64::max);
    // 50 ms on a quiet machine; the tests share theirs.
    assert!(longest < 200.0, "a task of {longest} ms: {seen}");
    page.click_button("Open as a run of its own");
    page.wait_until("document.querySelector('dialog.opening') === null");
    page.wait_until(&format!("window.eventarium.events({{ from: {} }}).length === 1", EVENTS - 1));
    let broken = "window.eventarium.invariants().filter((report) => !report.ok).map((report) => report.id)";
    assert_eq!(page.eval(&format!("return {broken}")), json!([]));
    let end = page.eval("return window.eventarium.now()");
    let hash = page.eval("return window.eventarium.hash()");

    let scrubbed = page.eval(SCRUB);
    let held = numbers(&scrubbed["held"]);
    let (before, after) = held.split_at(held.len() / 2);
    assert!(before.is_sorted_by(|one, next| one >= next) && after.is_sorted(), "{held:?}");
    assert!(held.iter().any(|events| *events < 10_000.0) && held.iter().any(|events| *events > 280_000.0), "{held:?}");

    page.eval(&format!("window.eventarium.seek({end})"));
    assert_eq!(page.eval("return window.eventarium.hash()"), hash, "the end is what it was");
    assert_eq!(page.console_errors(), Vec::<String>::new());
    let _ = std::fs::remove_file(file);
}

/// Twenty orders a second until there is no memory for more.
const FILL: &str = r"
const e = window.eventarium;
for (let minutes = 0; minutes < 10; minutes++) {
  try { e.advance(60_000); } catch (error) { return { code: error.code, message: error.message }; }
}
return null;
";

#[test]
fn a_run_that_fills_the_memory_stops_there_and_says_so() {
    let page = Page::open();
    page.eval("window.eventarium.reset({}); window.eventarium.traffic(20)");
    let full = (0..20).map(|_| page.eval(FILL)).find(|told| !told.is_null()).expect("memory has an end");
    assert_eq!(full["code"], "too-large");
    assert!(full["message"].as_str().unwrap().contains("no memory for more"), "{full}");
    let stands = || page.eval("const e = window.eventarium; return [e.now(), e.hash()]");
    let end = stands();
    page.click_button("Play");
    page.wait_for_text("has filled the memory of this tab");
    assert_eq!(stands(), end, "it stands where it stood");
    // It can still be walked about in, and everything in it is there.
    page.eval("window.eventarium.stepBack()");
    assert_ne!(stands(), end);
    page.eval("window.eventarium.seek(1_000_000)");
    page.eval(&format!("window.eventarium.seek({})", end[0]));
    assert_eq!(stands(), end);
    page.click_button("Start again");
    assert_eq!(page.console_errors(), Vec::<String>::new());
}
