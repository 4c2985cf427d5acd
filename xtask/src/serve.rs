//! `cargo xtask serve`: from a checkout to the page.

use crate::failure::Failure;
use crate::jobs::run_alone;
use crate::project::Project;
use crate::server::Server;
use crate::{setup, site};

/// Sets up, builds, and serves until the person ends it.
pub fn run(project: &Project, port: u16) -> Result<(), Failure> {
    // A port that is taken is said at once, not after minutes of building.
    crate::server::check_port(port)?;
    setup::for_the_page(project)?;
    run_alone("the page, bundled", || site::bundle(project))?;
    let server = Server::bind(project, port)?;
    println!("\nEventarium is at {} (Ctrl+C ends it)", server.url());
    server.run();
    Ok(())
}
