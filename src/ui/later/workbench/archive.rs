//! What a corrected copy took the place of, to be read as it was.

use leptos::prelude::*;

use crate::scene::branches::{archive_sentence, archive_title, copied_word, moment};
use crate::scene::words::{clock, count, escaped, fact_sentence};
use crate::session::{ARCHIVE_PAGE, ArchivePage, ArchivedEvent, Copied};
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, State, erased, live, mouse};
use crate::ui::later::why::differences;

pub fn view() -> AnyView {
    let handle = Acts::here().handle;
    let archives = handle.select_calm(|session| session.archives());
    // The latest, until a person chooses another.
    let (chosen, before) = (State::new(None::<usize>), State::new(None::<usize>));
    let number = move || {
        let last = archives.with(Vec::len).checked_sub(1)?;
        Some(chosen.get().map_or(last, |chosen| chosen.min(last)))
    };
    let page = handle.select_calm(move |session| {
        let last = session.archives().len().checked_sub(1)?;
        let number = chosen.get().map_or(last, |chosen| chosen.min(last));
        let page = session.archive(number, before.get())?;
        let said = page.rows.iter().map(|row| fact_sentence(session.world(), &row.fact)).collect::<Vec<_>>();
        Some((page, said))
    });
    let choices = move || {
        let all = archives.get();
        let buttons = all.iter().map(|archive| {
            let this = archive.number;
            let title = format!("{}, {}", archive_title(archive), clock(moment(archive.until_ms)));
            part! {
                <button type="button" class="choice" aria-pressed=live(move || (number() == Some(this)).to_string())
                    on:click=mouse(move |_| { before.set(None); chosen.set(Some(this)); })>{title}</button>
            }
        });
        let buttons = buttons.gather();
        (!all.is_empty()).then(|| {
            part! {
                <div class="choices">
                    <span class="choices-label" aria-hidden="true">"Archived, by the time of the copy"</span>
                    <div class="choices-row loose" role="group" aria-label="Archived, by the time of the copy">{buttons}</div>
                </div>
            }
        })
    };
    part! {
        <div class="bench-main archive">
            <p>"Copy and replace writes a corrected stream or log beside the old one and moves all readers there. What was is kept here as it was."</p>
            {erased(choices)}
            {erased(move || match page.get() {
                Some((page, said)) => sheet(page, said, before),
                None => part! { <p class="quiet">"Nothing is archived up to the cursor. Choose a stored event, open “Change the past” in the inspector, and copy its stream."</p> },
            })}
        </div>
    }
}

fn sheet(page: ArchivePage, said: Vec<String>, before: State<Option<usize>>) -> AnyView {
    let (first, shown, all) = (page.before, page.rows.len(), page.archive.events);
    let caption = format!("{}, archived", archive_title(&page.archive));
    let is_log = page.archive.stream.is_none();
    let rows = page.rows.iter().zip(said).map(|(row, said)| event(row, said, is_log)).gather();
    let is_last = first + shown >= all;
    let walk = (all > shown).then(|| {
        part! {
            <div class="bench-row">
                <button type="button" class="button" disabled=first == 0 on:click=mouse(move |_| before.set(Some(first.saturating_sub(ARCHIVE_PAGE))))>"Earlier"</button>
                <button type="button" class="button" disabled=is_last on:click=mouse(move |_| before.set(Some(first + shown)))>"Later"</button>
                <span class="dim">{format!("{} to {} of {}", count(first as u64 + 1), count((first + shown) as u64), count(all as u64))}</span>
            </div>
        }
    });
    part! {
        <p class="archive-head"><span class="archive-badge">"Archived, read only"</span>" "{archive_sentence(&page.archive)}</p>
        <div class="bench-side" tabindex="0" role="region" aria-label="Archived events">
            <table class="grid archive-rows">
                <caption class="heading">{caption}</caption>
                <thead><tr>
                    <th scope="col" class="number">"position"</th>
                    {is_log.then(|| part! { <th scope="col">"stream"</th> })}
                    <th scope="col" class="number">"version"</th><th scope="col">"time"</th>
                    <th scope="col">"event"</th><th scope="col">"in the copy"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {walk}
    }
}

fn event(row: &ArchivedEvent, said: String, is_log: bool) -> AnyView {
    let (word, differs) = copied_word(row);
    let fields = match &row.copied {
        Copied::Changed(fields) => Some(differences("Before and in the copy".to_owned(), fields)),
        Copied::AsItWas | Copied::LeftOut => None,
    };
    part! {
        <tr class:odd=differs class:gone={row.copied == Copied::LeftOut}>
            <td class="mono number">{row.position}</td>
            {is_log.then(|| part! { <td class="mono">{escaped(&row.stream)}</td> })}
            <td class="mono number">{row.version}</td>
            <td class="mono">{clock(moment(row.ms))}</td>
            <td><strong>{row.kind}</strong>" "<span class="dim">{said}</span></td>
            <td>{differs.then(|| part! { <span class="odd-sign" aria-hidden="true">"≠ "</span> })}{word}{fields}</td>
        </tr>
    }
}
