//! The function's bootstrap, and, started again by itself, the child in which the code runs.

use std::{
    env,
    process::ExitCode,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anyhow::Context as _;
use beadle_domain::egress::EgressPolicy;
use beadle_outbound::ReqwestCaller;
use beadle_runtime::{Environment, Format, logging, settings};
use beadle_sandbox::{
    ChildProgram, Enforcement, Settings, Supervisor, invocation::Invocation, local::LocalSandbox,
    port::Sandbox,
};
use beadle_sandbox_child::ARGUMENT;
use beadle_sandbox_function::Handler;
use lambda_runtime::{Context, Error, LambdaEvent, service_fn};
use tracing::Instrument;

fn main() -> ExitCode {
    // Before anything else: a child reads no settings and has no runtime.
    if env::args_os().nth(1).is_some_and(|argument| argument == ARGUMENT) {
        return beadle_sandbox_child::main();
    }
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the sandbox ended");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn serve() -> Result<(), Error> {
    let handler = &set_up().await?;
    lambda_runtime::run(service_fn(|event: LambdaEvent<Invocation>| {
        let context = event.context;
        let invocation = logging::invocation(&context.request_id, context.xray_trace_id.as_deref());
        async move { Ok::<_, Error>(handler.handle(event.payload, left(&context)).await) }
            .instrument(invocation)
    }))
    .await
}

/// How much time the invocation has. A deadline in the past is ignored: `cargo lambda watch` sends a duration.
fn left(context: &Context) -> Duration {
    const UNLIMITED: Duration = Duration::from_secs(900);
    let deadline = UNIX_EPOCH + Duration::from_millis(context.deadline);
    deadline.duration_since(SystemTime::now()).unwrap_or(UNLIMITED)
}

async fn set_up() -> anyhow::Result<Handler<LocalSandbox>> {
    let environment = Environment::process();
    let (level, egress_allow, scratch) = environment
        .read(|env| (settings::log_level(env), settings::egress_allow(env), settings::scratch_folder(env)))?;
    logging::init("sandbox", level, Format::Json)?;
    let supervisor = Supervisor::new(Settings {
        child: ChildProgram {
            path: env::current_exe().context("the path of the bootstrap")?,
            arguments: vec![ARGUMENT.into()],
        },
        folder: scratch.clone().unwrap_or_else(env::temp_dir),
        enforcement: Enforcement::VirtualMachine,
        without: Vec::new(),
    })?;
    let caller = Arc::new(ReqwestCaller::new(EgressPolicy::strict(egress_allow))?);
    let sandbox = LocalSandbox::new(supervisor, caller);
    match sandbox.layers().await {
        Ok(layers) => tracing::info!(layers = ?layers.0, "the layers of this execution environment"),
        Err(failure) => tracing::warn!(%failure, "the layers of this execution environment are not known"),
    }
    Ok(Handler::new(sandbox, scratch))
}
