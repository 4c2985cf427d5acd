//! What has to come out the same in WebAssembly as outside of it: `cargo xtask test --only wasm`.
//!
//! Every test here runs natively too, against the same written-down value, so that the two can only agree.

use eventarium::kernel::Digest;

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
