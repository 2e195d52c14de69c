//! A budget of credits end to end: executions that it does not cover are deferred, and continue after a
//! top-up.

use std::sync::Arc;

use async_trait::async_trait;
use beadle_application::{
    Call,
    account::settle,
    port::{Accounts, Applied, Checkpoint, Clock, Executions, HttpCaller, ProjectionStore, StartExecutions},
};
use beadle_domain::{
    access::{Principal, Role},
    account::{Account, Credits, LimitType, SubscriptionLevel},
    call::{CallError, CallLimits, HttpRequest, HttpResponse},
    execution::{HoldKind, State, Status, Trigger, explain::WaitKind},
    projection::{Counter, Hour, Projection, RollupCounters, Sequence},
};
use beadle_embedded::{Embedded, Options};
use beadle_executor::Executor;
use beadle_values::id::ExecutionId;

use crate::{
    conformance::{
        Verdict,
        adapters::stepped_clock::SteppedClock,
        specimen::{at, execution_with, executions_of_owner, owner},
    },
    due, executor_ports,
};

const BUDGET: u64 = 10;
const EXECUTIONS: usize = 25;

fn credits(whole: u64) -> Credits {
    Credits::from_thousandths(whole * 1_000)
}

/// A destination that answers 200 to everything.
struct Willing;

#[async_trait]
impl HttpCaller for Willing {
    async fn call(&self, _: HttpRequest, _: CallLimits) -> Result<HttpResponse, CallError> {
        Ok(HttpResponse {
            status: 200,
            headers: Vec::new(),
            body: Default::default(),
            truncated: false,
            lost_body: None,
        })
    }
}

struct World {
    store: Embedded,
    clock: Arc<SteppedClock>,
    executor: Executor,
}

impl World {
    fn new() -> anyhow::Result<Self> {
        let clock = Arc::new(SteppedClock::default());
        let store = Embedded::open(Options { clock: clock.clone(), ..Options::in_memory() })?;
        let ports = executor_ports::over(
            &store,
            Arc::new(Willing),
            clock.clone(),
            Arc::new(beadle_testing::HalfJitter),
        );
        Ok(Self { store, clock, executor: Executor::new(ports) })
    }

    /// Why an execution waits, and what would help, as explained to its owner: `None` once it no longer
    /// waits.
    async fn explained(&self, id: ExecutionId) -> anyhow::Result<(WaitKind, Option<LimitType>, String)> {
        let executions = beadle_testing::services(&Arc::new(self.store.clone())).executions;
        let by = Principal::in_person(owner("ada"), Role::User);
        let explanation = executions.explain(&by, id, self.clock.now()).await?;
        let waits = explanation.waiting_for.ok_or_else(|| anyhow::anyhow!("it waits for nothing"))?;
        let account = waits.account.ok_or_else(|| anyhow::anyhow!("nothing of the account"))?;
        Ok((waits.kind, account.reached(), explanation.next.map(|next| next.what).unwrap_or_default()))
    }

    /// Runs all due executions concurrently, and settles every change twice.
    async fn run(&self) -> anyhow::Result<()> {
        due::run(&self.store, &self.executor).await?;
        let records = self.store.changes().first().await?;
        for _ in 0..2 {
            settle(&self.store, &records).await?;
        }
        Ok(())
    }

    async fn count(&self, status: Status) -> anyhow::Result<usize> {
        let page = self.store.list(&executions_of_owner("ada", 100)).await?;
        Ok(page.items.iter().filter(|execution| execution.status() == status).count())
    }

    async fn account(&self) -> anyhow::Result<Account> {
        let stored = Accounts::read(&self.store, &owner("ada")).await?;
        stored.account.ok_or_else(|| anyhow::anyhow!("there is no account"))
    }
}

#[tokio::test]
async fn executions_beyond_a_budget_wait_for_a_top_up() -> Verdict {
    let world = World::new()?;
    let account = Account { monthly_credits: Some(credits(BUDGET)), ..Account::new(owner("ada"), at(0)) };
    Accounts::write(&world.store, &account, 0, None).await?;
    for _ in 0..EXECUTIONS {
        world.store.start(&execution_with(|request| request.credits = credits(1))).await?;
    }
    world.run().await?;

    let covered = usize::try_from(BUDGET)?;
    assert_eq!(world.count(Status::Completed).await?, covered);
    assert_eq!(world.count(Status::Deferred).await?, EXECUTIONS - covered);
    for execution in world.store.list(&executions_of_owner("ada", 100)).await?.items {
        if let State::Deferred { hold, .. } = execution.state() {
            assert_eq!(hold.kind, HoldKind::Credits, "{}", hold.reason);
            assert_eq!(execution.progress.holds.len(), 1);
            let (kind, reached, next) = world.explained(execution.id()).await?;
            assert_eq!((kind, reached), (WaitKind::Hold(HoldKind::Credits), Some(LimitType::Credits)));
            assert!(next.contains("it costs 1 credits and 0 are left; a top-up"), "{next}");
        }
    }
    assert_eq!(world.account().await?.ledger.spent, credits(BUDGET));

    let admin = Principal::in_person(owner("root"), Role::Admin);
    let accounts = beadle_testing::services(&Arc::new(world.store.clone())).accounts;
    for replayed in [false, true] {
        let (ada, now) = (owner("ada"), world.clock.now());
        let done = accounts.top_up(Call::new(&admin, now), &ada, "key", credits(15)).await?;
        assert_eq!((done.replayed, done.account.ledger.bought), (replayed, credits(15)));
        assert_eq!(done.released, EXECUTIONS - covered);
    }
    world.run().await?;
    assert_eq!(world.count(Status::Completed).await?, EXECUTIONS);
    let ledger = world.account().await?.ledger;
    assert_eq!((ledger.spent_ever, ledger.reserved()), (credits(25), Credits::ZERO));
    Ok(())
}

#[tokio::test]
async fn scheduled_executions_beyond_the_daily_limit_wait_and_explain_why() -> Verdict {
    let world = World::new()?;
    let level = Some(SubscriptionLevel::Free);
    Accounts::write(&world.store, &Account { level, ..Account::new(owner("ada"), at(0)) }, 0, None).await?;
    let mut counters = RollupCounters::default();
    counters.count(Counter::Completed, 1_000);
    let hours = [((owner("ada"), Hour::of(world.clock.now())), counters)];
    let projection = Projection { rollups: hours.into(), ..Projection::default() };
    let checkpoint = Checkpoint { shard: "shardId-1".into(), first: Sequence::of(1), last: Sequence::of(1) };
    assert_eq!(world.store.apply(&projection, &checkpoint).await?, Applied::Done);
    let execution = execution_with(|request| request.trigger = Trigger::tick(at(0)));
    world.store.start(&execution).await?;
    world.run().await?;
    let (kind, reached, next) = world.explained(execution.id()).await?;
    assert_eq!((kind, reached), (WaitKind::Hold(HoldKind::Limit), Some(LimitType::ExecutionsPerDay)));
    assert!(next.contains("1000 executions have run today; another level lets it ask at once"), "{next}");
    Ok(())
}
