//! What a person did is still there after the page was closed, killed, opened twice or damaged.

mod killed;

use serde_json::{Value, json};

use crate::support::{Page, Scheme, Viewport};

const ORDER: &str =
    "{type: 'PlaceOrder', customerId: 'cust-441', items: [{sku: 'PROD-456', quantity: 1, unitPriceCents: 100}]}";

/// A page that asks for nothing by its address, without the guided start.
fn shop() -> Page {
    let page = Page::open_as("#seed=1", Viewport::DESK, Scheme::Light);
    page.eval("localStorage.setItem('eventarium.guide', 'seen')");
    open_again(&page);
    page
}

/// Leaves the page and comes back, without a link.
fn open_again(page: &Page) {
    page.session.post("url", &json!({ "url": "about:blank" }));
    page.go_to("");
    page.wait_until("document.querySelector('.boot-status') === null && window.eventarium");
    page.eval("return window.eventarium.ready");
}

fn is_saved(page: &Page) {
    page.wait_until("document.getElementById('keep-badge')?.innerText === 'Saved'");
}

fn order(page: &Page) -> Value {
    page.eval(&format!("window.eventarium.send({ORDER}); return window.eventarium.hash()"))
}

fn wait(page: &Page, ms: u32) {
    page.eval(&format!("return new Promise((resolve) => setTimeout(resolve, {ms}))"));
}

#[test]
fn a_reload_brings_the_run_back_with_all_its_branches() {
    let page = shop();
    order(&page);
    page.eval("window.eventarium.advance(3000); window.eventarium.fork({commands: 'keep'})");
    order(&page);
    page.eval("window.eventarium.advance(20000); window.eventarium.seek(4000)");
    let look = "return [window.eventarium.hash(), window.eventarium.now(), window.eventarium.branches()]";
    let before = page.eval(look);
    is_saved(&page);
    // Where the cursor stands is kept at most once a second.
    wait(&page, 2_500);
    open_again(&page);
    page.wait_for_text("Your last run is back");
    assert_eq!(page.eval(look), before);
    page.assert_accessible();
    assert_eq!(page.console_errors(), Vec::<String>::new());
}

#[test]
fn starting_fresh_keeps_the_last_run_until_somebody_acts_and_then_beside() {
    let page = shop();
    let hash = order(&page);
    is_saved(&page);
    open_again(&page);
    page.click_button("Start fresh");
    assert_ne!(page.eval("return window.eventarium.hash()"), hash);
    // Nothing is kept of the run that begins; the one before is one of the others.
    page.wait_until("document.getElementById('keep-badge')?.innerText === 'Kept'");
    page.eval("document.getElementById('keep-badge').click()");
    page.wait_for_text("Nothing was done in this run yet");
    page.button("Open Empty shop: 1 acts");
    page.button("Delete Empty shop: 1 acts");
    page.assert_accessible();
    open_again(&page);
    page.wait_for_text("Your last run is back");
    assert_eq!(page.eval("return window.eventarium.hash()"), hash);
    page.click_button("Start fresh");
    order(&page);
    page.eval("window.eventarium.advance(1000)");
    let other = order(&page);
    is_saved(&page);
    wait(&page, 300);
    open_again(&page);
    page.wait_for_text("Your last run is back");
    assert_eq!(page.eval("return window.eventarium.hash()"), other);
    page.click_button("Saved");
    page.wait_for_text("Kept in this browser");
    page.assert_accessible();
    page.click_button("Open Empty shop: 1 acts");
    page.wait_until(&format!("window.eventarium.hash() === {hash}"));
}

/// Keeps eight runs. In the first one nothing was done: to choose its seed was enough.
fn eight_runs(page: &Page) {
    for seed in 2..10 {
        page.eval(&format!("window.eventarium.reset({{seed: '{seed}'}})"));
        if seed > 2 {
            order(page);
        }
        wait(page, 700);
        is_saved(page);
    }
}

/// Neither does a run go in which nothing was done.
#[test]
fn a_ninth_run_waits_until_somebody_lets_the_oldest_go() {
    let page = shop();
    eight_runs(&page);
    page.eval("window.eventarium.reset({seed: '100'})");
    page.wait_until("document.getElementById('keep-badge')?.innerText === 'Not saved'");
    page.click_button("Not saved");
    page.wait_until("document.querySelectorAll('.keep-run').length === 8");
    page.click_button("Close what is kept");
    page.eval("window.eventarium.reset({seed: '9'})");
    order(&page);
    page.wait_for_text("Until then this one is not saved");
    page.wait_until("document.getElementById('keep-badge')?.innerText === 'Not saved'");
    order(&page);
    page.click_button("Let the oldest go");
    is_saved(&page);
    page.click_button("Saved");
    page.wait_until("document.querySelectorAll('.keep-run').length === 8");
    page.assert_accessible();
}

#[test]
fn a_second_tab_goes_on_with_a_copy() {
    let page = shop();
    let hash = order(&page);
    is_saved(&page);
    let first = page.session.get("window");
    let second = page.session.post("window/new", &json!({ "type": "tab" }));
    page.session.post("window", &json!({ "handle": second["handle"] }));
    page.go_to("");
    page.wait_for_text("open in another tab");
    assert_eq!(page.eval("return window.eventarium.hash()"), hash);
    order(&page);
    is_saved(&page);
    page.click_button("Saved");
    page.wait_until("document.querySelectorAll('.keep-run').length === 2");
    page.session.post("window", &json!({ "handle": first }));
    order(&page);
    wait(&page, 500);
    is_saved(&page);
}

/// Opens another tab, and comes back to the first one; gives both.
fn beside(page: &Page) -> (Value, Value) {
    let first = page.session.get("window");
    let second = page.session.post("window/new", &json!({ "type": "tab" }))["handle"].take();
    page.session.post("window", &json!({ "handle": second }));
    page.go_to("#seed=77");
    page.wait_until("document.querySelector('.boot-status') === null && window.eventarium");
    page.eval("return window.eventarium.ready");
    page.session.post("window", &json!({ "handle": first }));
    (first, second)
}

const RUNS: &str = "document.querySelectorAll('.keep-run').length";

#[test]
fn tabs_see_what_the_others_keep_and_let_go_without_a_reload() {
    let page = shop();
    eight_runs(&page);
    page.click_button("Saved");
    page.wait_until(&format!("{RUNS} === 8"));
    let (first, second) = beside(&page);
    let to = |tab: &Value| drop(page.session.post("window", &json!({ "handle": tab })));
    to(&second);
    order(&page);
    page.wait_until("document.getElementById('keep-badge')?.innerText === 'Not saved'");
    to(&first);
    page.click_button("Delete Empty shop: 0 acts");
    page.wait_until(&format!("{RUNS} === 8 && !document.querySelector('.keep-panel').innerText.includes(' 0 acts')"));
    assert_eq!(page.axe(), Vec::<String>::new());
    let panel = "return document.querySelector('.keep-panel').contains(document.activeElement)";
    assert_eq!(page.eval(panel), json!(true), "the focus stays in the list that was made anew");
    to(&second);
    is_saved(&page);
    // Neither tab lets go of what the other one goes on with.
    page.click_button("Saved");
    page.wait_until(&format!("{RUNS} === 8"));
    let kept =
        page.eval("return [...document.querySelectorAll('.keep-run')].map((run) => run.innerText.split('\\n')[0])");
    assert_eq!(kept.as_array().unwrap().len(), 8, "{kept}");
    to(&first);
    page.click_button("Delete Empty shop: 1 acts");
    page.wait_for_text("Another tab goes on with this run");
    page.wait_until(&format!("{RUNS} === 8"));
    to(&second);
    is_saved(&page);
}

/// From another version, from nobody, and many of them.
#[test]
fn what_is_called_into_the_channel_is_a_hint_at_most() {
    let page = shop();
    let hash = order(&page);
    is_saved(&page);
    page.click_button("Saved");
    page.wait_until(&format!("{RUNS} === 1"));
    let id = page.eval("return localStorage.getItem('eventarium.kept')");
    page.eval(&format!(
        "window.channel = new BroadcastChannel('eventarium.kept');
        const hint = (more) => JSON.stringify({{ version: 1, did: 'deleted', run: {id}, ...more }});
        const said = [null, 1, [], {{ version: 1 }}, new Blob(['x']), 'x'.repeat(5e6), '', '[[[[', hint({{ version: 2 }}),
            hint({{ run: '<b>' }}), hint({{ more: 1 }}), hint()];
        said.forEach((one) => window.channel.postMessage(one));
        for (let n = 0; n < 2000; n++) window.channel.postMessage(hint());"
    ));
    wait(&page, 800);
    page.wait_until(&format!("{RUNS} === 1"));
    is_saved(&page);
    assert_eq!(page.eval("return window.eventarium.hash()"), hash);
    let next = order(&page);
    wait(&page, 700);
    open_again(&page);
    page.wait_for_text("Your last run is back");
    assert_eq!(page.eval("return window.eventarium.hash()"), next);
    assert_eq!(page.console_errors(), Vec::<String>::new());
}

/// Reloads the page, with its address as it is.
fn reload(page: &Page) {
    page.session.post("refresh", &json!({}));
    page.wait_until("document.querySelector('.boot-status') === null && window.eventarium");
    page.eval("return window.eventarium.ready");
}

const LOOK: &str = "return [window.eventarium.hash(), window.eventarium.events({}).length]";

#[test]
fn each_tab_comes_back_with_its_own_run() {
    let page = shop();
    order(&page);
    page.eval("window.eventarium.advance(20000)");
    wait(&page, 2_500);
    is_saved(&page);
    let own = page.eval(LOOK);
    let first = page.session.get("window");
    let second = page.session.post("window/new", &json!({ "type": "tab" }));
    page.session.post("window", &json!({ "handle": second["handle"] }));
    page.go_to("");
    page.wait_for_text("open in another tab");
    order(&page);
    order(&page);
    page.eval("window.eventarium.advance(20000)");
    wait(&page, 2_500);
    is_saved(&page);
    let others = page.eval(LOOK);
    assert_ne!(others, own);
    page.session.post("window", &json!({ "handle": first }));
    reload(&page);
    page.wait_for_text("Your last run is back");
    assert_eq!(page.eval(LOOK), own);
    page.click_button("Saved");
    page.wait_until("document.querySelectorAll('.keep-run').length === 2");
    page.session.post("window", &json!({ "handle": second["handle"] }));
    reload(&page);
    page.wait_for_text("Your last run is back");
    assert_eq!(page.eval(LOOK), others);
}

#[test]
fn what_was_damaged_can_be_downloaded() {
    let page = shop();
    order(&page);
    is_saved(&page);
    wait(&page, 300);
    let whole = page.eval("return window.eventarium.hash()");
    order(&page);
    wait(&page, 700);
    is_saved(&page);
    page.eval(
        "return new Promise((resolve) => {
            const asked = indexedDB.open('eventarium');
            asked.onsuccess = () => {
                const transaction = asked.result.transaction('kept', 'readwrite');
                const store = transaction.objectStore('kept');
                store.getAllKeys().onsuccess = ({ target }) => {
                    const name = target.result.filter((name) => name.includes('segment')).at(-1);
                    store.get(name).onsuccess = ({ target }) => {
                        const bytes = target.result;
                        bytes[20] ^= 255;
                        store.put(bytes, name);
                    };
                };
                transaction.oncomplete = () => resolve(asked.result.close());
            };
        })",
    );
    open_again(&page);
    page.wait_for_text("Its end was damaged");
    assert_eq!(page.eval("return window.eventarium.hash()"), whole);
    page.click_button("Saved");
    page.button("Download what was damaged");
    page.assert_accessible();
}

#[test]
fn where_nothing_can_be_kept_the_page_says_so_and_goes_on() {
    let page = Page::blank(Viewport::DESK, Scheme::Light);
    let source =
        "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } })";
    page.session.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }));
    page.go_to("#seed=1");
    page.wait_until("document.querySelector('.boot-status') === null && window.eventarium");
    order(&page);
    page.wait_until("document.getElementById('keep-badge')?.innerText === 'Not saved'");
    page.click_button("Not saved");
    page.wait_for_text("this browser does not let this page keep anything");
    page.eval("window.eventarium.advance(10000)");
    assert!(page.eval("return window.eventarium.events({}).length").as_u64().unwrap() > 0);
}

#[test]
fn after_a_crash_the_last_autosave_is_offered() {
    let page = shop();
    let hash = order(&page);
    is_saved(&page);
    wait(&page, 300);
    page.eval("window.__eventariumCrash('planted')");
    page.wait_for_text("Eventarium has stopped");
    page.assert_accessible();
    page.click_button("Restore the last autosave");
    page.wait_for_text("Your last run is back");
    assert_eq!(page.eval("return window.eventarium.hash()"), hash);
}

/// A link is a run of its own; what was kept before is still there without it.
#[test]
fn a_link_leaves_what_was_kept_alone() {
    let page = shop();
    let hash = order(&page);
    is_saved(&page);
    wait(&page, 300);
    page.session.post("url", &json!({ "url": "about:blank" }));
    page.go_to("#seed=7");
    page.wait_until("document.querySelector('.boot-status') === null && window.eventarium");
    wait(&page, 500);
    assert_ne!(page.eval("return window.eventarium.hash()"), hash);
    open_again(&page);
    page.wait_for_text("Your last run is back");
    assert_eq!(page.eval("return window.eventarium.hash()"), hash);
}

/// A link that stays in the address would win over what was done after it.
#[test]
fn what_is_done_after_a_link_takes_it_out_of_the_address() {
    let page = shop();
    order(&page);
    is_saved(&page);
    page.click_button("Share");
    page.wait_until("location.hash.startsWith('#run=')");
    let link = page.eval("return location.hash");
    wait(&page, 1_500);
    assert_eq!(page.eval("return location.hash"), link, "nothing was done since: the address stands");
    page.eval("window.eventarium.advance(1000)");
    let made = order(&page);
    page.wait_until("location.hash === ''");
    reload(&page);
    page.wait_for_text("Your last run is back");
    assert_eq!(page.eval("return window.eventarium.hash()"), made);

    page.session.post("url", &json!({ "url": "about:blank" }));
    page.go_to(link.as_str().unwrap());
    page.wait_until("document.querySelector('.boot-status') === null && window.eventarium");
    wait(&page, 1_500);
    assert_eq!(page.eval("return location.hash"), link, "a link that was opened stands until somebody acts");
    assert_ne!(page.eval("return window.eventarium.hash()"), made);
    page.eval("window.eventarium.advance(2000)");
    let opened = order(&page);
    page.wait_until("location.hash === ''");
    reload(&page);
    page.wait_for_text("Your last run is back");
    assert_eq!(page.eval("return window.eventarium.hash()"), opened);
}

/// To choose a story is an act; where the cursor stands in it is kept, too.
#[test]
fn a_chosen_story_comes_back_with_its_cursor() {
    let page = shop();
    page.eval(
        "const choice = document.getElementById('scenario');
        choice.value = [...choice.options].find((option) => option.text === 'Snapshots save folding').value;
        choice.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    page.click_button("To end");
    is_saved(&page);
    wait(&page, 2_500);
    let look = "return [window.eventarium.hash(), window.eventarium.now(), window.eventarium.events({}).length, \
                document.getElementById('scenario').value]";
    let story = page.eval(look);
    reload(&page);
    page.wait_for_text("Your last run is back");
    assert_eq!(page.eval(look), story);

    page.eval("window.eventarium.reset({seed: 77})");
    is_saved(&page);
    let seeded = page.eval("return window.eventarium.hash()");
    wait(&page, 300);
    reload(&page);
    page.wait_for_text("Your last run is back");
    assert_eq!(page.eval("return window.eventarium.hash()"), seeded);
}

/// Everything that the page asks for after it stands comes late.
const SLOW: &str = "const at_once = window.fetch;
    window.fetch = async (...asked) => {
        if (window.eventarium) await new Promise((resolve) => setTimeout(resolve, 1500));
        return at_once(...asked);
    };";

fn from_now_on(page: &Page, script: &str) {
    page.session.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }));
}

#[test]
fn the_page_is_ready_when_what_was_kept_is_back() {
    let page = shop();
    let hash = order(&page);
    is_saved(&page);
    wait(&page, 300);
    from_now_on(&page, SLOW);
    reload(&page);
    assert_eq!(page.eval("return window.eventarium.hash()"), hash);
}

#[test]
fn who_acts_before_the_kept_run_is_back_is_not_interrupted() {
    let page = shop();
    order(&page);
    page.eval("window.eventarium.advance(1000)");
    let hash = order(&page);
    is_saved(&page);
    wait(&page, 300);
    from_now_on(&page, SLOW);
    from_now_on(
        &page,
        "const asked = setInterval(() => {
            const button = document.querySelector('[data-guide=order]');
            if (button && window.eventarium) { clearInterval(asked); button.click(); }
        }, 5);",
    );
    reload(&page);
    page.wait_for_text("Your last run is kept");
    let acted = page.eval("return window.eventarium.hash()");
    assert_ne!(acted, hash);
    is_saved(&page);
    assert_eq!(page.eval("return window.eventarium.hash()"), acted);
    page.click_button("Open it");
    page.wait_until(&format!("window.eventarium.hash() === {hash}"));
}
