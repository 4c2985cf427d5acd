//! What is stored and code that changes: snapshots, rebuilding, versions.

mod snapshots;
