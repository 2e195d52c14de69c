//! The AWS clients, which share one configuration and one HTTP client.

use std::{env, sync::Arc, time::Duration};

use aws_config::{
    BehaviorVersion, Region, SdkConfig, environment::EnvironmentVariableCredentialsProvider,
    retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use beadle_application::{
    Ports,
    account::RecentAccounts,
    calendar::TasksWithCalendars,
    port::{Clock, Ids, NoSandbox, Queue},
};
use beadle_domain::interpolation::SecretError;
use beadle_domain::script::Scripts;
use beadle_sandbox::{CodeSandbox, SandboxProbe};

use crate::{
    absent::Absent,
    accounts::AccountStore,
    answers::AnswerBucket,
    api_keys::ApiKeyTable,
    api_secrets,
    audit::AuditStore,
    batches::BatchTable,
    calendars::CalendarTable,
    configs::ConfigStore,
    dependencies::DependencyStore,
    event_bus::EventBridge,
    executions::ExecutionStore,
    functions::FunctionTable,
    gates::Gates,
    probe::{QueueProbe, TableProbe},
    projection::Projections,
    queue::SqsQueue,
    rollups::RollupStore,
    sandbox::LambdaSandbox,
    scheduler::EventBridgeScheduler,
    secrets::ParameterStore,
    set_aside::SetAside,
    settings::{
        ApiSecretsSettings, EventBusSettings, QueueSettings, SandboxSettings, SchedulerSettings,
        SecretsSettings, TableSettings,
    },
    table::Table,
    tasks::TaskStore,
    templates::TemplateTable,
    tokens::SharedTokens,
    watches::WatchTable,
};

/// How long connecting may take; the services are in the same region.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// The timeout of one attempt of a call, and of the call with all its attempts.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(4);
const CALL_TIMEOUT: Duration = Duration::from_secs(15);

/// How often a call is attempted.
const MAX_ATTEMPTS: u32 = 4;

/// The configuration of all clients.
#[derive(Debug, Clone)]
pub struct Aws {
    config: SdkConfig,
    set_aside: SetAside,
}

impl Aws {
    /// Uses the credentials and region that Lambda puts into the environment, and honours `AWS_ENDPOINT_URL`
    /// and `AWS_ENDPOINT_URL_<SERVICE>`. Opens no connection yet.
    ///
    /// The loader of `aws-config` would also look for profile files and roles to assume. Lambda has neither,
    /// and the loader would add to the cold start and to the binary.
    pub fn connect() -> Self {
        let tls = Provider::Rustls(CryptoMode::AwsLc);
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .operation_timeout(CALL_TIMEOUT)
            .build();
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(env::var("AWS_REGION").ok().map(Region::new))
            .credentials_provider(SharedCredentialsProvider::new(
                EnvironmentVariableCredentialsProvider::new(),
            ))
            .http_client(Builder::new().tls_provider(tls).build_https())
            .retry_config(RetryConfig::standard().with_max_attempts(MAX_ATTEMPTS))
            .timeout_config(timeouts)
            .service_config(Environment);
        Self::with_config(config.build())
    }

    /// Uses another configuration, such as that of an emulator.
    pub fn with_config(config: SdkConfig) -> Self {
        Self { config, set_aside: SetAside::default() }
    }

    /// The table.
    pub fn table(&self, settings: &TableSettings) -> Table {
        let table = Table::new(aws_sdk_dynamodb::Client::new(&self.config), settings.table.as_str())
            .setting_aside(self.set_aside.clone())
            .keeping_audit(settings.audit_retention)
            .spreading_lists(settings.list_parts);
        match &settings.answers {
            Some(bucket) => table.with_answers_in(AnswerBucket::new(&self.config, bucket)),
            None => table,
        }
    }

    /// The ports over the table and the queues. There is no scheduler, no bus and no sandbox: a function whose
    /// role grants them puts [`Self::scheduler`], [`Self::event_bus`] and [`Self::sandbox`] in place.
    pub fn ports(
        &self,
        settings: &TableSettings,
        queues: QueueSettings,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Ports {
        let table = self.table(settings);
        let probes =
            vec![Arc::new(TableProbe::new(table.clone())) as _, Arc::new(self.queue_probe(&queues)) as _];
        let queue = Arc::new(self.queue(queues, clock.clone()));
        let executions = Arc::new(ExecutionStore::new(table.clone(), queue.clone(), settings.retention));
        let calendars = Arc::new(CalendarTable::new(table.clone()));
        Ports {
            tasks: TasksWithCalendars::over(Arc::new(TaskStore::new(table.clone())), calendars.clone()),
            calendars,
            dependencies: Arc::new(DependencyStore::new(table.clone())),
            executions: executions.clone(),
            starter: executions.clone(),
            batches: Arc::new(BatchTable::new(table.clone(), settings.retention)),
            runs: executions,
            configs: Arc::new(ConfigStore::new(table.clone())),
            gates: Arc::new(Gates::new(table.clone())),
            api_keys: Arc::new(ApiKeyTable::new(table.clone())),
            templates: Arc::new(TemplateTable::new(table.clone())),
            functions: Arc::new(FunctionTable::new(table.clone())),
            sandbox: Arc::new(NoSandbox),
            scripts: Arc::new(Scripts::none("the settings of the API")),
            accounts: RecentAccounts::over(Arc::new(AccountStore::new(table.clone())), clock.clone()),
            rollups: Arc::new(RollupStore::new(table.clone())),
            audit: Arc::new(AuditStore::new(table.clone())),
            projections: Arc::new(Projections::new(table.clone(), clock.clone())),
            tokens: Arc::new(SharedTokens::new(table.clone())),
            watches: Arc::new(WatchTable::new(table)),
            queue,
            scheduler: Arc::new(Absent),
            bus: Arc::new(Absent),
            probes,
            clock,
            ids,
        }
    }

    /// The ports of executions; their messages go through `queue`.
    pub fn executions(&self, settings: &TableSettings, queue: Arc<dyn Queue>) -> ExecutionStore {
        ExecutionStore::new(self.table(settings), queue, settings.retention)
    }

    /// The projector's store.
    pub fn projections(&self, settings: &TableSettings, clock: Arc<dyn Clock>) -> Projections {
        Projections::new(self.table(settings), clock)
    }

    /// The queue to the executor.
    pub fn queue(&self, settings: QueueSettings, clock: Arc<dyn Clock>) -> SqsQueue {
        let scheduler = aws_sdk_scheduler::Client::new(&self.config);
        SqsQueue::new(aws_sdk_sqs::Client::new(&self.config), scheduler, settings, clock)
    }

    /// The scheduler of ticks.
    pub fn scheduler(&self, settings: SchedulerSettings, clock: Arc<dyn Clock>) -> EventBridgeScheduler {
        EventBridgeScheduler::new(aws_sdk_scheduler::Client::new(&self.config), settings, clock)
    }

    /// The sandbox.
    pub fn sandbox(&self, settings: SandboxSettings) -> CodeSandbox<LambdaSandbox> {
        CodeSandbox(LambdaSandbox::new(aws_sdk_lambda::Client::new(&self.config), settings))
    }

    /// The probe of the sandbox, which reports its layers.
    pub fn sandbox_probe(&self, settings: SandboxSettings) -> SandboxProbe<LambdaSandbox> {
        SandboxProbe::new(self.sandbox(settings).0)
    }

    /// The bus for domain events.
    pub fn event_bus(&self, settings: EventBusSettings) -> EventBridge {
        EventBridge::new(aws_sdk_eventbridge::Client::new(&self.config), settings)
    }

    /// The store of secrets.
    pub fn secrets(&self, settings: SecretsSettings, clock: Arc<dyn Clock>) -> ParameterStore {
        ParameterStore::new(aws_sdk_ssm::Client::new(&self.config), settings, clock)
    }

    /// The secrets of the API itself that stand for `variables` and exist, each with its variable.
    ///
    /// # Errors
    /// [`SecretError::Unavailable`] when Parameter Store does not answer or denies access.
    pub async fn api_secrets(
        &self,
        settings: &ApiSecretsSettings,
        variables: &[&'static str],
    ) -> Result<Vec<(&'static str, String)>, SecretError> {
        api_secrets::read(&aws_sdk_ssm::Client::new(&self.config), settings, variables).await
    }

    /// The probe of the queues.
    pub fn queue_probe(&self, settings: &QueueSettings) -> QueueProbe {
        QueueProbe::new(aws_sdk_sqs::Client::new(&self.config), settings)
    }
}

/// Reads settings of the SDK from the environment, for all services or, with the service's name as a suffix,
/// for one (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>).
#[derive(Debug)]
struct Environment;

impl LoadServiceConfig for Environment {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        let service = key.service_id().to_uppercase().replace(' ', "_");
        env::var(format!("{}_{service}", key.env())).or_else(|_| env::var(key.env())).ok()
    }
}
