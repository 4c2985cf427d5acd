//! The space-time diagram on a canvas, with the names of events as real text over it.

use crate::scene::geometry::{Tenths, Within};
use crate::ui::erase::{Gather, State, erased, mouse};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::TimeViews;
use crate::kernel::{MessageNo, Span, ranks};
use crate::scene::timeline::{Diagram, Frame, LANES, Label, Lane, MarkAt, Point, Role, Stroke, StrokeStyle, diagram};
use crate::scene::words::escaped;
use crate::ui::acts::Acts;
use crate::ui::canvas::{Hues, Surface, dash, draw_shape, surface};
use crate::ui::handle::{SessionHandle, now_ms};
use crate::ui::menu::Menu;
use crate::ui::player::Player;
use crate::ui::selection::{Chain, Selected, Selection};
use crate::world::MessageKind;

/// Room for the names of the lifelines and for the ruler; the same as in `style/timeline.css`.
const LEFT: f64 = 88.0;
const TOP: f64 = 22.0;
/// Names of events at the most.
const LABELS_MAX: usize = 40;
/// So near a click counts as on the mark.
const NEAR: f64 = 10.0;
/// At speed 1 the picture shows so much busy time.
const USUAL_MILLIS: f64 = 6_000.0;
/// A picture may cost this share of the time between two pictures.
const SHARE: f64 = 5.0;

#[derive(Default)]
struct Drawn {
    hues: Hues,
    picture: Option<Diagram>,
    labels: Vec<(String, Role)>,
    at: f64,
    cost: f64,
}

#[component]
pub fn SpaceTime() -> impl IntoView {
    let (handle, selected, views) = (SessionHandle::here(), Selected::here(), TimeViews::here());
    let (player, acts, menu) = (Player::here(), Acts::here(), Menu::here());
    let canvas: NodeRef<html::Canvas> = NodeRef::new();
    let names: NodeRef<html::Div> = NodeRef::new();
    let drawn = StoredValue::new_local(Drawn::default());
    let size = State::new(0_u32);
    let resized =
        window_event_listener(leptos::ev::resize, move |_| size.update(|count| *count = count.wrapping_add(1)));
    on_cleanup(move || resized.remove());
    let sampled = State::new(None::<String>);
    Effect::new(move |_| {
        handle.track();
        size.track();
        let (lit, chain) = ([selected.chosen(), selected.hovered()], selected.chain());
        let (story, zoom, speed) = (views.story.get(), views.zoom.get(), player.speed());
        let (began, playing) = (now_ms(), player.is_playing());
        if drawn.with_value(|drawn| playing && began - drawn.at < drawn.cost * SHARE) {
            return;
        }
        let Some(surface) = surface(canvas) else { return };
        let frame = Frame { width: surface.width - 8.0, height: surface.height, left: LEFT, top: TOP };
        let millis = if zoom == 0 { USUAL_MILLIS * (speed / 2.0).within(1.0, 600.0) } else { f64::from(zoom) };
        let span = Span::from_micros((millis * 1_000.0) as u64);
        let (picture, lit) = handle.with(|session| {
            let timeline = session.timeline();
            let picture = diagram(timeline.head(), timeline.step(), timeline.now(), story, span, &frame);
            let single = lit.map(|one| message_of(session.timeline().head(), one));
            let lit = Lit { single, chain };
            (picture, lit)
        });
        let followed = picture.order.filter(|_| picture.sampled);
        let text = followed.map(|order| handle.with(|session| escaped(session.timeline().head().order_name(order))));
        if sampled.with_untracked(|before| *before != text) {
            sampled.set(text);
        }
        drawn.update_value(|drawn| {
            drawn.hues.refresh();
            paint(&surface, &frame, &picture, &drawn.hues, &lit);
            place_labels(names, &picture, &mut drawn.labels);
            drawn.picture = Some(picture);
            drawn.at = began;
            drawn.cost = now_ms() - began;
        });
    });
    let hit = move |ev: &web_sys::MouseEvent| {
        let at = Point { x: f64::from(ev.offset_x()), y: f64::from(ev.offset_y()) };
        drawn.with_value(|drawn| drawn.picture.as_ref().and_then(|picture| nearest(picture, at)))
    };
    let selection = move |message: MessageNo| handle.with(|session| selection_of(session.timeline().head(), message));
    let click = move |ev: web_sys::MouseEvent| {
        let on_ruler = f64::from(ev.offset_y()) < TOP;
        if on_ruler {
            let x = f64::from(ev.offset_x());
            let time = drawn.with_value(|drawn| drawn.picture.as_ref().map(|picture| picture.axis.time(x)));
            if let Some(time) = time {
                acts.seek_time(time);
            }
        } else if let Some(message) = hit(&ev) {
            selected.choose(selection(message));
        }
    };
    let over = move |ev: web_sys::MouseEvent| selected.hover(hit(&ev).map(selection));
    let context = move |ev: web_sys::MouseEvent| {
        if let Some(message) = hit(&ev) {
            ev.prevent_default();
            menu.open(Selection::Message(message), f64::from(ev.client_x()), f64::from(ev.client_y()));
        }
    };
    let lanes = LANES.map(|lane| part! { <li class=lane_class(lane)>{lane.title()}</li> }).gather();
    let pool = (0..LABELS_MAX).map(|_| part! { <span class="event-name" hidden></span> }).gather();
    let note = move || sampled.get().map(|order| format!("Too dense to draw every order: following {order}."));
    part! {
        <div class="spacetime">
            <canvas node_ref=canvas on:click=mouse(click) on:mousemove=mouse(over) on:mouseleave=mouse(move |_| selected.hover(None)) on:contextmenu=mouse(context)
                role="img" aria-label="Space-time diagram: a lifeline for each part, lines for messages. The log has the same as text."></canvas>
            <ul class="lanes" aria-hidden="true">{lanes}</ul>
            <div class="event-names" node_ref=names>{pool}</div>
            <p class="sampled" aria-live="off">{erased(note)}</p>
        </div>
    }
}

const fn lane_class(lane: Lane) -> &'static str {
    use crate::messaging::Node;
    match lane {
        Lane::Node(Node::Order) => "is-aggregate",
        Lane::Node(Node::Saga) => "is-saga",
        Lane::Reads => "is-read",
        Lane::Node(_) => "is-external",
    }
}

fn message_of(world: &crate::world::World, selection: Option<Selection>) -> MessageNo {
    match selection {
        Some(Selection::Message(message)) => message,
        Some(Selection::Event(position)) => world.event_message(position),
        Some(Selection::DeadLetter(number)) => {
            world.bus.dead_letter(number).map_or(MessageNo::NONE, |dead| dead.message)
        }
        Some(Selection::Node(_) | Selection::Order(_) | Selection::Model(_)) | None => MessageNo::NONE,
    }
}

/// A stored event is chosen as such, everything else as a message.
pub fn selection_of(world: &crate::world::World, message: MessageNo) -> Selection {
    match world.letter(message).map(|letter| &letter.body) {
        Some(crate::world::Body::Event { position }) if world.message_kind(message) == MessageKind::Event => {
            Selection::Event(*position)
        }
        _ => Selection::Message(message),
    }
}

fn nearest(picture: &Diagram, at: Point) -> Option<MessageNo> {
    let mark = |mark: &MarkAt| (distance(mark.at, at), mark.message);
    let line = |stroke: &Stroke| (to_segment(at, stroke.from, stroke.to) + 3.0, stroke.message);
    let all = picture.marks.iter().map(mark).chain(picture.strokes.iter().map(line));
    all.filter(|(far, message)| *far < NEAR && message.known().is_some())
        .min_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, message)| message)
}

fn distance(one: Point, other: Point) -> f64 {
    one.by(-other.x, -other.y).length()
}

fn to_segment(at: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = (dx * dx + dy * dy).max(0.001);
    let share = (((at.x - from.x) * dx + (at.y - from.y) * dy) / length).within(0.0, 1.0);
    distance(at, Point { x: from.x + share * dx, y: from.y + share * dy })
}

/// The messages that are drawn lit.
struct Lit {
    single: [MessageNo; 2],
    chain: Chain,
}

impl Lit {
    fn holds(&self, message: MessageNo) -> bool {
        message.known().is_some() && (self.single.contains(&message) || self.chain.holds(message))
    }
}

fn paint(surface: &Surface, frame: &Frame, picture: &Diagram, hues: &Hues, lit: &Lit) {
    let context = &surface.context;
    ruler(surface, frame, picture, hues);
    context.save();
    context.begin_path();
    context.rect(LEFT - 2.0, 0.0, surface.width - LEFT + 2.0, surface.height);
    context.clip();
    for work in &picture.works {
        context.set_global_alpha(if work.future { 0.14 } else { 0.35 });
        context.set_fill_style_str(hues.of(work.role));
        context.fill_rect(work.from.x, work.from.y, work.width.max(1.0), work.height);
    }
    for stroke in &picture.strokes {
        let is_lit = lit.holds(stroke.message);
        let faint = if stroke.role == Role::Read { 0.55 } else { 0.9 };
        context.set_global_alpha(if stroke.future {
            0.28
        } else if is_lit {
            1.0
        } else {
            faint
        });
        line(context, stroke, hues.of(stroke.role), if is_lit { 2.6 } else { 1.4 });
    }
    dash(context, &[]);
    for mark in &picture.marks {
        let is_lit = lit.holds(mark.message);
        context.set_global_alpha(if mark.future { 0.35 } else { 1.0 });
        if is_lit {
            context.set_stroke_style_str(&hues.ink);
            context.set_line_width(1.5);
            context.begin_path();
            let _ = context.arc(mark.at.x, mark.at.y, 9.5, 0.0, std::f64::consts::TAU);
            context.stroke();
        }
        draw_shape(context, mark.shape, mark.at, 5.0, hues.of(mark.role), &hues.background);
    }
    context.set_global_alpha(1.0);
    folds(context, frame, picture, hues);
    playhead(context, frame, picture.playhead, hues);
    context.restore();
}

fn ruler(surface: &Surface, frame: &Frame, picture: &Diagram, hues: &Hues) {
    let context = &surface.context;
    context.set_font("10px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace");
    context.set_text_align("center");
    context.set_line_width(1.0);
    for tick in &picture.ticks {
        context.set_stroke_style_str(&hues.line);
        context.set_global_alpha(0.6);
        dash(context, &[2.0, 4.0]);
        context.begin_path();
        context.move_to(tick.x, TOP);
        context.line_to(tick.x, frame.height);
        context.stroke();
        context.set_global_alpha(1.0);
        context.set_fill_style_str(hues.of(Role::Plain));
        let _ = context.fill_text(&tick.text, tick.x.max(LEFT + 16.0).min(surface.width - 20.0), 14.0);
    }
    dash(context, &[]);
    context.set_stroke_style_str(&hues.line);
    for lane in 0..LANES.len() {
        let y = frame.lane_y(lane);
        context.begin_path();
        context.move_to(LEFT, y);
        context.line_to(surface.width, y);
        context.stroke();
    }
}

fn line(context: &web_sys::CanvasRenderingContext2d, stroke: &Stroke, hue: &str, width: f64) {
    context.set_stroke_style_str(hue);
    context.set_fill_style_str(hue);
    context.set_line_width(width);
    match stroke.style {
        StrokeStyle::Solid => dash(context, &[]),
        StrokeStyle::Dashed => dash(context, &[5.0, 4.0]),
        StrokeStyle::Dotted => dash(context, &[1.5, 3.5]),
    }
    context.begin_path();
    context.move_to(stroke.from.x, stroke.from.y);
    context.line_to(stroke.to.x, stroke.to.y);
    context.stroke();
    if stroke.arrow {
        let (dx, dy) = (stroke.to.x - stroke.from.x, stroke.to.y - stroke.from.y);
        let length = distance(stroke.from, stroke.to).max(0.001);
        let (dx, dy) = (dx / length, dy / length);
        dash(context, &[]);
        context.begin_path();
        context.move_to(stroke.to.x, stroke.to.y);
        for side in [3.0, -3.0] {
            context.line_to(stroke.to.x - 6.3 * dx + side * dy, stroke.to.y - 6.3 * dy - side * dx);
        }
        context.close_path();
        context.fill();
    }
}

/// A quiet span is a zigzag with its length.
fn folds(context: &web_sys::CanvasRenderingContext2d, frame: &Frame, picture: &Diagram, hues: &Hues) {
    for fold in &picture.folds {
        let middle = fold.x + fold.width / 2.0;
        context.set_fill_style_str(&hues.background);
        context.fill_rect(middle - 7.0, TOP, 14.0, frame.height - TOP);
        context.set_stroke_style_str(&hues.edge);
        context.set_line_width(1.0);
        context.begin_path();
        context.move_to(middle, TOP);
        let mut y = TOP;
        let mut side = 4.0;
        while y < frame.height {
            y += 7.0;
            context.line_to(middle + side, y);
            side = -side;
        }
        context.stroke();
        context.set_fill_style_str(hues.of(Role::Plain));
        let _ = context.fill_text(&fold.text, middle, 14.0);
    }
}

fn playhead(context: &web_sys::CanvasRenderingContext2d, frame: &Frame, x: f64, hues: &Hues) {
    context.set_fill_style_str(&hues.playhead);
    context.fill_rect(x - 0.75, 4.0, 1.5, frame.height);
    context.begin_path();
    context.move_to(x - 5.0, 2.0);
    context.line_to(x + 5.0, 2.0);
    context.line_to(x + 5.0, 10.0);
    context.line_to(x, 15.0);
    context.line_to(x - 5.0, 10.0);
    context.close_path();
    context.fill();
}

/// Moves the words of a fixed pool; an element is only touched where its words change.
fn place_labels(names: NodeRef<html::Div>, picture: &Diagram, before: &mut Vec<(String, Role)>) {
    let Some(holder) = names.get_untracked() else { return };
    let (least, most) = (LEFT, f64::from(holder.client_width()) - 24.0);
    let mut labels: Vec<&Label> = picture.labels.iter().filter(|label| (least..most).contains(&label.at.x)).collect();
    if labels.len() > LABELS_MAX {
        let far = labels.iter().map(|label| ((label.at.x - picture.playhead).abs() as u64, 0));
        labels = ranks(far).into_iter().take(LABELS_MAX).filter_map(|place| labels.get(place).copied()).collect();
    }
    let children = holder.children();
    before.resize(LABELS_MAX, (String::new(), Role::Plain));
    for (place, known) in (0_u32..).zip(before.iter_mut()) {
        let Some(element) = children.item(place).and_then(|child| child.dyn_into::<web_sys::HtmlElement>().ok()) else {
            continue;
        };
        let Some(label) = labels.get(place as usize) else {
            if !known.0.is_empty() {
                element.set_hidden(true);
                known.0.clear();
            }
            continue;
        };
        if known.0 != label.text {
            element.set_text_content(Some(&label.text));
            element.set_hidden(false);
            known.0.clone_from(&label.text);
        }
        let future = if label.future { " future" } else { "" };
        element.set_class_name(&format!("event-name hue-{}{future}", label.role.name()));
        known.1 = label.role;
        let style = web_sys::HtmlElement::style(&element);
        let _ = style
            .set_property("transform", &format!("translate({}px, {}px)", Tenths(label.at.x), Tenths(label.at.y - 8.0)));
    }
}
