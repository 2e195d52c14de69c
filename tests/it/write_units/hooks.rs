//! The write units of a delivery of a webhook, and of one that comes again.

use beadle_domain::{hook::Delivery, signature::SignatureScheme};

use super::*;

/// The budget of a delivery that comes again: the link of its task, and the row that is there.
const AGAIN: f64 = 2.0;

#[tokio::test]
async fn a_delivery_costs_what_a_run_of_its_task_costs_and_its_entry_in_the_index() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let task = TaskId::from_uuid(Uuid::now_v7());
    let id = "72d3162e-cc78-11e3-81ab-4c9367dc0958".to_owned();
    let mut request = (*execution(Some(task), body()).request).clone();
    request.id = ExecutionId::for_delivery(task, &id);
    request.trigger = Trigger::delivery(Delivery { scheme: Some(SignatureScheme::Github), id: Some(id) });
    let delivered = Execution::new(request, NOW);
    let running = metered.run(&delivered).await?;
    let settled = metered.settle(&running, Outcome::Succeeded { answer: answer() }).await?;
    let writes = metered.meter.take();
    print("a delivery, start to done", &writes);
    is_on_the_receipt(&settled, &writes);
    assert!(units(&writes) <= SAVED + INDEX, "{} > {}", units(&writes), SAVED + INDEX);

    let again = metered.executions.start(&delivered).await?;
    assert_eq!(again, Started::Existing(Box::new(settled)));
    let writes = metered.meter.take();
    print("the same delivery again", &writes);
    assert!(units(&writes) <= AGAIN, "{} > {AGAIN}", units(&writes));
    Ok(())
}
