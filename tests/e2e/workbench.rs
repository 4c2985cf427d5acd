//! The workbench: what a person does with a log besides watching it.

use crate::support::{Page, Scheme, Viewport, keys};

/// An open page with a tab of the workbench before it.
fn bench(tab: &str) -> Page {
    let page = Page::open_as("#seed=1", Viewport::DESK, Scheme::Dark);
    page.click_button("Workbench");
    page.session.click(&page.named("[role=tab]", tab));
    page
}

/// Plays a story to its end.
fn play(page: &Page, scenario: &str) {
    page.eval(&format!("window.eventarium.reset({{scenario: '{scenario}'}}); window.eventarium.runUntilQuiet(120000)"));
}

/// Runs a story by its card. What it shows moves the cards, so nothing is aimed at here.
fn run(page: &Page, story: &str) {
    let found = page.eval(&format!(
        "const card = document.querySelector('[aria-label^=\"Run it: {story}\"]'); card?.click(); return !!card"
    ));
    assert_eq!(found, true, "{story}");
}

/// Asks the table of the log.
fn ask(page: &Page, sql: &str) {
    page.fill("SQL", sql);
    page.click_button("Ask");
}

#[test]
fn flow_and_workbench_change_places_by_key_and_the_timeline_stays() {
    let page = Page::open_as("#seed=1", Viewport::DESK, Scheme::Light);
    page.click_button("Place order");
    page.click_button("To end");
    for _ in 0..3 {
        page.eval("document.activeElement.blur()");
        page.press("w");
        page.wait_until("document.querySelector('.bench') && !document.querySelector('.flow')");
        page.named("[type=range], [role=slider]", "Timeline");
        page.press("w");
        page.wait_until("document.querySelector('.flow') && !document.querySelector('.bench')");
    }
    page.session.type_into(&page.named("[role=tab]", "Flow"), keys::RIGHT);
    page.wait_until("document.activeElement.id === 'centre-workbench' && document.querySelector('.bench')");
    page.assert_clean();
}

#[test]
fn a_read_model_is_built_again_while_the_live_one_serves() {
    let page = bench("Read models");
    page.eval("const e = window.eventarium; e.reset({}); e.send({type: 'PlaceOrder', customerId: 'cust-441', items: [{sku: 'PROD-456', quantity: 1, unitPriceCents: 12999}]}); e.runUntilQuiet(60000)");
    page.click_button("Rebuild from zero");
    page.wait_for_text("The live one serves meanwhile");
    assert_eq!(page.eval("return document.querySelector('.bench progress').value"), 0);
    assert_eq!(page.eval("return window.eventarium.readModel('orders').length"), 1);
    page.eval("window.eventarium.runUntilQuiet(60000)");
    page.wait_for_text("takes over after");
    page.wait_until("!document.querySelector('.bench progress')");
    page.assert_clean();
}

#[test]
fn a_rewrite_that_says_otherwise_waits_for_a_person() {
    let page = bench("Read models");
    run(&page, "The rewrite");
    page.click_button("Revenue");
    page.wait_for_text("Both have read as far, and they say otherwise");
    page.wait_for_text("refundedCents");
    let before = page.eval("return window.eventarium.readModel('revenue').refundedCents");
    assert!(before.as_u64().unwrap() > 0);
    page.click_button("Promote it anyway");
    page.eval("window.eventarium.runUntilQuiet(60000)");
    assert_eq!(page.eval("return window.eventarium.readModel('revenue').refundedCents"), 0);
    page.assert_clean();
}

#[test]
fn the_replay_trap_counts_the_mails() {
    let page = bench("Read models");
    run(&page, "The replay trap");
    let again = "[...document.querySelectorAll('.bench-figures .figure')].map(figure => figure.innerText).join(' ')";
    page.wait_until(&format!("/second time\\s*3/.test({again})"));
    page.wait_for_text("no message takes effect twice");
    run(&page, "Projection and reactor");
    page.wait_until(&format!("/second time\\s*0/.test({again})"));
    page.assert_clean();
}

#[test]
fn the_phone_has_the_workbench_in_the_room_of_the_flow() {
    let page = Page::open_as("#seed=1", Viewport::PHONE, Scheme::Dark);
    page.click_button("Workbench");
    play(&page, "rewrite");
    page.wait_for_text("Rebuild from zero");
    page.named("[type=range], [role=slider]", "Timeline");
    assert_eq!(page.eval("return document.documentElement.scrollWidth > window.innerWidth + 1"), false);
    page.assert_clean();
}

#[test]
fn a_stale_snapshot_is_caught_and_its_cure_is_one_click_away() {
    let page = bench("Snapshots");
    page.wait_for_text("nothing is loaded from the store");
    run(&page, "A stale snapshot");
    page.wait_for_text("is used, and it is not the fold of the events up to there");
    run(&page, "A snapshot with a revision");
    page.wait_for_text("is of another revision of the logic: it is passed over");
    let broken = "return window.eventarium.invariants().find(line => line.id === 'I16').ok";
    assert_eq!(page.eval(broken), true);
    page.click_button("Throw all snapshots away");
    page.wait_until("document.querySelector('.bench-figures dd').innerText === '0'");
    page.fill("A snapshot whenever", "nonsense");
    page.press(keys::TAB);
    page.wait_for_text("snapshotEvery");
    page.assert_clean();
}

#[test]
fn every_cell_of_the_grid_was_run_and_has_its_reason() {
    let page = bench("Versions");
    assert_eq!(page.eval("return document.querySelectorAll('.cell-button').length"), 18);
    assert_eq!(page.eval("return document.querySelectorAll('.cell-button.good').length"), 9);
    page.eval("document.querySelectorAll('.cell-button')[2].focus()");
    page.wait_for_text("The order service was rolled back");
    page.session.type_into(&page.named(".cell-button", "✗ readers fail"), keys::ENTER);
    page.wait_for_text("It is parked as a dead letter.");
    page.assert_clean();
}

#[test]
fn what_is_stored_stays_while_its_readers_are_deployed() {
    let page = bench("Versions");
    play(&page, "versions");
    page.eval("document.querySelector('.bench-panel .choices-row:not(.choices *) .choice:last-child').click()");
    page.wait_for_text("as stored");
    let raw = "return document.querySelector('[aria-label=\"Body as it is stored\"]').innerText";
    let stored = page.eval(raw);
    let read = "document.querySelector('[aria-label=\"Body as it is read\"]')?.innerText ?? ''";
    page.wait_until(&format!("({read}).includes('\"totalCents\": 30997,')"));
    page.click_button("with a mistake");
    page.wait_until(&format!("({read}).includes('3099700')"));
    page.click_button("off");
    page.wait_for_text("no upcaster is deployed for what is older");
    assert_eq!(page.eval(raw), stored);
    page.assert_clean();
}

#[test]
fn a_reducer_folds_over_the_log_and_says_what_is_wrong_with_it() {
    let page = bench("Reducer");
    play(&page, "shipping-unavailable");
    let sums = "[...document.querySelectorAll('#reducer-outcome .figure')].map(figure => figure.innerText.replace(/\\s+/g, ' ')).join('; ')";
    let captured = page.eval("return window.eventarium.readModel('revenue').capturedCents").as_u64().unwrap();
    assert!(captured > 0);
    page.wait_until(&format!("({sums}).replaceAll(',', '').includes('captured {captured}; refunded {captured};')"));
    page.eval("window.eventarium.seek(0)");
    page.wait_for_text("The log is empty at the cursor");
    page.eval("window.eventarium.seek(60000)");
    page.fill("Reducer", "on OrderPlaced: orders += 1\non OrderPlaced: total2 = 7 * toatl");
    page.wait_for_text("nothing here is called toatl");
    page.wait_for_text("Line 2, column 30");
    page.click_button("Show it in the text");
    let chosen = "const area = document.querySelector('#reducer-source'); return area.value.slice(area.selectionStart, area.selectionEnd)";
    assert_eq!(page.eval(chosen), "toatl");
    page.fill("Reducer", "on OrderPlaced: x = 1 / 0");
    page.wait_for_text("It happened at the event at position 0");
    page.click_button("What went wrong");
    page.wait_until(&format!("({sums}).includes('cancelled 1')"));
    page.assert_clean();
}

#[test]
fn the_log_answers_sql_in_a_worker_from_the_pages_own_server() {
    let page = bench("SQL");
    let asked = "performance.getEntriesByType('resource').some(entry => entry.name.includes('/sqlite/'))";
    assert_eq!(page.eval(&format!("return {asked}")), false, "nothing is loaded before it is asked for");
    play(&page, "shipping-unavailable");
    let all = page.eval("return window.eventarium.events().length").as_u64().unwrap();
    page.click_button("What happened, in order?");
    page.wait_for_text(&format!("{all} rows. {all} events in the table"));
    page.wait_for_text("SQLite 3.50.4");
    page.click_button("How is business?");
    let cells = "[...document.querySelectorAll('.sql-rows td')].map(cell => cell.innerText).join(' ')";
    let revenue =
        page.eval("const r = window.eventarium.readModel('revenue'); return `${r.capturedCents} ${r.refundedCents}`");
    page.wait_until(&format!("({cells}) === {revenue}"));

    page.eval("window.eventarium.seek({position: 0})");
    ask(&page, "SELECT count(*) FROM events");
    page.wait_until(&format!("({cells}) === '1'"));
    ask(&page, "DELETE FROM events");
    page.wait_for_text("1 row was changed, and that was taken back. Nothing is deleted from a log");
    ask(&page, "SELECT 'still ' || count(*) FROM events");
    page.wait_until(&format!("({cells}) === 'still 1'"));
    ask(&page, "SELECT nonsense FROM events");
    page.wait_for_text("Line 1, column 8: There is no column nonsense.");
    page.wait_for_text("The columns of events are global_position, stream_id,");
    page.wait_for_text("no such column: nonsense");
    page.click_button("Show it in the text");
    let chosen = "const area = document.querySelector('#sql-source'); return area.value.slice(area.selectionStart, area.selectionEnd)";
    assert_eq!(page.eval(chosen), "nonsense");
    ask(&page, "-- only a comment");
    page.wait_for_text("Nothing is asked: write a question");
    page.assert_clean();
}

#[test]
fn a_question_that_ends_its_own_transaction_is_undone_all_the_same() {
    let page = bench("SQL");
    play(&page, "happy-path");
    let events = page.eval("return window.eventarium.events().length").as_u64().unwrap();
    let cells = "[...document.querySelectorAll('.sql-rows td')].map(cell => cell.innerText).join(' ')";
    for sql in [
        "DROP TABLE events; CREATE VIEW events AS SELECT 1; COMMIT",
        "DELETE FROM events; COMMIT; SAVEPOINT question",
        "DELETE FROM events; COMMIT; PRAGMA query_only = 1",
        "DELETE FROM events; COMMIT; BEGIN EXCLUSIVE",
    ] {
        ask(&page, sql);
        page.wait_for_text(
            "because the question ended its own transaction. The table is filled anew for the next one.",
        );
        ask(&page, "SELECT 'all ' || count(*) FROM events");
        page.wait_until(&format!("({cells}) === 'all {events}'"));
    }
    page.assert_clean();
}

#[test]
fn an_edited_log_answers_for_itself_and_so_does_the_one_before() {
    let page = bench("SQL");
    play(&page, "happy-path");
    let cells = "[...document.querySelectorAll('.sql-rows td')].map(cell => cell.innerText).join(' ')";
    let amount = "SELECT data ->> 'amountCents' FROM events WHERE type = 'PaymentCharged'";
    ask(&page, amount);
    page.wait_until(&format!("({cells}) === '30997'"));
    page.session.click(&page.named("[role=tab]", "Event"));
    page.session.click(&page.named(".latest button", "PaymentCharged"));
    page.click_button("Change the past");
    page.session.click(&page.named(".past .segment", "Change"));
    page.fill("New payload", r#"{"orderId": "ord-1", "customerId": "cust-441", "amountCents": 1, "charge": 1}"#);
    page.click_button("Try it in a branch of its own");
    page.wait_for_text("Branch “PaymentCharged changed”");
    page.click_button("Ask");
    page.wait_until(&format!("({cells}) === '1'"));
    page.eval("window.eventarium.switchTo(0)");
    page.click_button("Ask");
    page.wait_until(&format!("({cells}) === '30997'"));
    page.assert_clean();
}

#[test]
fn a_second_event_of_one_version_is_refused_by_the_constraint() {
    let page = bench("SQL");
    play(&page, "happy-path");
    page.click_button("Can a second writer append");
    page.wait_for_text("UNIQUE constraint failed: events.stream_id, events.version");
    page.wait_for_text("optimistic concurrency in one line");
    page.click_button("Is a version missing anywhere?");
    page.wait_for_text("No row fits.");
    page.assert_clean();
}

#[test]
fn a_question_without_an_end_is_stopped() {
    let page = bench("SQL");
    ask(&page, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
    page.wait_for_text("A question without an end can be stopped");
    page.click_button("Stop");
    page.wait_for_text("Stopped. The database is loaded again");
    ask(&page, "SELECT 6 * 7 AS answer");
    page.wait_until("document.querySelector('.sql-rows td')?.innerText === '42'");
    page.assert_clean();
}

#[test]
fn of_several_statements_the_last_one_answers() {
    let page = bench("SQL");
    ask(&page, "select 'a;b' as first; -- not; this\nselect 2 as second; select 3 as third;");
    page.wait_for_text("3 statements were run; this is the answer of the last.");
    page.wait_until("document.querySelector('.sql-rows').innerText.replace(/\\s+/g, ' ').trim() === 'third 3'");
}

#[test]
fn a_reducer_that_is_too_long_is_refused_by_name() {
    let page = bench("Reducer");
    page.eval(
        "const text = document.querySelector('#reducer-source'); text.value = '# '.padEnd(5000, 'x');
        text.dispatchEvent(new Event('input', { bubbles: true }))",
    );
    page.wait_for_text("Nothing is folded: a program of 5000 bytes; at most 4096 are read.");
    page.wait_until("document.querySelector('#reducer-source').value.length === 5000");
}
