//! `window.eventarium`: what scripts rely on, in a real browser.

use serde_json::{Value, json};

use crate::support::Page;

/// The hash of every story's end, as native runs have it.
const HASHES: &str = include_str!("../golden/hashes.txt");

#[test]
fn every_story_ends_with_the_native_hash() {
    let page = Page::open();
    let told = page.eval(
        "const e = window.eventarium;
        return e.scenarios().map(({ id }) => {
            e.reset({ scenario: id });
            return `${id} ${e.runUntilQuiet(120000).quiet ? e.hash() : 'is not quiet'}`;
        });",
    );
    let expected: Vec<&str> = HASHES.lines().collect();
    assert_eq!(told, json!(expected));
}

#[test]
fn what_a_script_does_is_on_the_screen() {
    let page = Page::open();
    page.eval(
        "window.eventarium.reset();
        window.eventarium.send({ type: 'PlaceOrder', orderId: 'ord-script', customerId: 'cust-441',
            items: [{ sku: 'PROD-456', quantity: 1, unitPriceCents: 12999 }] });
        window.eventarium.play(10);",
    );
    page.wait_for_text("OrderPlaced");
    page.wait_until("window.eventarium.order('ord-script')?.status === 'shipped'");
    page.eval("window.eventarium.pause()");
    let still = page.eval("const e = window.eventarium, then = e.now(); return new Promise((done) => setTimeout(() => done(e.now() === then), 300));");
    assert_eq!(still, json!(true));
    assert_eq!(page.console_errors(), Vec::<String>::new());
}

/// Whatever is given to whatever function: an `Error` with a code, or an answer; and a refusal leaves the hash.
#[test]
fn nonsense_is_refused_with_a_code_and_changes_nothing() {
    let page = Page::open();
    let complaints = page.eval(
        "const e = window.eventarium;
        const circle = {}; circle.round = circle;
        const nonsense = [-1, NaN, Infinity, 2 ** 53, '\\u0000', '\\ud800', 'x'.repeat(10e6), [], true, 10n, () => 1, Symbol('s'),
            new Array(10001).fill(0), new Map(), new Date(), document.body, window, circle, { strange: 1 },
            new Proxy({}, { ownKeys() { throw 1; } }), { get strange() { throw 2; } }];
        const names = ['reset', 'set', 'send', 'traffic', 'inject', 'clear', 'resolve', 'redrive', 'discard', 'advance',
            'runUntilQuiet', 'play', 'seek', 'events', 'trace', 'order', 'saga', 'readModel'];
        e.reset();
        e.advance(1000);
        const complaints = [], hash = e.hash(), now = e.now();
        for (const name of names) for (const value of nonsense) {
            const begun = performance.now();
            try {
                const answer = e[name](value);
                if (answer !== null) complaints.push(`${name} took ${typeof value}: ${JSON.stringify(answer)}`);
            } catch (error) {
                if (!(error instanceof Error) || !/^[a-z]+-[a-z]+$/.test(error.code ?? '') || !error.message)
                    complaints.push(`${name} threw ${error} for ${typeof value}`);
            }
            if (performance.now() - begun > 500) complaints.push(`${name} thought long about ${typeof value}`);
            if (e.hash() !== hash || e.now() !== now) complaints.push(`${name} changed the run for ${typeof value}`);
        }
        return complaints;",
    );
    assert_eq!(complaints, json!([]));
}

#[test]
fn unknown_ids_are_null_and_unknown_names_throw() {
    let page = Page::open();
    let answers = page.eval(
        "const e = window.eventarium;
        e.reset();
        const code = (call) => { try { call(); return 'nothing thrown'; } catch (error) { return error.code; } };
        return [e.order('nobody'), e.saga('nobody'), e.events({ stream: 'order-nobody' }), e.clear(99), e.discard(99),
            e.redrive(99), e.resolve(99, 'done'), code(() => e.readModel('nobody')), code(() => e.resolve(0, 'burn')),
            code(() => e.reset({ scenario: 'nowhere' }))];",
    );
    let none = Value::Null;
    let unknown = json!("unknown-name");
    assert_eq!(answers, json!([none, none, none, none, none, none, none, unknown, unknown, unknown]));
}

#[test]
fn all_that_is_returned_is_plain_data() {
    let page = Page::open();
    let same = page.eval(
        "const e = window.eventarium;
        e.reset({ scenario: 'poison' });
        e.runUntilQuiet(120000);
        const all = () => [e.version, e.scenarios(), e.settings(), e.faults(), e.tasks(), e.deadLetters(), e.events(), e.trace(),
            e.streams(), e.order('ord-1'), e.saga('ord-1'), e.readModel('orders'), e.queues(), e.invariants(), e.now(), e.hash()];
        const plain = (value) => value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)
            || (Array.isArray(value) ? value.every(plain)
                : Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(plain));
        return plain(all()) && JSON.stringify(all()) === JSON.stringify(JSON.parse(JSON.stringify(all())));",
    );
    assert_eq!(same, json!(true));
}
