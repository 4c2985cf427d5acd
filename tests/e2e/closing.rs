//! What a part of the screen leaves behind when it closes: an offer that still stands, a line of the form, a late event.

use crate::support::{Page, Scheme, Viewport, keys};

fn shop() -> Page {
    Page::open_as("#seed=1", Viewport::DESK, Scheme::Dark)
}

/// A page that stands at the start of a run whose end is known.
fn at_the_start() -> Page {
    let page = shop();
    page.click_button("Place order");
    page.click_button("To end");
    page.wait_until("window.eventarium.now() > 0");
    page.click_button("To start");
    page.wait_until("window.eventarium.now() === 0");
    page
}

/// Takes back what replaced the future, although the part that did it is gone.
fn undo(page: &Page) {
    page.wait_for_text("The future was replaced");
    page.click_button("Undo");
    page.wait_for_text("The future is back.");
    assert_sound(page);
    page.click_button("To end");
    page.wait_until("window.eventarium.now() > 0");
    assert_eq!(page.eval("return window.eventarium.readModel('orders')[0].status"), "shipped");
}

/// Two frames later nothing has failed.
fn assert_sound(page: &Page) {
    page.eval("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    assert_eq!(page.console_errors(), Vec::<String>::new());
    assert!(!page.text().contains("Eventarium has stopped"));
}

#[test]
fn undo_is_heard_after_the_settings_are_closed() {
    let page = at_the_start();
    page.click_button("Settings");
    page.field("Delivery");
    page.eval(
        "const field = document.getElementById('delivery');
         field.focus();
         field.value = 'at-most-once';
         field.dispatchEvent(new Event('change', {bubbles: true}))",
    );
    page.wait_for_text("The future was replaced");
    page.press(keys::ESCAPE);
    page.wait_until("!document.querySelector('.settings-sheet')");
    undo(&page);
}

#[test]
fn undo_is_heard_after_the_details_of_a_fault_are_folded() {
    let page = at_the_start();
    page.click_button("Crash, off");
    page.click_button("Arm");
    page.wait_for_text("The future was replaced");
    page.session.click(&page.named(".fault-value", "Crash,"));
    page.wait_until("!document.querySelector('.fault-details')");
    undo(&page);
}

#[test]
fn undo_is_heard_after_the_menu_of_a_part_is_gone() {
    let page = at_the_start();
    page.session.click(&page.named(".flow-box", "Payment"));
    page.click_button("Do something to it…");
    page.wait_until("document.activeElement.role === 'menuitem'");
    page.press(keys::ENTER);
    page.wait_until("!document.querySelector('[role=menu]')");
    undo(&page);
}

#[test]
fn undo_is_heard_after_the_tab_of_the_workbench_is_left() {
    for elsewhere in ["Reducer", "SQL", "Flow"] {
        let page = at_the_start();
        page.session.click(&page.named("[role=tab]", "Workbench"));
        page.click_button("Rebuild from zero");
        page.wait_for_text("The future was replaced");
        page.session.click(&page.named("[role=tab]", elsewhere));
        page.wait_until("![...document.querySelectorAll('button')].some(b => b.innerText === 'Rebuild from zero')");
        undo(&page);
    }
}

#[test]
fn a_line_that_was_added_stays_when_another_command_is_chosen() {
    let page = shop();
    page.click_button("Add an item");
    page.fill("Pieces of item 3", "7");
    for kind in ["CancelOrder", "ReserveInventory", "PlaceOrder"] {
        let choose = format!(
            "const kind = document.querySelector('.command-kind'); kind.value = '{kind}';
             kind.dispatchEvent(new Event('change', {{bubbles: true}}))"
        );
        page.eval(&choose);
        assert_sound(&page);
    }
    let pieces = page.field("Pieces of item 3");
    assert_eq!(page.session.execute("return arguments[0].value", &[pieces.as_argument()]), "7");
    page.click_button("Place order");
    page.click_button("To end");
    assert_eq!(page.eval("return window.eventarium.readModel('orders').length"), 1);
    page.click_button("Remove item 3");
    assert_sound(&page);
}

#[test]
fn a_menu_that_holds_the_focus_when_it_goes_takes_nothing_with_it() {
    let page = shop();
    page.session.click(&page.named(".flow-box", "Shipping"));
    page.button("Do something to it…");
    // Opened while nothing has the focus, so that none can be given back.
    page.eval(
        "document.activeElement.blur();
         [...document.querySelectorAll('button')].find(b => b.innerText.startsWith('Do something to it')).click()",
    );
    page.wait_until("document.activeElement.role === 'menuitem'");
    page.press(keys::ESCAPE);
    page.wait_until("!document.querySelector('[role=menu]')");
    assert_sound(&page);
}

#[test]
fn a_field_that_has_left_the_page_is_not_heard() {
    let page = shop();
    page.click_button("Settings");
    page.field("Delivery");
    page.eval(
        "const field = document.getElementById('delivery');
         document.getElementById('settings-button').click();
         field.value = 'at-most-once';
         return new Promise(done => requestAnimationFrame(done))
            .then(() => field.dispatchEvent(new Event('change', {bubbles: true})))",
    );
    assert_sound(&page);
    assert_eq!(page.eval("return window.eventarium.settings().delivery"), "at-least-once");
}

#[test]
fn a_switch_may_go_in_the_moment_in_which_it_is_turned() {
    let page = shop();
    page.click_button("Settings");
    page.field("Delivery");
    page.eval(
        "document.querySelector('.settings-sheet [role=switch]').click();
         document.getElementById('settings-button').click()",
    );
    page.wait_until("!document.querySelector('.settings-sheet')");
    assert_sound(&page);
}
