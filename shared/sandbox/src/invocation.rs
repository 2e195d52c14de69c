//! What the executor sends to the function that runs code in a virtual machine of its owner, and what comes back.

use std::{collections::BTreeMap, time::Duration};

use beadle_domain::function::MockFetch;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::{
    fault::Failure,
    function::{Defect, FunctionRun, Upload},
    layer::Layers,
    limits::FunctionLimits,
    log::NoLog,
    port::{Egress, Sandbox},
    script::ScriptRun,
    supervisor::{ParseError, Parsed, Report},
};

/// The version of these two. One that is not known is refused.
pub const VERSION: u32 = 1;

/// A request to the function.
#[derive(Clone, Serialize, Deserialize)]
pub struct Invocation {
    /// [`VERSION`].
    pub v: u32,
    /// What to do.
    pub work: Work,
}

/// What the function does. Secrets travel inside of it: over TLS, to a function that only the executor may invoke.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Work {
    /// Runs a function.
    Function {
        /// The run.
        run: FunctionRun,
        /// The hosts that it may call.
        hosts: Vec<String>,
        /// Its secrets.
        secrets: BTreeMap<String, String>,
        /// How long one fetch may take, in milliseconds.
        fetch_timeout_ms: u64,
        /// Answers in place of all calls.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mocks: Option<Vec<MockFetch>>,
    },
    /// Runs a script.
    Script {
        /// The run.
        run: ScriptRun,
    },
    /// Parses modules.
    Parse {
        /// The modules.
        upload: Upload,
        /// How much.
        limits: FunctionLimits,
    },
    /// Says which layers hold.
    Layers,
}

/// The answer of the function.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// A run came to this.
    Report(Report),
    /// The modules are in order.
    Parsed {
        /// The names that the entry exports.
        exports: Vec<String>,
    },
    /// They are not.
    Defects {
        /// What is wrong.
        defects: Vec<Defect>,
    },
    /// These hold.
    Layers {
        /// Each layer.
        layers: Layers,
    },
    /// Nothing was done.
    Failed {
        /// Why.
        failure: Failure,
    },
}

impl Invocation {
    /// The request to run a function.
    #[must_use]
    pub fn function(run: &FunctionRun, egress: &Egress) -> Self {
        let exposed =
            |(name, secret): (&String, &SecretString)| (name.clone(), secret.expose_secret().to_owned());
        let work = Work::Function {
            run: run.clone(),
            hosts: egress.hosts.clone(),
            secrets: egress.secrets.iter().map(exposed).collect(),
            fetch_timeout_ms: u64::try_from(egress.timeout.as_millis()).unwrap_or(u64::MAX),
            mocks: egress.mocks.clone(),
        };
        Self { v: VERSION, work }
    }

    /// The request to do `work`.
    #[must_use]
    pub fn of(work: Work) -> Self {
        Self { v: VERSION, work }
    }

    /// Does it in `sandbox`. The log is in the report.
    pub async fn answer(self, sandbox: &dyn Sandbox) -> Answer {
        /// The virtual machine has one owner, so that nobody has to be told apart inside.
        const OWNER: &str = "";
        match self.work {
            Work::Function { run, hosts, secrets, fetch_timeout_ms, mocks } => {
                let secrets = secrets.into_iter().map(|(name, secret)| (name, secret.into())).collect();
                let egress =
                    Egress { hosts, secrets, timeout: Duration::from_millis(fetch_timeout_ms), mocks };
                Answer::Report(sandbox.run_function(OWNER, &run, &egress, &NoLog).await)
            }
            Work::Script { run } => Answer::Report(sandbox.run_script(OWNER, &run, &NoLog).await),
            Work::Parse { upload, limits } => sandbox.parse_modules(OWNER, &upload, &limits).await.into(),
            Work::Layers => match sandbox.layers().await {
                Ok(layers) => Answer::Layers { layers },
                Err(failure) => Answer::Failed { failure },
            },
        }
    }
}

impl From<Result<Parsed, ParseError>> for Answer {
    fn from(outcome: Result<Parsed, ParseError>) -> Self {
        match outcome {
            Ok(Parsed { exports }) => Self::Parsed { exports },
            Err(ParseError::Defects(defects)) => Self::Defects { defects },
            Err(ParseError::Failed(failure)) => Self::Failed { failure },
        }
    }
}
