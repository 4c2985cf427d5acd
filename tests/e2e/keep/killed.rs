//! A page that is killed at any of its writes loses one act at most.

use serde_json::Value;

use super::{open_again, order, shop, wait};
use crate::support::Page;

/// From now on so many writes of this page arrive, and none after them: as if it had been killed there.
fn kill_after(page: &Page, writes: u32) {
    page.eval(&format!(
        "let left = {writes};
        for (const name of ['put', 'delete']) {{
            const write = IDBObjectStore.prototype[name];
            IDBObjectStore.prototype[name] = function (...given) {{
                left -= 1;
                return left < 0 ? this.count() : write.apply(this, given);
            }};
        }}"
    ));
}

/// The base and its manifest are two writes, and so are an act and its manifest. What was written whole is read, even where
/// its manifest never came.
#[test]
fn a_page_that_is_killed_at_any_write_loses_one_act_at_most() {
    for (writes, acts) in [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3)] {
        let page = shop();
        kill_after(&page, writes);
        let mut hashes = vec![page.eval("return window.eventarium.hash()")];
        for _ in 0..3 {
            hashes.push(order(&page));
            wait(&page, 700);
        }
        open_again(&page);
        if acts > 0 {
            page.wait_for_text("Your last run is back");
        }
        assert_eq!(page.eval("return window.eventarium.hash()"), hashes[acts], "killed after {writes} writes");
    }
}

/// An order of so many lines, each some fifty bytes in what is kept.
fn order_of(page: &Page, lines: u32) -> Value {
    page.eval(&format!(
        "const items = Array.from({{length: {lines}}}, () => ({{sku: 'PROD-456', quantity: 1, unitPriceCents: 100}}));
        window.eventarium.send({{type: 'PlaceOrder', customerId: 'cust-441', items}});
        return window.eventarium.hash()"
    ))
}

/// The names of the values that are kept, without the one of the run.
const KEPT_NAMES: &str = "return new Promise((resolve) => {
    const asked = indexedDB.open('eventarium');
    asked.onsuccess = () => {
        asked.result.transaction('kept').objectStore('kept').getAllKeys().onsuccess = ({ target }) => {
            resolve(target.result.map((name) => name.slice(name.indexOf('/') + 1)));
            asked.result.close();
        };
    };
})";

/// Each act is two writes. The fourth one begins a second generation, because more follows the base by then than may:
/// base, manifest. The seventh one begins a third generation, and takes the first one's three values away.
#[test]
fn a_page_that_is_killed_while_a_new_base_is_written_loses_one_act_at_most() {
    let first = "g00000000/base";
    for (writes, acts, newest, has_first) in [
        (7, 4, "g00000001/base", true),
        (8, 4, "g00000001/base", true),
        (13, 7, "g00000002/base", true),
        (14, 7, "g00000002/base", true),
        (15, 7, "g00000002/base", false),
        (16, 7, "g00000002/base", false),
        (17, 7, "g00000002/base", false),
    ] {
        let page = shop();
        kill_after(&page, writes);
        let mut hashes = vec![page.eval("return window.eventarium.hash()")];
        for lines in [1, 700, 700, 1, 1_000, 1_000, 1, 1].into_iter().take(acts + 1) {
            hashes.push(order_of(&page, lines));
            wait(&page, 700);
        }
        let names = page.eval(KEPT_NAMES);
        let has = |name: &str| names.as_array().unwrap().iter().any(|kept| kept == name);
        assert!(has(newest) && has(first) == has_first, "killed after {writes} writes: {names}");
        open_again(&page);
        page.wait_for_text("Your last run is back");
        let back = page.eval("return window.eventarium.hash()");
        assert_eq!(back, hashes[acts], "killed after {writes} writes: {hashes:?}");
    }
}
