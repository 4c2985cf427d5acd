//! The report: a page of its own over the screen, with a picture and a sentence for each moment that matters.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::picture::{address, paint};
use crate::scene::chapters::{Report, ReportChapter, report};
use crate::scene::picture::{REPORT_FRAME, REPORT_FRAME_NARROW, timeline_picture};
use crate::scene::timeline::Frame;
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, kept, mouse};

/// The picture for paper and for a screen with room for it, and the one for a phone.
const FRAMES: [Frame; 2] = [REPORT_FRAME, REPORT_FRAME_NARROW];

/// The attribute under which the root says which theme it has.
const THEME: &str = "data-theme";

/// Puts the report on top of the screen, where it stands until it is closed.
pub fn open(acts: Acts) {
    acts.player.pause();
    let Some(body) = document().body() else { return };
    let told = acts.handle.with(|session| report(session, &FRAMES));
    // It must not go with the menu that asked for it.
    let mounted = kept(|| leptos::mount::mount_to(body.unchecked_into(), move || page(told)));
    let Some(shown) = dialog() else { return };
    let gone = Closure::once_into_js(move || drop(mounted));
    shown.set_onclose(Some(gone.unchecked_ref()));
    let _ = shown.show_modal();
}

fn dialog() -> Option<web_sys::HtmlDialogElement> {
    document().get_element_by_id("report")?.dyn_into().ok()
}

fn page(report: Report) -> AnyView {
    let close = || {
        if let Some(dialog) = dialog() {
            dialog.close();
        }
    };
    let print = || drop(window().print());
    let chapters = on_light(|| report.chapters.iter().enumerate().map(chapter).gather());
    let empty = report.empty.map(|reason| part! { <p class="quiet">{reason}</p> });
    let summary = Some(report.summary).filter(|summary| !summary.is_empty()).map(|summary| part! { <p>{summary}</p> });
    part! {
        <dialog class="report" id="report" aria-labelledby="report-title">
            <header class="report-tools">
                <button type="button" class="button" on:click=mouse(move |_| print())>"Print"</button>
                <button type="button" class="button" on:click=mouse(move |_| close())>"Close"</button>
            </header>
            <h2 id="report-title">{report.title}</h2>
            {summary}
            <p class="dim">{report.facts}" Hash "<span class="mono">{report.hash}</span></p>
            {empty}
            <ol class="report-chapters">{chapters}</ol>
        </dialog>
    }
}

fn chapter((place, told): (usize, &ReportChapter)) -> AnyView {
    let title = format!("{}. {}", place + 1, told.chapter.title);
    let paint = paint();
    let drawn = told.pictures.iter().zip(&FRAMES);
    let mut drawn =
        drawn.map(|(picture, frame)| address(&timeline_picture(picture, frame, &told.chapter.sentence, &paint)));
    let (wide, narrow) = (drawn.next().unwrap_or_default(), drawn.next().unwrap_or_default());
    part! {
        <li>
            <h3>{title}<span class="mono dim">{format!(" {}", told.when)}</span></h3>
            <p>{told.chapter.sentence.clone()}</p>
            <picture>
                <source media="print, (min-width: 40rem)" srcset=wide width="900" height="300" />
                <img src=narrow alt=format!("The run around {}", told.when) width="360" height="320" />
            </picture>
        </li>
    }
}

/// Paper is white: the colours are read in the light theme.
fn on_light<T>(read: impl FnOnce() -> T) -> T {
    let root = document().document_element();
    let before = root.as_ref().and_then(|root| root.get_attribute(THEME));
    if let Some(root) = &root {
        let _ = root.set_attribute(THEME, "light");
    }
    let answer = read();
    if let Some(root) = &root {
        let _ = match before {
            Some(theme) => root.set_attribute(THEME, &theme),
            None => root.remove_attribute(THEME),
        };
    }
    answer
}
