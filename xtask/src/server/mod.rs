//! A small server for the bundle, on this machine only.
//!
//! It reads all files once and answers from memory: there is no path that a request could lead it to. It knows nothing about
//! the page.

mod answer;
mod bundle;
mod request;

use std::io::{BufReader, ErrorKind};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::failure::Failure;
use crate::project::Project;

pub use bundle::Bundle;

/// How long a connection may be silent before it is closed.
const SILENCE_MAX: Duration = Duration::from_secs(60);

/// A server that has its port but does not answer yet.
pub struct Server {
    listener: TcpListener,
    port: u16,
    bundle: Arc<Bundle>,
}

impl Server {
    /// Takes the port, 0 for any that is free, and reads the bundle.
    pub fn bind(project: &Project, port: u16) -> Result<Self, Failure> {
        Self::of(Bundle::read(project)?, port)
    }

    /// Takes the port for a bundle that was read before.
    pub fn of(bundle: Bundle, port: u16) -> Result<Self, Failure> {
        let listener = listen(port)?;
        let port = listener.local_addr().map_or(port, |address| address.port());
        Ok(Self { listener, port, bundle: Arc::new(bundle) })
    }

    /// The address to open.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Answers until the program ends.
    pub fn run(&self) {
        for connection in self.listener.incoming().flatten() {
            let bundle = Arc::clone(&self.bundle);
            thread::spawn(move || {
                // A browser that goes away in the middle of an answer is nobody's fault.
                let _ = converse(&connection, &bundle);
            });
        }
    }

    /// Answers on a thread of its own for as long as the program lives.
    pub fn run_in_background(self) -> String {
        let url = self.url();
        thread::spawn(move || self.run());
        url
    }
}

/// Whether the port can be had, asked before anything that takes long.
pub fn check_port(port: u16) -> Result<(), Failure> {
    listen(port).map(drop)
}

fn listen(port: u16) -> Result<TcpListener, Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Failure::PortTaken { port },
        _ => Failure::Process { program: format!("listening on port {port}"), reason: error.to_string() },
    })
}

/// Answers the requests of one connection, one after the other.
fn converse(connection: &TcpStream, bundle: &Bundle) -> std::io::Result<()> {
    connection.set_read_timeout(Some(SILENCE_MAX))?;
    connection.set_nodelay(true)?;
    let mut reader = BufReader::new(connection);
    let mut writer = connection;
    while let Some(request) = request::read(&mut reader)? {
        let answer = answer::to(&request, bundle);
        answer.write(&mut writer)?;
        if request.wants_to_close {
            break;
        }
    }
    Ok(())
}
