//! The command line.

use crate::failure::Failure;

/// What `cargo xtask` prints when it is asked for nothing.
pub const HELP: &str = "\
Usage: cargo xtask <command>

  serve [--port N]   set up, build for release, serve on 127.0.0.1 (port 8080)
  test               set up and run every check, stopping at the first that fails
       [--only PHASE [FILTER]]   one of format, lints, native, wasm, e2e, deps, and only tests with that in their name
  bench              run the benchmarks, native and in the browser
       [--serve [--port N]]   serve the page that is measured beside other event stores (port 8090)
  pack               divide a built page, make it small and write its policy (a Trunk hook)";

/// The port of `serve` when none is given.
const DEFAULT_PORT: u16 = 8080;
/// The port of `bench --serve` when none is given.
const BENCH_PORT: u16 = 8090;

/// What the person asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Serve { port: u16 },
    Test(Selection),
    Bench,
    BenchPage { port: u16 },
    Pack,
}

/// Which checks to run.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Selection {
    /// One phase, or all.
    pub only: Option<Phase>,
    /// Part of the names of the tests to run, or all.
    pub filter: Option<String>,
}

/// The checks in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Format,
    Lints,
    Native,
    Wasm,
    EndToEnd,
    Dependencies,
}

impl Phase {
    fn named(name: &str) -> Option<Self> {
        match name {
            "format" => Some(Self::Format),
            "lints" => Some(Self::Lints),
            "native" => Some(Self::Native),
            "wasm" => Some(Self::Wasm),
            "e2e" => Some(Self::EndToEnd),
            "deps" => Some(Self::Dependencies),
            _ => None,
        }
    }
}

/// Reads the arguments after the program's name.
pub fn parse(mut args: impl Iterator<Item = String>) -> Result<Command, Failure> {
    let name = args.next();
    let rest: Vec<String> = args.collect();
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    match (name.as_deref(), rest.as_slice()) {
        (None | Some("help" | "--help" | "-h"), _) => Ok(Command::Help),
        (Some("serve"), []) => Ok(Command::Serve { port: DEFAULT_PORT }),
        (Some("serve"), ["--port", port]) => port_of(port).map(|port| Command::Serve { port }),
        (Some("test"), []) => Ok(Command::Test(Selection::default())),
        (Some("test"), ["--only", phase, filter @ ..]) if filter.len() <= 1 => Phase::named(phase)
            .map(|phase| Selection { only: Some(phase), filter: filter.first().map(|&part| part.to_owned()) })
            .map(Command::Test)
            .ok_or_else(|| Failure::Usage(format!("there is no phase {phase:?}"))),
        (Some("bench"), []) => Ok(Command::Bench),
        (Some("bench"), ["--serve"]) => Ok(Command::BenchPage { port: BENCH_PORT }),
        (Some("bench"), ["--serve", "--port", port]) => port_of(port).map(|port| Command::BenchPage { port }),
        (Some("pack"), []) => Ok(Command::Pack),
        (Some(name), rest) => Err(Failure::Usage(format!("not understood: {name} {}", rest.join(" ")))),
    }
}

fn port_of(text: &str) -> Result<u16, Failure> {
    text.parse().map_err(|_| Failure::Usage(format!("--port needs a number up to 65535, not {text:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Option<Command> {
        parse(line.split_whitespace().map(str::to_owned)).ok()
    }

    #[test]
    fn serve_has_a_port_of_its_own_unless_told() {
        assert_eq!(parsed("serve"), Some(Command::Serve { port: 8080 }));
        assert_eq!(parsed("serve --port 9000"), Some(Command::Serve { port: 9000 }));
        assert_eq!(parsed("bench --serve --port 9000"), Some(Command::BenchPage { port: 9000 }));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for line in ["serv", "serve --port", "serve --port 70000", "test now", "bench --port 9000"] {
            assert_eq!(parsed(line), None, "{line}");
        }
    }
}
