//! Opening a file: what it is, how it is read by slices, and who decides whether it takes the place of the run.

use leptos::task::spawn_local;

use super::chunks::{Chunks, megabytes};
use super::dialog::{Dialog, Progress};
use super::pace::{Pace, Turn};
use super::preview;
use crate::exchange::import::{FILE_BYTES_MAX, Next};
use crate::exchange::{FileKind, session_file};
use crate::kernel::make_room;
use crate::scene::words;
use crate::session::{ImportProgress, Importing, Opened, Opening, Session};
use crate::ui::handle::now_ms;
use crate::ui::keep::Keep;
use crate::ui::later::keep::{self, LargeFile, note_file};
use crate::ui::later::whole;
use crate::ui::place;

/// Events, and steps, between two looks at the clock.
pub const AT_ONCE: u32 = 256;
/// Characters of a file's name that are shown.
const NAME_CHARS_MAX: usize = 80;
const CANCELLED: &str = "Opening was cancelled. The run on the screen is as it was.";

/// A run that was read, and what is to be said about it.
struct Arriving {
    session: Session,
    preview: preview::Preview,
    file: LargeFile,
    view: String,
}

/// A file that is being read.
struct Source<'a> {
    keep: Keep,
    name: &'a str,
    /// The first chunk, which told what it is.
    first: Vec<u8>,
    /// The ones behind it.
    chunks: Chunks,
    turn: Turn,
}

impl Source<'_> {
    /// What is remembered of the file. All of it was read.
    fn told(&self) -> LargeFile {
        LargeFile { name: self.name.to_owned(), hash: self.chunks.hash().to_string(), bytes: self.chunks.size() }
    }
}

/// Opens a saved run, or CloudEvents.
pub fn file((keep, file): (Keep, web_sys::File)) {
    let turn = Turn::take();
    spawn_local(async move {
        let name = name_of(&file);
        let mut dialog = Dialog::show(format!("Opening {name}"), turn);
        match read(keep, file, &name, turn, &mut dialog).await {
            Ok(Some(arriving)) => {
                if dialog.ask(arriving.preview.clone()).await {
                    drop(dialog);
                    arrive(keep, arriving, &name);
                } else {
                    drop(dialog);
                    keep.acts.notices.say(CANCELLED);
                }
            }
            Ok(None) => {
                drop(dialog);
                keep.acts.notices.say(CANCELLED);
            }
            Err(reason) => dialog.refuse(format!("This file cannot be opened. {reason}")).await,
        }
        place::focus_id("files-button");
    });
}

/// `None` where somebody cancelled it.
async fn read(
    keep: Keep,
    file: web_sys::File,
    name: &str,
    turn: Turn,
    dialog: &mut Dialog,
) -> Result<Option<Arriving>, String> {
    let mut chunks = Chunks::new(file);
    let size = chunks.size();
    if size > FILE_BYTES_MAX as f64 {
        return Err(format!("It has {}; at most 1 GiB is read.", megabytes(size)));
    }
    let mut first = Vec::new();
    if let Some(chunk) = chunks.next().await? {
        chunks.add_to(&mut first, &chunk);
    }
    let kind = FileKind::of(&first);
    let source = Source { keep, name, first, chunks, turn };
    match kind {
        FileKind::Session => saved_run(source, dialog).await,
        FileKind::CloudEvents => events(source, dialog).await,
    }
}

async fn events(mut source: Source<'_>, dialog: &mut Dialog) -> Result<Option<Arriving>, String> {
    let (began, size) = (now_ms(), source.chunks.size());
    let (mut importing, mut pace) = (Importing::default(), Pace::new());
    // A run takes about as much memory as its events take as text. Where there is not as much, it comes piece by piece.
    make_room(size as usize);
    importing.push(&std::mem::take(&mut source.first)).map_err(|refused| refused.to_string())?;
    loop {
        let progress = importing.work(AT_ONCE as usize).map_err(|refused| preview::sentence(&refused.to_string()))?;
        match progress.next {
            Next::Work => {}
            Next::Done => break,
            Next::Chunk => match source.chunks.next().await? {
                Some(chunk) => importing
                    .push_by(chunk.length() as usize, |place| source.chunks.take(&chunk, place))
                    .map_err(|refused| refused.to_string())?,
                None => importing.end(),
            },
        }
        dialog.tell(|| so_far(progress, size, now_ms() - began));
        pace.rest().await;
        if !source.turn.is_mine() {
            return Ok(None);
        }
    }
    let (session, imported) = importing.finish().map_err(|refused| refused.to_string())?;
    let file = source.told();
    let preview = preview::of_events(source.keep, &session, &imported, &file);
    Ok(Some(Arriving { session, preview, file, view: String::new() }))
}

/// Reading is the first half, building the second.
fn so_far(progress: ImportProgress, size: f64, ms: f64) -> Progress {
    let ImportProgress { bytes, read, built, .. } = progress;
    let count = |events: usize| words::count(events as u64);
    let part = |done: f64, all: f64| if all > 0.0 { (done / all).min(1.0) * 50.0 } else { 0.0 };
    let percent = part(bytes as f64, size) + part(built as f64, read as f64);
    let pace = count(((read + built) as f64 / (ms / 1_000.0).max(0.001)) as usize);
    let said = format!("{} of {} read, {} events so far", megabytes(bytes as f64), megabytes(size), count(read));
    let more = if built == 0 {
        format!("{pace} events/s")
    } else {
        format!("{} of {} events are in the run, {pace} events/s", count(built), count(read))
    };
    Progress { percent: percent as u32, said, more }
}

async fn saved_run(mut source: Source<'_>, dialog: &mut Dialog) -> Result<Option<Arriving>, String> {
    let (size, turn) = (source.chunks.size(), source.turn);
    if size > session_file::BYTES_MAX as f64 {
        return Err(format!("It is a saved run of {}; at most 10 MiB are read.", megabytes(size)));
    }
    let mut bytes = std::mem::take(&mut source.first);
    while let Some(chunk) = source.chunks.next().await? {
        source.chunks.add_to(&mut bytes, &chunk);
        dialog.tell(|| Progress { percent: 0, said: format!("{} read", megabytes(size)), more: String::new() });
        if !turn.is_mine() {
            return Ok(None);
        }
    }
    let text = String::from_utf8(bytes).map_err(|_| "It is not text in UTF-8.")?;
    let run = session_file::read(&text).map_err(|refused| preview::sentence(&refused.to_string()))?;
    drop(text);
    let facts = preview::facts_of(&run);
    let Some((session, opened)) = compute(Opening::of(run), || turn.is_mine(), dialog).await else { return Ok(None) };
    let file = source.told();
    let preview = preview::of_run(source.keep, &session, facts, &opened);
    Ok(Some(Arriving { session, preview, file, view: opened.view }))
}

/// Computes a run again, by slices. `None` where nobody wants it any more.
pub async fn compute(
    mut opening: Opening,
    is_wanted: impl Fn() -> bool,
    dialog: &mut Dialog,
) -> Option<(Session, Opened)> {
    let mut pace = Pace::new();
    while !opening.advance(AT_ONCE) {
        dialog.tell(|| steps(opening.progress()));
        pace.rest().await;
        if !is_wanted() {
            return None;
        }
    }
    Some(opening.finish())
}

fn steps((done, all): (u32, u32)) -> Progress {
    let percent = u64::from(done) * 100 / u64::from(all.max(1));
    let said = format!("Step {} of {}", words::count(done.into()), words::count(all.into()));
    Progress { percent: percent as u32, said, more: "The run is computed again".to_owned() }
}

fn arrive(keep: Keep, arriving: Arriving, name: &str) {
    let Arriving { session, file, view, .. } = arriving;
    // Before it stands on the screen: then it is kept, if it can be.
    note_file(session.run_id(), file);
    whole::arrive(keep.acts, session, &view);
    keep.acts
        .notices
        .show(format!("{name} is open, and the run stands where it ends or was left. Nothing plays by itself."));
    keep::save(keep);
}

fn name_of(file: &web_sys::File) -> String {
    let name = words::escaped(&file.name());
    if name.chars().count() <= NAME_CHARS_MAX {
        return name;
    }
    name.chars().take(NAME_CHARS_MAX).chain(['…']).collect()
}
