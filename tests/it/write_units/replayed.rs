//! The reads and writes of a replay: the page that the list reads, a row for each execution found, and the
//! writes of each start; a repeat writes nothing.

use beadle_application::{
    Call, PolicyDefaults,
    execution::{ExecutionService, ReplayOutcome},
};
use beadle_aws::{AccountStore, BatchTable, ConfigStore, FunctionTable, Gates as GateTable, TaskStore};
use beadle_domain::{
    access::{Principal, Role},
    replay::Replay,
};

use beadle_embedded::{Embedded, Options};
use beadle_runtime::SystemClock;
use beadle_testing::CountedIds;

use super::*;

const FAILED: usize = 6;
const COMPLETED: usize = 20;

#[tokio::test]
async fn a_replay_reads_a_page_and_a_row_each_and_its_repeat_writes_nothing() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let table = Table::new(metered.meter.attached_to(&metered._dynamo.client), TABLE);
    let executions = ExecutionService {
        executions: metered.executions.clone(),
        starter: metered.executions.clone(),
        batches: Arc::new(BatchTable::new(table.clone(), Retention::default())),
        tasks: Arc::new(TaskStore::new(table.clone())),
        configs: Arc::new(ConfigStore::new(table.clone())),
        gates: Arc::new(GateTable::new(table.clone())),
        accounts: Arc::new(AccountStore::new(table.clone())),
        // The entries of the audit trail are not part of what is measured here.
        audit: Arc::new(Embedded::open(Options::in_memory())?),
        code: beadle_testing::without_scripts(Arc::new(FunctionTable::new(table))),
        clock: Arc::new(SystemClock),
        ids: Arc::new(CountedIds::default()),
        defaults: PolicyDefaults::default(),
        rate_limit: None,
    };
    for number in 0..FAILED + COMPLETED {
        let running = metered.run(&execution(None, body())).await?;
        let outcome = if number < FAILED {
            Outcome::Failed { failure: Failure::http_status(404, None), answer: None }
        } else {
            Outcome::Succeeded { answer: answer() }
        };
        metered.settle(&running, outcome).await?;
    }
    metered.meter.take();
    metered.meter.take_reads();

    let owner = OwnerId::parse("auth0|5f7c8ec7c33c6c004bbafe82")?;
    let by = Principal::in_person(owner, Role::User);
    let later = NOW + SignedDuration::from_secs(60);
    let asked = Replay::parse_at(&json!({"filter": {"error_code": "http_status"}}), later, &Path::body())?;
    let call = Call::new(&by, later);
    for first in [true, false] {
        let plan = executions.plan_replay(call, &asked).await?;
        assert_eq!((plan.items.len(), &plan.next), (FAILED, &None));
        let (reads, writes) = (metered.meter.take_reads(), metered.meter.take());
        println!("a replay of {FAILED} among {}: reads {reads:?}", FAILED + COMPLETED);
        // The owner's rows, the index, and one for each that failed; the first time the account of the owner, then in one
        // batch the rows of the replays, which the index lists.
        assert_eq!((reads.len(), writes.len()), (2 + FAILED + 1, 0));
        let mut started = 0;
        for outcome in executions.carry_out(call, plan.items).await {
            started += usize::from(matches!(outcome?, ReplayOutcome::Started(_)));
        }
        let writes = metered.meter.take();
        print("what it starts", &writes);
        let expected = if first { FAILED } else { 0 };
        assert_eq!((started, writes.len()), (expected, expected));
    }
    Ok(())
}
