//! What an order key costs beside its execution: a place in its line, in one transaction with the row, and leaving it.

use beadle_application::order;
use beadle_domain::order::{OnOrderFailure, Order};

use super::*;

fn ordered() -> Execution {
    let execution = execution(None, body());
    let order = Some(Order { key: "customer-7".to_owned(), on_failure: OnOrderFailure::Block, fault: None });
    Execution::new(Request { order, ..(*execution.request).clone() }, NOW)
}

#[tokio::test]
async fn an_order_key_costs_its_place_and_leaving_it() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    // The first execution of a key also lists the key, which the receipt does not know.
    for (what, start) in [("the first of a new key", 7.0), ("the next of the key", 6.0)] {
        let execution = ordered();
        let line = execution.order_line().expect("a line");
        let running = metered.run(&execution).await?;
        assert_eq!(metered.executions.first_in_line(&line).await?, Some(execution.id()));
        let settled = metered.settle(&running, Outcome::Succeeded { answer: answer() }).await?;
        let before = metered.meter.take();
        print(what, &before);
        order::leave(&*metered.executions, &line, settled.id(), NOW).await?;
        let leaving = metered.meter.take();
        print("leaving", &leaving);
        println!("reads: {:?}", metered.meter.take_reads());
        assert_eq!(before.len(), 3, "start, claim, settle");
        assert!(before[0].units <= start, "{}", before[0]);
        assert!(units(&leaving) <= 1.0);
        if start < 7.0 {
            is_on_the_receipt(&settled, &[before, leaving].concat());
        }
    }
    Ok(())
}

#[tokio::test]
async fn one_that_waits_costs_one_more_claim_and_deferral() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    metered.run(&ordered()).await?;
    metered.meter.take();
    let running = metered.run(&ordered()).await?;
    let due = NOW + SignedDuration::from_secs(600);
    let hold = Hold::new(HoldKind::Order, "another one, which was accepted before, has not ended");
    metered.settle(&running, Outcome::Deferred { due, hold }).await?;
    let writes = metered.meter.take();
    print("one that has to wait, until it waits", &writes);
    assert_eq!(writes.len(), 3, "start, claim, deferral");
    assert!(units(&writes[1..]) <= 2.0, "{}", units(&writes[1..]));
    Ok(())
}
