//! What enters and leaves.

mod cloudevents;
mod commands;
mod faults;
mod reducer;
mod settings;
mod table;
