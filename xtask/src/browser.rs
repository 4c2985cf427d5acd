//! The browser that the checks drive, and its driver.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{io::Read, io::Write, thread};

use crate::failure::Failure;
use crate::jobs::Outcome;
use crate::process::{self, Background};
use crate::project::on_path;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const DRIVER: &str = "chromedriver";
const START_MAX: Duration = Duration::from_secs(20);
const STOP_MAX: Duration = Duration::from_secs(5);

/// Chromium and its driver, by apt where that is how this machine gets its programs.
pub fn install() -> Result<Outcome, Failure> {
    if browser().is_some() && on_path(DRIVER).is_some() {
        return Ok(Outcome::AlreadyThere);
    }
    if on_path("apt-get").is_some() {
        // A list of packages that is a little old is as good as a new one, so a refused update is no reason to stop.
        let _ = apt(&["update"]);
        apt(&["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"])?;
    }
    if browser().is_some() && on_path(DRIVER).is_some() {
        return Ok(Outcome::Done);
    }
    Err(Failure::Missing {
        program: "Chromium or ChromeDriver",
        remedy: "install both, of one version, so that `chromium` (or `google-chrome`) and `chromedriver` are on the PATH",
    })
}

fn apt(arguments: &[&str]) -> Result<(), Failure> {
    // `sudo -n` fails where it would have to ask for a password; `id -u` says whether it is needed at all.
    let id = process::output(Command::new("id").arg("-u"))?;
    let mut command = if id.starts_with(b"0") {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "apt-get"]);
        sudo
    };
    command
        .args(["-q", "-o", "Dpkg::Use-Pty=0"])
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(Stdio::null());
    process::run(&mut command).map(drop)
}

/// The browser's program.
pub fn browser() -> Option<PathBuf> {
    BROWSERS.iter().find_map(|name| on_path(name))
}

/// The driver's program.
pub fn driver() -> Option<PathBuf> {
    on_path(DRIVER)
}

/// A driver that runs until this value ends, and takes its browsers with it.
pub struct Driver {
    port: u16,
    process: Background,
}

impl Driver {
    pub fn start() -> Result<Self, Failure> {
        let port = free_port()?;
        let mut command = Command::new(DRIVER);
        command.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null());
        let mut driver = Self { port, process: Background::start(&mut command)? };
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if driver.process.has_ended() || begun.elapsed() > START_MAX {
                return Err(Failure::Process {
                    program: DRIVER.to_owned(),
                    reason: format!("did not answer on port {port}"),
                });
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(driver)
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked politely it closes its browsers; killed it would leave them behind.
        if let Ok(mut connection) = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)) {
            let request = b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
            let _ = connection.set_read_timeout(Some(STOP_MAX));
            let _ = connection.write_all(request);
            let _ = connection.read(&mut [0; 256]);
        }
        let begun = Instant::now();
        while !self.process.has_ended() && begun.elapsed() < STOP_MAX {
            thread::sleep(Duration::from_millis(20));
        }
    }
}

fn free_port() -> Result<u16, Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Failure::Process { program: "a free port".to_owned(), reason: error.to_string() })
}
