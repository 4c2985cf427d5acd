//! What the screen is given, over whole stories.

mod beside;
mod chapters;
