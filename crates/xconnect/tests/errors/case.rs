//! A case: what has to be so, the call that is then refused, and the row that it is refused with.

use std::panic::{AssertUnwindSafe, catch_unwind};

use xconnect_engine::Commit;
use xconnect_log::Log;

use crate::coverage::SHARED;
use crate::support::call::Call;
use crate::support::client::Answer;
use crate::support::{Setup, World};

/// A documented row, as a test knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    pub(crate) action: &'static str,
    pub(crate) http: u16,
    pub(crate) code: &'static str,
    /// The message as it is documented; `%s` stands for what a refusal fills in.
    pub(crate) template: &'static str,
}

/// One way to provoke a row.
pub(crate) struct Case {
    row: Row,
    /// The message, where the template says less.
    message: Option<String>,
    /// More lines for the configuration.
    config: &'static str,
    /// Sets everything up, and makes the call.
    call: Box<dyn Fn(&World) -> Call>,
}

/// A case for a row of an action's own.
pub(crate) fn case(
    action: &'static str,
    http: u16,
    code: &'static str,
    template: &'static str,
    call: impl Fn(&World) -> Call + 'static,
) -> Case {
    Case { row: Row { action, http, code, template }, message: None, config: "", call: Box::new(call) }
}

/// A case for a row that all actions share.
pub(crate) fn shared(
    http: u16,
    code: &'static str,
    template: &'static str,
    call: impl Fn(&World) -> Call + 'static,
) -> Case {
    case(SHARED, http, code, template, call)
}

impl Case {
    /// The message that this call is answered with.
    pub(crate) fn says(self, message: impl Into<String>) -> Self {
        Self { message: Some(message.into()), ..self }
    }

    /// A server with more lines in its configuration.
    pub(crate) fn config(self, config: &'static str) -> Self {
        Self { config, ..self }
    }

    pub(crate) fn row(&self) -> Row {
        self.row
    }

    /// Provokes the row on a server of its own; the error says what went wrong.
    pub(crate) fn run(&self) -> Result<(), String> {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let world = Setup::default().config(self.config).start();
            let problem = self.run_on(&world);
            // Whoever closed the gate to be refused has been.
            world.gate().open();
            problem
        }));
        let problem = match outcome {
            Ok(problem) => problem,
            Err(panic) => Some(panic.downcast_ref::<String>().cloned().unwrap_or_else(|| "it panics".into())),
        };
        problem.map_or(Ok(()), |problem| Err(format!("{:?}: {problem}", self.row)))
    }

    fn run_on(&self, world: &World) -> Option<String> {
        let call = (self.call)(world);
        let (before, head) = (world.state(), world.log().head().unwrap());
        let answer = world.send(&call);
        let refusal = self.judge(&answer);
        if refusal.is_some() {
            return refusal;
        }
        if world.state() != before {
            return Some("the State has changed".to_owned());
        }
        let entries = world.log().read(head, usize::MAX).unwrap();
        let harmless = entries.iter().all(|entry| {
            let commit: Commit = serde_json::from_slice(&entry.body).unwrap();
            commit.changes.is_empty() && commit.refused.is_some()
        });
        (!harmless).then(|| "the log has more than a used nonce".to_owned())
    }

    /// What is wrong with an answer.
    fn judge(&self, answer: &Answer) -> Option<String> {
        let body = answer.json();
        let text = |field: &str| body[field].as_str().unwrap_or("(no text)").to_owned();
        let message = text("Message");
        let says_it = match (&self.message, self.row.template.split_once("%s")) {
            (Some(exact), _) => message == *exact,
            (None, Some((start, end))) => message.starts_with(start) && message.ends_with(end),
            (None, None) => message == self.row.template,
        };
        let throttled = self.row.code.starts_with("Throttling");
        let checks = [
            (answer.status == self.row.http, "the status"),
            (text("Code") == self.row.code, "the code"),
            (says_it, "the message"),
            (answer.header("x-acs-request-id") == Some(&text("RequestId")), "the request's id"),
            (body["HostId"].is_string() && body["Recommend"].is_string(), "the envelope"),
            (answer.header("x-acs-retry-after").is_some() == throttled, "x-acs-retry-after"),
        ];
        let wrong: Vec<_> = checks.into_iter().filter(|(right, _)| !right).map(|(_, what)| what).collect();
        (!wrong.is_empty()).then(|| format!("{} of {answer:?}", wrong.join(", ")))
    }
}
