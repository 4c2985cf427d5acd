//! What the help says: the keys, the words, and how to begin again with the guide.

use leptos::prelude::*;

use crate::ui::erase::{Gather, changed, here, live, mouse};
use crate::ui::glossary::Term;
use crate::ui::guide::Guide;
use crate::ui::help::Help;
use crate::ui::icons::{Icon, icon};
use crate::ui::keys::SingleLetters;
use crate::ui::marks::mark;

const KEYS: [(&[&str], &str); 15] = [
    (&["Space"], "play or pause"),
    (&["←", "→"], "step back, step"),
    (&["Shift ←", "Shift →"], "previous or next moment that matters"),
    (&["Home", "End"], "to the start, to the end"),
    (&["[", "]"], "slower, faster"),
    (&["D"], "drop the chosen message"),
    (&["X"], "duplicate the chosen message"),
    (&["Shift F10"], "menu of the focused message or part"),
    (&["1", "…", "7"], "tabs of the inspector"),
    (&["E"], "explain the chosen thing, or the field that has the focus"),
    (&["W"], "flow or workbench"),
    (&["F"], "fork here"),
    (&["C"], "compare with another branch"),
    (&["S"], "copy the link"),
    (&["?"], "this help"),
];

pub fn body() -> AnyView {
    let help: Help = here();
    let letters: SingleLetters = here();
    let guide: Guide = here();
    let keys = KEYS
        .map(|(keys, meaning)| {
            let caps = keys.iter().map(|key| part! { <kbd>{*key}</kbd>" " }).gather();
            part! { <div class="key"><dt>{caps}</dt><dd>{meaning}</dd></div> }
        })
        .gather();
    let words = Term::ALL
        .map(|term| {
            let (name, sign, meaning) = term.card();
            part! { <div class="term"><dt>{mark(sign)}{name}</dt><dd>{meaning}</dd></div> }
        })
        .gather();
    part! {
    <header class="help-head">
                <h2 id="help-title">"Help"</h2>
                <button type="button" class="button square bare" aria-label="Close help" on:click=mouse(move |_| help.close())>{icon(Icon::Close)}</button>
            </header>
            <p>"A shop made of parts that talk by messages. Place an order, press play, break something, and look at what the shop does about it. Nothing here can be damaged: step back, or start again."</p>
            <p><button type="button" class="button" on:click=mouse(move |_| { help.close(); guide.begin(); })>"Show the guided start"</button></p>
            <h3>"Keys"</h3>
            <dl class="keys">{keys}</dl>
            <label class="switch">
                <input type="checkbox" role="switch" prop:checked=live(move || letters.on())
                    on:change=changed(move |ev| letters.set(event_target_checked(&ev))) />
                "Single letters and digits are keys"
            </label>
            <h3>"Words"</h3>
            <dl class="words">{words}</dl>
        }
}
