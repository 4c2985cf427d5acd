//! A person at a browser, in Rust: `Page::open()`, `page.click_button("Place order")`, `page.wait_for_text("OrderPlaced")`.
//!
//! A page that a test leaves open is closed with it, and a test that fails leaves a picture.

pub mod history;
mod http;
pub mod keys;
mod page;
mod session;
mod watch;

pub use page::Page;

/// The size of the screen, and whether it is touched with fingers.
#[derive(Debug, Clone, Copy)]
pub struct Viewport {
    pub width: u32,
    pub height: u32,
    pub is_touched: bool,
}

impl Viewport {
    pub const DESK: Self = Self { width: 1440, height: 900, is_touched: false };
    pub const LAPTOP: Self = Self { width: 1280, height: 720, is_touched: false };
    pub const PHONE: Self = Self { width: 390, height: 844, is_touched: true };
}

/// The scheme of colours that the person's system asks for.
#[derive(Debug, Clone, Copy)]
pub enum Scheme {
    Dark,
    Light,
}

impl Scheme {
    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }
}
