//! A run leaves as a file and enters again; events from elsewhere stream in, and nothing enters that nobody wanted.

use serde_json::{Value, json};

use crate::support::{Page, Scheme, Viewport};

/// Gives the text `text` to the field for files, as a file of this name.
const CHOOSE: &str = "
const choose = (name, text) => {
    const given = new DataTransfer();
    given.items.add(new File([text], name));
    const field = document.getElementById('open-file');
    field.files = given.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
};
const line = (n, change = (event) => event) => JSON.stringify(change({
    specversion: '1.0', id: `e${n}`, source: '/elsewhere', type: 'InventoryRestocked',
    time: new Date(Date.UTC(2026, 0, 1) + n).toISOString(), data: { sku: 'PROD-456', quantity: 1 },
}));
const lines = (count, change) => Array.from({ length: count }, (_, n) => line(n, (event) => change?.(n, event) ?? event)).join('\\n');
";

fn shop() -> Page {
    Page::open_as("#seed=1", Viewport::DESK, Scheme::Light)
}

fn hash(page: &Page) -> Value {
    page.eval("return window.eventarium.hash()")
}

fn choose(page: &Page, name: &str, text: &str) {
    page.click_button("Files");
    page.wait_until("document.getElementById('open-file') !== null");
    page.eval(&format!("{CHOOSE} choose({}, {text})", json!(name)));
}

#[test]
fn a_saved_run_opens_again_with_the_same_hash() {
    let page = shop();
    page.click_button("Place order");
    page.eval("window.eventarium.advance(1500); window.eventarium.fork({ commands: 'keep' })");
    page.eval("window.eventarium.advance(20000); window.saved = window.eventarium.export('session')");
    let saved = hash(&page);
    page.eval("window.eventarium.reset()");
    let before = hash(&page);
    assert_ne!(before, saved);
    choose(&page, "mine.json", "window.saved");
    page.wait_for_text("A saved run, in format 2");
    assert_eq!(hash(&page), before, "nothing is opened before somebody says so");
    page.assert_accessible();
    page.click_button("Open as a run of its own");
    page.wait_until(&format!("window.eventarium.hash() === {saved}"));
    assert_eq!(page.eval("return window.eventarium.branches().length"), json!(2));
    page.wait_until("document.getElementById('keep-badge')?.innerText === 'Saved'");
    assert_eq!(page.console_errors(), Vec::<String>::new());
}

#[test]
fn a_long_file_streams_and_cancel_leaves_the_run_as_it_was() {
    let page = shop();
    page.click_button("Place order");
    let before = hash(&page);
    page.eval(
        "window.told = [];
        window.longest = 0;
        let last = performance.now();
        const look = () => {
            window.longest = Math.max(window.longest, performance.now() - last);
            last = performance.now();
            const bar = document.querySelector('.opening [role=progressbar]');
            if (bar) window.told.push(bar.value);
            setTimeout(look, 5);
        };
        look();",
    );
    choose(&page, "long.jsonl", "lines(20000)");
    page.wait_for_text("20,000");
    page.wait_for_text("CloudEvents");
    let told = page.eval("return window.told");
    let told: Vec<f64> = told.as_array().unwrap().iter().filter_map(Value::as_f64).collect();
    assert!(told.iter().any(|percent| *percent > 0.0), "{told:?}");
    assert!(told.is_sorted(), "{told:?}");
    assert_eq!(hash(&page), before);
    page.click_button("Cancel");
    page.wait_until("document.querySelector('dialog.opening') === null");
    assert_eq!(hash(&page), before);

    choose(&page, "long.jsonl", "lines(200000)");
    page.wait_until("document.querySelector('.opening [role=progressbar]')?.value > 0");
    page.click_button("Cancel");
    page.wait_until("document.querySelector('dialog.opening') === null");
    assert_eq!(hash(&page), before);

    choose(&page, "long.jsonl", "lines(20000)");
    page.click_button("Open as a run of its own");
    page.wait_until("document.querySelector('dialog.opening') === null");
    assert_eq!(page.eval("return window.eventarium.events({ from: 19999 }).length"), json!(1));
    assert_eq!(page.console_errors(), Vec::<String>::new());
}

/// Each of these events takes some hundred bytes of a session file, and a file of more than 10 MiB is not kept.
#[test]
fn a_run_that_is_too_large_to_be_kept_says_so_in_words_and_leaves_as_a_file() {
    let page = shop();
    choose(&page, "large.jsonl", "lines(110000)");
    page.wait_for_text("It is too large to be kept in this browser");
    page.click_button("Open as a run of its own");
    page.wait_until("document.getElementById('keep-badge')?.innerText === 'Not saved: too large'");
    page.eval("window.eventarium.send({ type: 'RestockInventory', sku: 'PROD-456', quantity: 1 })");
    page.click_button("Not saved: too large");
    page.wait_for_text("large.jsonl (hash");
    assert_eq!(page.axe(), Vec::<String>::new());
    page.click_button("Close what is kept");
    let count = "window.eventarium.advance(1000);
        return [window.eventarium.export('cloudevents').trim().split('\\n').length,
            window.eventarium.events({ from: 110000 }).length + 110000]";
    let counts = page.eval(count);
    assert_eq!(counts[0], counts[1], "all events leave, those of the file and those after it");
    assert!(counts[0].as_u64().unwrap() > 110_000, "{counts}");
    // By the button, too.
    page.click_button("Files");
    page.click_button("CloudEvents, one a line");
    page.wait_for_text("Saved as");
    assert_eq!(page.console_errors(), Vec::<String>::new());
}

#[test]
fn a_bad_line_is_named_and_changes_nothing() {
    let page = shop();
    let before = hash(&page);
    choose(&page, "bad.jsonl", "lines(5000, (n, event) => n === 4210 ? { ...event, time: 'yesterday' } : event)");
    page.wait_for_text("Line 4211, time");
    page.assert_accessible();
    page.click_button("Close");
    page.wait_until("document.querySelector('dialog.opening') === null");
    assert_eq!(hash(&page), before);
    choose(&page, "bad.json", "'{\"formatVersion\": 99}'");
    page.wait_for_text("This file cannot be opened.");
    page.click_button("Close");
    assert_eq!(page.console_errors(), Vec::<String>::new());
}

#[test]
fn a_file_that_is_too_large_is_refused_by_its_size() {
    let page = shop();
    page.click_button("Files");
    page.wait_until("document.getElementById('open-file') !== null");
    let took = page.eval(&format!(
        "{CHOOSE}
        const size = Object.getOwnPropertyDescriptor(Blob.prototype, 'size');
        Object.defineProperty(Blob.prototype, 'size', {{ get: () => 2 ** 30 + 1e7, configurable: true }});
        const began = performance.now();
        choose('huge.jsonl', 'x');
        return new Promise((resolve) => {{
            const look = () => document.querySelector('.opening-refused')
                ? resolve(performance.now() - began) : setTimeout(look, 5);
            look();
        }}).finally(() => Object.defineProperty(Blob.prototype, 'size', size))"
    ));
    assert!(took.as_f64().unwrap() < 500.0, "{took} ms");
    page.wait_for_text("at most 1 GiB is read");
}

#[test]
fn a_file_can_be_dropped_anywhere() {
    let page = shop();
    page.eval(&format!(
        "{CHOOSE}
        const dragged = new DataTransfer();
        dragged.items.add(new File([lines(10)], 'dropped.jsonl'));
        window.drag = (kind) => document.body.dispatchEvent(
            new DragEvent(kind, {{ dataTransfer: dragged, bubbles: true, cancelable: true }}));
        window.drag('dragover')"
    ));
    page.wait_for_text("Drop a saved run or CloudEvents to open it");
    assert_eq!(page.eval("return window.drag('drop')"), json!(false), "the browser does not leave the page for it");
    page.click_button("Open as a run of its own");
    page.wait_until("window.eventarium.events({}).length === 10");
    assert_eq!(page.console_errors(), Vec::<String>::new());
}
