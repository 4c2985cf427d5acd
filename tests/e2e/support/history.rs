//! A long history of a busy shop as a file on the disk, and what a person sees while the page opens it.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use eventarium::kernel::{MessageId, mix};
use serde_json::Value;

use super::Page;

/// Orders that are under way at once.
const AT_ONCE: u64 = 32;
/// What becomes of an order.
const STORY: [&str; 8] = [
    "OrderPlaced",
    "InventoryReserved",
    "PaymentCharged",
    "ShipmentCreated",
    "InventoryShipped",
    "OrderConfirmed",
    "ParcelDispatched",
    "OrderShipped",
];
/// Events of one round: as many orders from beginning to end, and a delivery to the warehouse before them.
const ROUND: u64 = AT_ONCE * STORY.len() as u64 + 1;
/// Between two events.
const MICROS: u64 = 250;

/// Writes JSON lines of so many CloudEvents, some 4,000 a second of virtual time, and says where they are.
pub fn file(name: &str, events: u64) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let mut out = BufWriter::new(File::create(&path).unwrap());
    (0..events).for_each(|number| line(&mut out, number));
    out.flush().unwrap();
    path
}

fn line(out: &mut impl Write, number: u64) {
    let (round, place) = (number / ROUND, number % ROUND);
    let message = |place: u64| MessageId(mix(round * ROUND + place));
    let Some(step) = place.checked_sub(1) else {
        let data = "\"sku\":\"PROD-207\",\"quantity\":64".to_owned();
        return event(out, number, "inventory", "InventoryRestocked", "inventory", [message(0); 3], &data);
    };
    let (of, order) = (step / AT_ONCE, round * AT_ONCE + step % AT_ONCE);
    let kind = STORY[of as usize];
    let (service, stream) = match kind {
        "InventoryReserved" | "InventoryShipped" => ("inventory", "inventory".to_owned()),
        "PaymentCharged" => ("payment", format!("payment-o-{order}")),
        "ShipmentCreated" | "ParcelDispatched" => ("shipping", format!("shipment-o-{order}")),
        _ => ("order", format!("order-o-{order}")),
    };
    let items = "\"items\":[{\"sku\":\"PROD-207\",\"quantity\":2,\"unitPriceCents\":3990}]";
    let customer = format!("\"customerId\":\"cust-{}\"", order % 500);
    let data = match kind {
        "OrderPlaced" => {
            format!("\"orderId\":\"o-{order}\",{customer},{items},\"totalCents\":7980,\"currency\":\"EUR\"")
        }
        "InventoryReserved" | "InventoryShipped" => format!("\"orderId\":\"o-{order}\",{items}"),
        "PaymentCharged" => format!("\"orderId\":\"o-{order}\",{customer},\"amountCents\":7980,\"charge\":1"),
        _ => format!("\"orderId\":\"o-{order}\""),
    };
    let first = place - of * AT_ONCE;
    let ids = [message(place), message(if of == 0 { place } else { place - AT_ONCE }), message(first)];
    event(out, number, service, kind, &stream, ids, &data);
}

fn event(
    out: &mut impl Write,
    number: u64,
    service: &str,
    kind: &str,
    stream: &str,
    [id, cause, story]: [MessageId; 3],
    data: &str,
) {
    let micros = number * MICROS;
    let (minutes, seconds) = (micros / 60_000_000, micros % 60_000_000);
    let time = format!(
        "2026-01-01T{:02}:{:02}:{:02}.{:06}Z",
        minutes / 60,
        minutes % 60,
        seconds / 1_000_000,
        seconds % 1_000_000
    );
    // What nothing caused has another cause than itself: a message that the file does not know.
    let cause = if cause.0 == id.0 { MessageId(mix(!id.0)) } else { cause };
    writeln!(
        out,
        "{{\"specversion\":\"1.0\",\"id\":\"{id}\",\"source\":\"/eventarium/{service}\",\"type\":\"{kind}\",\
         \"subject\":\"{stream}\",\"time\":\"{time}\",\"datacontenttype\":\"application/json\",\
         \"causationid\":\"{cause}\",\"correlationid\":\"{story}\",\"globalposition\":{number},\"streamversion\":0,\
         \"data\":{{{data}}}}}"
    )
    .unwrap();
}

/// Notes when the file was chosen and when the page asks about it, every picture of the progress, and long tasks.
const WATCH: &str = r"
window.opening = { told: [], tasks: [], gap: 0 };
const watched = window.opening;
new PerformanceObserver((list) => watched.tasks.push(...list.getEntries().map((task) => task.duration)))
  .observe({ entryTypes: ['longtask'] });
document.getElementById('open-file').addEventListener('change', () => {
  let last = watched.from = performance.now();
  const look = (now) => {
    watched.gap = Math.max(watched.gap, now - last);
    last = now;
    const bar = document.querySelector('.opening [role=progressbar]');
    if (bar) watched.told.push(bar.value);
    if (document.querySelector('.opening-facts, .opening-refused')) watched.to = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}, { capture: true });
";

/// Waits for as long as it takes.
const OPENED: &str = r"
return new Promise((done) => {
  const look = () => window.opening.to
    ? done({ ...window.opening, ms: window.opening.to - window.opening.from }) : setTimeout(look, 20);
  look();
});
";

/// Chooses a file of the disk as a person does, and says what was seen until the page knew what is in it: `ms`, the
/// percentages `told`, the durations of long `tasks`, and the longest `gap` between two frames.
#[track_caller]
pub fn choose(page: &Page, path: &Path) -> Value {
    page.click_button("Files");
    page.wait_until("document.getElementById('open-file') !== null");
    page.eval(WATCH);
    let field = page.session.find("return document.getElementById('open-file')", &[]).unwrap();
    page.session.type_into(&field, &path.to_string_lossy());
    page.eval(OPENED)
}
