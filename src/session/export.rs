//! The run in the words of other programs, up to the cursor.

use super::{Session, Window};
use crate::exchange::{Code, Refused, given_when_then, mermaid, otlp, session_file};

/// What a run can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// The whole run, to be opened again: [`Session::open`].
    Session,
    /// CloudEvents 1.0, one event a line.
    CloudEvents,
    /// OpenTelemetry traces as JSON.
    Otlp,
    /// A sequence diagram.
    Mermaid,
    /// A state diagram of the sagas.
    MermaidSaga,
    /// A test in Rust that opens the run.
    Test,
}

impl ExportFormat {
    pub const ALL: [Self; 6] =
        [Self::Session, Self::CloudEvents, Self::Otlp, Self::Mermaid, Self::MermaidSaga, Self::Test];

    /// As scripts say it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::CloudEvents => "cloudevents",
            Self::Otlp => "otlp",
            Self::Mermaid => "mermaid",
            Self::MermaidSaga => "mermaid-saga",
            Self::Test => "test",
        }
    }

    /// # Errors
    /// `unknown-name`.
    pub fn from_name(name: &str) -> Result<Self, Refused> {
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            Refused::new(Code::UnknownName, "format", format!("no such format; known are {known}"))
        })
    }

    /// What a file of this format is called.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Session => "eventarium-session.json",
            Self::CloudEvents => "eventarium-events.jsonl",
            Self::Otlp => "eventarium-traces.json",
            Self::Mermaid => "eventarium-sequence.mmd",
            Self::MermaidSaga => "eventarium-saga.mmd",
            Self::Test => "eventarium_run.rs",
        }
    }

    /// The media type of such a file.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Session | Self::Otlp => "application/json",
            Self::CloudEvents => "application/x-ndjson",
            Self::Mermaid | Self::MermaidSaga | Self::Test => "text/plain",
        }
    }
}

impl Session {
    /// The text of a file. A session holds the whole run, everything else what was up to the cursor.
    ///
    /// # Errors
    /// `too-large` for a run that fits into no session file.
    pub fn export(&self, format: ExportFormat) -> Result<String, Refused> {
        match format {
            ExportFormat::Session => session_file::write(&self.shared("")?),
            ExportFormat::CloudEvents => Ok(self.event_lines()),
            ExportFormat::Otlp => Ok(otlp::write(self.world())),
            ExportFormat::Mermaid => Ok(mermaid::sequence_diagram(self.world())),
            ExportFormat::MermaidSaga => Ok(mermaid::state_diagram(self.world())),
            ExportFormat::Test => given_when_then::of_run(&self.shared("")?.alone(), self.world()),
        }
    }

    /// A test in Rust of one step up to the cursor: a sentence about the decider where the step decided a command,
    /// otherwise the run before and after it.
    ///
    /// # Errors
    /// A step that this run has not taken up to the cursor; `too-large` for a run that fits into no session file.
    pub fn test_of_step(&self, step: u32) -> Result<String, Refused> {
        if step == 0 || step > self.world().steps {
            let reason = format!("a step from 1 to {} was expected, not {step}", self.world().steps);
            return Err(Refused::new(Code::BadArgument, "step", reason));
        }
        match given_when_then::of_decision(self.world(), step) {
            Some(text) => Ok(text),
            None => given_when_then::of_step(&self.shared("")?.alone(), self.world(), step),
        }
    }

    /// One event at a time, for a run may have many.
    fn event_lines(&self) -> String {
        let mut text = String::new();
        for from in 0..self.world().store.len() {
            let window = Window { from, limit: Some(1), ..Window::default() };
            let events = self.events(&window).unwrap_or_default();
            for line in events.iter().filter_map(|event| serde_json::to_string(event).ok()) {
                text.push_str(&line);
                text.push('\n');
            }
        }
        text
    }
}
