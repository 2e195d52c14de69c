//! How each port writes its rows.

use async_trait::async_trait;
use beadle_application::port::{Inserted, Replaced, Saved, Started, TokenKey, TokenRow, VersionedWrite};
use beadle_domain::{
    account::{Account, Credits},
    config::Config,
    dependency::Release,
    execution::{Execution, State},
    gate::{GateKey, GatePart, GateState},
    policy::RateStrategy,
    task::Task,
    template::{Template, built_in},
    watch::{Watch, WatchKey},
};
use beadle_values::id::{ConfigId, ExecutionId, OwnerId, TaskId, TemplateId};
use jiff::SignedDuration;
use uuid::Uuid;

use super::{Removable, Stored, Versioned, Written};
use crate::conformance::{
    accounts, configs, dependencies, executions, gates,
    specimen::{T0, at, execution_with, owner, task_with},
    tasks, templates, tokens, watches,
};

fn replaced<R>(replaced: Replaced) -> Written<R> {
    match replaced {
        Replaced::Done => Written::Done,
        Replaced::Conflict => Written::Conflict(None),
    }
}

fn inserted<R>(inserted: Inserted<R>, version: impl Fn(&R) -> u64) -> Written<R> {
    match inserted {
        Inserted::Created => Written::Done,
        Inserted::Existing(existing) => Written::Conflict(Some(Some((version(&existing), *existing)))),
    }
}

#[async_trait]
impl Versioned for tasks::Fixture {
    type Row = Task;

    fn row(key: Uuid, version: u64, mark: u32) -> Task {
        task_with(|task| {
            (task.id, task.version, task.name) = (TaskId::from_uuid(key), version, format!("Change {mark}"));
        })
    }

    async fn read(&self, key: Uuid) -> anyhow::Result<Stored<Task>> {
        let found = self.store.get(TaskId::from_uuid(key)).await?.map(|saved| saved.task);
        Ok(found.filter(|task| task.deleted_at.is_none()).map(|task| (task.version, task)))
    }

    async fn create(&self, _: Uuid, row: &Task) -> anyhow::Result<Written<Task>> {
        Ok(inserted(self.store.insert(row).await?, |task| task.version))
    }

    async fn replace(&self, _: Uuid, expected: u64, row: &Task) -> anyhow::Result<Written<Task>> {
        Ok(replaced(self.store.replace(row, expected).await?))
    }
}

/// A removed task is one that says so: it can be restored.
#[async_trait]
impl Removable for tasks::Fixture {
    async fn remove(&self, key: Uuid, expected: u64) -> anyhow::Result<Written<Task>> {
        let removed = Task { deleted_at: Some(at(1)), ..Self::row(key, expected + 1, 0) };
        Ok(replaced(self.store.replace(&removed, expected).await?))
    }
}

#[async_trait]
impl Versioned for configs::Fixture {
    type Row = Config;

    fn row(key: Uuid, version: u64, mark: u32) -> Config {
        configs::config_with(|config| {
            config.id = ConfigId::from_uuid(key);
            (config.version, config.name) = (version, format!("Change {mark}"));
        })
    }

    async fn read(&self, key: Uuid) -> anyhow::Result<Stored<Config>> {
        Ok(self.store.get(ConfigId::from_uuid(key)).await?.map(|config| (config.version, config)))
    }

    async fn create(&self, _: Uuid, row: &Config) -> anyhow::Result<Written<Config>> {
        Ok(inserted(self.store.insert(row).await?, |config| config.version))
    }

    async fn replace(&self, _: Uuid, expected: u64, row: &Config) -> anyhow::Result<Written<Config>> {
        Ok(replaced(self.store.replace(row, expected).await?))
    }
}

#[async_trait]
impl Removable for configs::Fixture {
    async fn remove(&self, key: Uuid, expected: u64) -> anyhow::Result<Written<Config>> {
        Ok(replaced(self.store.remove(ConfigId::from_uuid(key), expected, None).await?))
    }
}

#[async_trait]
impl Versioned for templates::Fixture {
    type Row = Template;

    fn row(key: Uuid, version: u64, mark: u32) -> Template {
        let like = built_in::find(&"tpl_database_cleanup".parse().expect("an id")).expect("it is built in");
        Template { id: TemplateId::from_uuid(key), version, name: format!("Change {mark}"), ..like.clone() }
    }

    async fn read(&self, key: Uuid) -> anyhow::Result<Stored<Template>> {
        Ok(self.store.get(&TemplateId::from_uuid(key)).await?.map(|template| (template.version, template)))
    }

    async fn create(&self, _: Uuid, row: &Template) -> anyhow::Result<Written<Template>> {
        Ok(replaced(self.store.write(row, 0, None).await?))
    }

    async fn replace(&self, _: Uuid, expected: u64, row: &Template) -> anyhow::Result<Written<Template>> {
        Ok(replaced(self.store.write(row, expected, None).await?))
    }
}

#[async_trait]
impl Removable for templates::Fixture {
    async fn remove(&self, key: Uuid, expected: u64) -> anyhow::Result<Written<Template>> {
        Ok(replaced(self.store.remove(&TemplateId::from_uuid(key), expected, None).await?))
    }
}

fn account_owner(key: Uuid) -> OwnerId {
    owner(&key.to_string())
}

#[async_trait]
impl Versioned for accounts::Fixture {
    type Row = Account;

    fn row(key: Uuid, _: u64, mark: u32) -> Account {
        let monthly_credits = Some(Credits::from_thousandths(mark.into()));
        Account { monthly_credits, ..Account::new(account_owner(key), at(0)) }
    }

    async fn read(&self, key: Uuid) -> anyhow::Result<Stored<Account>> {
        let stored = self.store.read(&account_owner(key)).await?;
        Ok(stored.account.map(|account| (stored.version, account)))
    }

    async fn create(&self, key: Uuid, row: &Account) -> anyhow::Result<Written<Account>> {
        self.replace(key, 0, row).await
    }

    async fn replace(&self, _: Uuid, expected: u64, row: &Account) -> anyhow::Result<Written<Account>> {
        Ok(match self.store.write(row, expected, None).await? {
            VersionedWrite::Done => Written::Done,
            VersionedWrite::Conflict(current) => {
                Written::Conflict(Some(current.account.map(|account| (current.version, account))))
            }
        })
    }
}

fn gate_key(key: Uuid) -> GateKey {
    GateKey::of_config(ConfigId::from_uuid(key), GatePart::Limiter(0))
}

#[async_trait]
impl Versioned for gates::Fixture {
    type Row = GateState;

    fn row(_: Uuid, _: u64, mark: u32) -> GateState {
        gates::limiter(RateStrategy::TokenBucket, 1, at(mark.into()))
    }

    async fn read(&self, key: Uuid) -> anyhow::Result<Stored<GateState>> {
        let stored = self.store.read(&gate_key(key)).await?;
        Ok(stored.state.map(|state| (stored.version, state)))
    }

    async fn create(&self, key: Uuid, row: &GateState) -> anyhow::Result<Written<GateState>> {
        self.replace(key, 0, row).await
    }

    async fn replace(&self, key: Uuid, expected: u64, row: &GateState) -> anyhow::Result<Written<GateState>> {
        Ok(match self.store.write(&gate_key(key), row, expected).await? {
            VersionedWrite::Done => Written::Done,
            VersionedWrite::Conflict(current) => {
                Written::Conflict(Some(current.state.map(|state| (current.version, state))))
            }
        })
    }
}

fn token_key(key: Uuid) -> TokenKey {
    TokenKey::new(key.simple().to_string())
}

#[async_trait]
impl Versioned for tokens::Fixture {
    type Row = TokenRow;

    fn row(_: Uuid, version: u64, mark: u32) -> TokenRow {
        let keep_until = T0 + SignedDuration::from_hours(1);
        TokenRow { version, sealed: Some(mark.to_be_bytes().into()), leased_until: None, keep_until }
    }

    async fn read(&self, key: Uuid) -> anyhow::Result<Stored<TokenRow>> {
        Ok(self.store.read(&token_key(key)).await?.map(|row| (row.version, row)))
    }

    async fn create(&self, key: Uuid, row: &TokenRow) -> anyhow::Result<Written<TokenRow>> {
        self.replace(key, 0, row).await
    }

    /// The version in the row says which one it replaces.
    async fn replace(&self, key: Uuid, _: u64, row: &TokenRow) -> anyhow::Result<Written<TokenRow>> {
        Ok(replaced(self.store.write(&token_key(key), row).await?))
    }
}

#[async_trait]
impl Versioned for watches::Fixture {
    type Row = Watch;

    fn row(key: Uuid, version: u64, mark: u32) -> Watch {
        watches::runs(key, version, Some(mark.into()))
    }

    async fn read(&self, key: Uuid) -> anyhow::Result<Stored<Watch>> {
        let watch = self.store.read(&WatchKey::Task(TaskId::from_uuid(key))).await?;
        Ok(watch.map(|watch| (watch.version, watch)))
    }

    async fn create(&self, key: Uuid, row: &Watch) -> anyhow::Result<Written<Watch>> {
        self.replace(key, 0, row).await
    }

    /// The version in the row says which one it replaces.
    async fn replace(&self, _: Uuid, _: u64, row: &Watch) -> anyhow::Result<Written<Watch>> {
        Ok(replaced(self.store.write(row).await?))
    }
}

/// The rows are the releases of tasks.
#[async_trait]
impl Versioned for dependencies::Fixture {
    type Row = Release;

    fn row(key: Uuid, version: u64, mark: u32) -> Release {
        Release {
            task: TaskId::from_uuid(key),
            version,
            consumed: Default::default(),
            skipped: false,
            execution: ExecutionId::from_uuid(Uuid::from_u128(u128::from(mark) + 1)),
            replay_of: None,
            depth: 1,
            circle: None,
            started: false,
        }
    }

    async fn read(&self, key: Uuid) -> anyhow::Result<Stored<Release>> {
        let release = self.releases.last_release(TaskId::from_uuid(key)).await?;
        Ok(release.map(|release| (release.version, release)))
    }

    async fn create(&self, key: Uuid, row: &Release) -> anyhow::Result<Written<Release>> {
        self.replace(key, 0, row).await
    }

    /// The version in the row says which one it replaces.
    async fn replace(&self, _: Uuid, _: u64, row: &Release) -> anyhow::Result<Written<Release>> {
        Ok(replaced(self.releases.put_release(row).await?))
    }
}

#[async_trait]
impl Versioned for executions::Fixture {
    type Row = Execution;

    fn row(key: Uuid, version: u64, mark: u32) -> Execution {
        let mut execution = execution_with(|request| request.id = ExecutionId::from_uuid(key));
        execution.progress.version = version;
        execution.progress.state = State::Pending { due: at(mark.into()) };
        execution
    }

    async fn read(&self, key: Uuid) -> anyhow::Result<Stored<Execution>> {
        let found = self.store.get(ExecutionId::from_uuid(key)).await?;
        Ok(found.map(|execution| (execution.version(), execution)))
    }

    async fn create(&self, _: Uuid, row: &Execution) -> anyhow::Result<Written<Execution>> {
        Ok(match self.store.start(row).await? {
            Started::Created => Written::Done,
            Started::Existing(existing) => Written::Conflict(Some(Some((existing.version(), *existing)))),
        })
    }

    async fn replace(&self, _: Uuid, expected: u64, row: &Execution) -> anyhow::Result<Written<Execution>> {
        Ok(match self.store.save(row, expected, 0).await? {
            Saved::Done => Written::Done,
            Saved::Conflict | Saved::CancelRequested | Saved::Reported => Written::Conflict(None),
        })
    }
}
