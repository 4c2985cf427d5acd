//! Frames while the shop is busy.

use std::fmt;

use serde_json::json;

use crate::support::Page;

/// An order leaves some eight events behind, so this is about 1,000 recorded events a second at speed 1.
const ORDERS_PER_SECOND: u32 = 126;
const WINDOW_MS: u32 = 30_000;

/// What thirty seconds of frames came to.
pub struct Frames {
    per_second: f64,
    work_p95_ms: f64,
    missed_percent: f64,
    long_tasks: f64,
    longest_task_ms: f64,
    events_per_second: f64,
}

impl fmt::Display for Frames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:.0} events/s, {:.1} frames/s (60), main thread p95 {:.1} ms a frame (8), {:.1} % missed (1), \
             {} tasks above 50 ms (0), longest {:.0} ms",
            self.events_per_second,
            self.per_second,
            self.work_p95_ms,
            self.missed_percent,
            self.long_tasks,
            self.longest_task_ms
        )
    }
}

/// Watches every frame in the page. The work of a frame is all from its callback's beginning to the first task after it has
/// been handed over: the app's own callback, style, layout and paint together.
const WATCH_FRAMES: &str = r"
const windowMs = arguments[0];
const recorded = () => window.eventarium.streams().reduce((sum, stream) => sum + stream.events, 0);
return new Promise((resolve) => {
  const gaps = [], work = [], tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration)));
  observer.observe({ entryTypes: ['longtask'] });
  const channel = new MessageChannel();
  let begun = 0;
  channel.port1.onmessage = () => work.push(performance.now() - begun);
  const before = recorded(), start = performance.now();
  let last = null;
  const frame = (stamp) => {
    if (last !== null) gaps.push(stamp - last);
    last = stamp;
    begun = performance.now();
    channel.port2.postMessage(null);
    if (performance.now() - start < windowMs) return requestAnimationFrame(frame);
    observer.disconnect();
    const seconds = (performance.now() - start) / 1000;
    const intervals = gaps.map((gap) => Math.round(gap * 60 / 1000));
    const due = intervals.reduce((sum, n) => sum + Math.max(n, 1), 0);
    work.sort((a, b) => a - b);
    resolve({
      perSecond: gaps.length / seconds,
      p95: work[Math.floor(work.length * 0.95)] ?? -1,
      missed: 100 * (due - gaps.length) / Math.max(due, 1),
      tasks: tasks.length,
      longest: Math.max(0, ...tasks),
      events: (recorded() - before) / seconds,
    });
  };
  requestAnimationFrame(frame);
});
";

pub fn start_traffic(page: &Page) {
    page.eval(&format!(
        "window.eventarium.reset({{ seed: '1' }}); window.eventarium.traffic({ORDERS_PER_SECOND}); window.eventarium.play(1)"
    ));
    page.eval("return new Promise((resolve) => setTimeout(resolve, 5000))");
}

/// Lets virtual time pass until the history is long, then plays on.
pub fn grow_to(page: &Page, events: u32) {
    page.eval("window.eventarium.pause()");
    let enough = format!(
        "window.eventarium.advance(10000); \
         return window.eventarium.streams().reduce((sum, stream) => sum + stream.events, 0) >= {events}"
    );
    while page.eval(&enough) != json!(true) {}
    page.eval("window.eventarium.play(1)");
    page.eval("return new Promise((resolve) => setTimeout(resolve, 3000))");
}

/// Thirty seconds of frames.
pub fn measure(page: &Page) -> Frames {
    let seen = page.session.execute(WATCH_FRAMES, &[json!(WINDOW_MS)]);
    let number = |name: &str| seen[name].as_f64().unwrap_or(-1.0);
    Frames {
        per_second: number("perSecond"),
        work_p95_ms: number("p95"),
        missed_percent: number("missed"),
        long_tasks: number("tasks"),
        longest_task_ms: number("longest"),
        events_per_second: number("events"),
    }
}
