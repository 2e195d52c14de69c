//! The checks of a stack on AWS.

use indicatif::ProgressBar;
use serde_json::Value;

use super::{Check, Finding, checks::first_line};
use crate::{
    aws::{Access, Account, Programs, failed},
    client::{Error, Result},
    output::Output,
};

/// The outputs of the template that name queues of failed messages, which are empty in a healthy stack (`infra/docs/operations.md`).
const QUEUES: [&str; 3] = ["DeadLetterQueueUrl", "UndeliveredQueueUrl", "FailedInvocationsQueueUrl"];

/// The resource type of an alarm.
const ALARM: &str = "AWS::CloudWatch::Alarm";

/// All checks of the stack, as far as they get.
pub async fn all(name: &str, access: &Access, output: &Output) -> Vec<Check> {
    let bar = ProgressBar::hidden();
    let programs = Programs::new(output, &bar, access);
    let account = match Account::find(&programs).await {
        Ok(account) => account,
        Err(error) => return vec![Check::new("AWS", Finding::Failed, first_line(&error))],
    };
    let mut checks =
        vec![Check::new("AWS", Finding::Ok, format!("account {}, region {}", account.id, account.region))];
    let described = ["cloudformation", "describe-stacks", "--stack-name", name];
    let stack = match programs.aws(&described, None).await {
        Ok(described) => described["Stacks"][0].clone(),
        Err(error) => {
            checks.push(Check::new("stack", Finding::Failed, first_line(&error)));
            return checks;
        }
    };
    checks.push(state(name, stack["StackStatus"].as_str().unwrap_or_default()));
    checks.push(alarms(&programs, name).await.unwrap_or_else(|error| unknown("alarms", &error)));
    checks.push(queues(&programs, &stack).await.unwrap_or_else(|error| unknown("queues", &error)));
    checks
}

/// The result of a check that could not be made, such as for lack of a permission.
fn unknown(check: &'static str, error: &Error) -> Check {
    Check::new(check, Finding::Warning, first_line(error))
}

/// Statuses of a stack: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html>.
fn state(name: &str, status: &str) -> Check {
    let finding = match status {
        "CREATE_COMPLETE" | "UPDATE_COMPLETE" | "IMPORT_COMPLETE" => Finding::Ok,
        _ if status.ends_with("_IN_PROGRESS") => Finding::Warning,
        // What was there before the update is there again.
        "UPDATE_ROLLBACK_COMPLETE" | "IMPORT_ROLLBACK_COMPLETE" => Finding::Warning,
        _ => Finding::Failed,
    };
    Check::new("stack", finding, format!("{name} is {status}"))
}

async fn alarms(programs: &Programs<'_>, stack: &str) -> Result<Check> {
    let listed =
        programs.aws(&["cloudformation", "list-stack-resources", "--stack-name", stack], None).await?;
    let resources: Vec<&Value> = listed["StackResourceSummaries"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|resource| resource["ResourceType"] == ALARM)
        .collect();
    // Without names it would be all alarms of the account.
    if resources.is_empty() {
        return Ok(Check::new("alarms", Finding::Failed, "the stack has none"));
    }
    let mut describe = vec!["cloudwatch", "describe-alarms", "--state-value", "ALARM", "--alarm-names"];
    describe.extend(resources.iter().filter_map(|resource| resource["PhysicalResourceId"].as_str()));
    let described = programs.aws(&describe, None).await?;
    let firing: Vec<String> = described["MetricAlarms"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|alarm| {
            let name = &alarm["AlarmName"];
            let known = resources.iter().find(|resource| resource["PhysicalResourceId"] == *name);
            let name = known.map_or(name, |resource| &resource["LogicalResourceId"]);
            let meaning = alarm["AlarmDescription"].as_str().unwrap_or_default();
            format!("{}: {meaning}", name.as_str().unwrap_or_default())
        })
        .collect();
    Ok(match &firing[..] {
        [] => Check::new("alarms", Finding::Ok, format!("none of {} fires", resources.len())),
        firing => Check::new("alarms", Finding::Failed, firing.join("; ")),
    })
}

async fn queues(programs: &Programs<'_>, stack: &Value) -> Result<Check> {
    let outputs = stack["Outputs"].as_array().into_iter().flatten();
    let mut waiting = Vec::new();
    for output in outputs.filter(|output| QUEUES.iter().any(|queue| output["OutputKey"] == *queue)) {
        let url = output["OutputValue"].as_str().unwrap_or_default();
        let name = url.rsplit('/').next().unwrap_or_default();
        let number = messages(programs, url).await?;
        if number != "0" {
            waiting.push(format!("{number} in {name}"));
        }
    }
    Ok(if waiting.is_empty() {
        Check::new("queues", Finding::Ok, "nothing waits for a person")
    } else {
        let detail = format!("messages wait for a person: {}; see operations.md", waiting.join(", "));
        Check::new("queues", Finding::Failed, detail)
    })
}

/// How many messages a queue has, approximately.
async fn messages(programs: &Programs<'_>, queue: &str) -> Result<String> {
    const ATTRIBUTE: &str = "ApproximateNumberOfMessages";
    let url = url::Url::parse(queue).map_err(|error| failed("aws", &format!("{queue}: {error}")))?;
    // Version 1 of the AWS CLI ignores AWS_ENDPOINT_URL for SQS and uses a legacy endpoint.
    let endpoint = url.origin().ascii_serialization();
    let get = ["sqs", "get-queue-attributes", "--endpoint-url", &endpoint];
    let of = ["--queue-url", queue, "--attribute-names", ATTRIBUTE];
    let response = programs.aws(&[get, of].concat(), None).await?;
    let number = response["Attributes"][ATTRIBUTE].as_str();
    number.map(str::to_owned).ok_or_else(|| failed("aws", &format!("{queue} has no {ATTRIBUTE}")))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("CREATE_COMPLETE", Finding::Ok)]
    #[case("UPDATE_COMPLETE", Finding::Ok)]
    #[case("UPDATE_IN_PROGRESS", Finding::Warning)]
    #[case("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", Finding::Warning)]
    #[case("UPDATE_ROLLBACK_COMPLETE", Finding::Warning)]
    #[case("ROLLBACK_COMPLETE", Finding::Failed)]
    #[case("UPDATE_ROLLBACK_FAILED", Finding::Failed)]
    #[case("DELETE_COMPLETE", Finding::Failed)]
    fn a_stack_is_well_once_what_was_asked_for_is_there(#[case] status: &str, #[case] expected: Finding) {
        assert_eq!(state("beadle", status).finding, expected);
    }
}
