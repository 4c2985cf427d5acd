//! What has to come out the same in WebAssembly as outside of it: `cargo xtask test --only wasm`.
//!
//! Every test here runs natively too, against the same written-down value, so that the two can only agree.

use eventarium::kernel::{Digest, Span};
use eventarium::scenario::{self, SCENARIOS, Scenario};
use eventarium::session::{Goal, Session};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_digest_does_not_depend_on_the_width_of_a_pointer() {
    let digest = Digest::of(&(7_usize, "PROD-456", [Some(1_u8), None], -1_i64, 3_u128));
    assert_eq!(digest.to_string(), "aceac43f00304c52");
}

/// The hash of every story's end, one a line: its id, a space, the hash. `EVENTARIUM_BLESS=1` writes them anew.
const HASHES: &str = include_str!("golden/hashes.txt");

/// Every story played through the session, until it is quiet.
fn hashes() -> String {
    let end_of = |scenario: &'static Scenario| {
        let mut session = Session::new();
        session.begin(Some(scenario), None, None);
        assert!(session.run_until_quiet(Span::from_secs(120)).quiet, "{} does not become quiet", scenario.id);
        format!("{} {}\n", scenario.id, session.hash())
    };
    SCENARIOS.iter().map(end_of).collect()
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn every_story_ends_with_the_same_hash_everywhere() {
    let hashes = hashes();
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("EVENTARIUM_BLESS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/hashes.txt"), &hashes)
            .expect("the folder of the stories can be written to");
        return;
    }
    assert_eq!(hashes, HASHES);
}

/// Stopping, going back and walking on in slices leads to the same end, in WebAssembly too.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn going_back_and_on_again_ends_with_the_same_hash() {
    let mut session = Session::new();
    session.begin(scenario::find("shipping-unavailable"), None, None);
    session.run_until_quiet(Span::from_secs(120));
    let (end, last) = (session.hash(), session.timeline().step());
    for step in [last / 2, 0, last / 3] {
        assert!(session.seek(Goal::Step(step)).is_ok(), "every step can be reached");
        while session.timeline().step() < last {
            session.step();
        }
        assert_eq!(session.hash(), end);
    }
}
