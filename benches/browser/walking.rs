//! The time machine in the page: seeking, stepping back and forking in a long run, and opening a shared one.

use crate::support::Page;

/// Lines of the trace of the long run.
const LONG_RUN: u32 = 1_000_000;
/// Lines of the run that is opened from a link.
const SHARED_RUN: u32 = 10_000;

/// Orders come until the trace has so many lines.
const GROW: &str = r"
const e = window.eventarium, lines = arguments[0], rate = arguments[1];
e.reset({}); e.traffic(rate);
while (!e.trace({ from: lines - 1, limit: 1 }).length) e.advance(2000);
e.traffic(0);
return e.now();
";

/// The median and the 99th percentile of many calls, each with the virtual time that it goes to.
const WALK: &str = r"
const e = window.eventarium, end = e.now(), times = [];
let luck = 1;
const next = () => (luck = (luck * 48271) % 2147483647) / 2147483647;
for (let i = 0; i < 400; i++) {
  const to = next() * end, from = performance.now();
  e.seek(Math.round(to));
  times.push(performance.now() - from);
}
const back = [];
for (let i = 0; i < 100; i++) { const from = performance.now(); e.stepBack(); back.push(performance.now() - from); }
const from = performance.now();
e.fork({ commands: 'cut' });
const fork = performance.now() - from;
const sorted = (list) => list.sort((a, b) => a - b), at = (list, part) => sorted(list)[Math.floor(part * (list.length - 1))];
return [at(times, 0.5), at(times, 0.99), at(back, 0.5), at(back, 0.99), fork].map((ms) => ms.toFixed(1));
";

/// The slider is moved with every frame; what counts is how many frames come, and how long the page works for each.
const SCRUB: &str = r"
return new Promise((done) => {
const slider = document.querySelector('input.scrub'), most = +slider.max, gaps = [];
let moves = 0, last = performance.now();
const move = (now) => {
  gaps.push(now - last); last = now;
  if (++moves > 240) {
    gaps.sort((a, b) => a - b);
    return done([gaps[120].toFixed(1), gaps[237].toFixed(1)]);
  }
  slider.value = String(Math.round(most * (0.5 + 0.5 * Math.sin(moves / 17))));
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  requestAnimationFrame(move);
};
requestAnimationFrame(move);
});
";

const OPEN: &str = r"
const e = window.eventarium, link = e.link(), hash = e.hash(), times = [];
for (let i = 0; i < 9; i++) { const from = performance.now(); e.open(link); times.push(performance.now() - from); }
return [times.sort((a, b) => a - b)[4].toFixed(0), link.length, e.hash() === hash];
";

pub fn measure(page: &Page) {
    grow(page, LONG_RUN, 400);
    let walked = page.eval(WALK);
    println!(
        "seek in {LONG_RUN} lines, p50 / p99: {} / {} ms (goals 4 and 12); step back {} / {} ms (goal 4); fork {} ms (goal 10)",
        text(&walked, 0),
        text(&walked, 1),
        text(&walked, 2),
        text(&walked, 3),
        text(&walked, 4),
    );
    scrub(page);
    grow(page, SHARED_RUN, 5);
    let opened = page.eval(OPEN);
    println!(
        "opening a link of {SHARED_RUN} lines: {} ms (goal 150), {} characters, the same hash: {}",
        text(&opened, 0),
        opened[1],
        opened[2],
    );
}

/// Frames while the slider is moved through a long run.
pub fn scrub(page: &Page) {
    let scrubbed = page.eval(SCRUB);
    println!(
        "scrubbing it, a frame for each move: {} ms at the median, {} ms at p99",
        text(&scrubbed, 0),
        text(&scrubbed, 1)
    );
}

fn grow(page: &Page, lines: u32, rate: u32) {
    page.session.execute(GROW, &[lines.into(), rate.into()]);
}

fn text(value: &serde_json::Value, place: usize) -> String {
    value[place].as_str().unwrap_or("?").to_owned()
}
