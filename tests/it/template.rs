//! template.yaml holds what keeps a message from being lost and a function from doing more than its ports need.

mod alarms;
mod cloudformation;
mod conditions;
mod front;
mod ports;
mod sandbox;
mod statements;

use std::collections::{BTreeMap, BTreeSet};

use beadle_aws::MESSAGES_KEPT;
use beadle_domain::account_event::AccountEventKind;
use serde_json::{Value, json};

use self::{
    cloudformation::{Resource, Template, each, target},
    ports::WIRING,
};
use crate::repository::root;

const FUNCTION: &str = "AWS::Serverless::Function";

/// The program of the API once more, for streams of events.
const STREAMS: &str = "event-streams";

/// Runs code of users, and so may do nothing at all.
const SANDBOX: &str = "sandbox";

#[test]
fn every_function_has_a_row_of_ports_and_a_binary() {
    let template = Template::load();
    let functions = template.of_type(FUNCTION);
    let deployed: BTreeSet<&str> = functions.iter().map(Resource::function).collect();
    let wired: BTreeSet<&str> = WIRING.iter().map(|wiring| wiring.function).collect();
    assert_eq!(deployed, wired);

    for function in &functions {
        let name = function.function();
        let name = if name == STREAMS { "api" } else { name };
        assert_eq!(function.property("CodeUri"), &json!(format!("functions/{name}")));
        assert_eq!(function.whole["Metadata"], json!({"BuildMethod": "makefile"}));
        let manifest = std::fs::read_to_string(root().join("functions").join(name).join("Cargo.toml"));
        let manifest = manifest.expect("the function's manifest is readable");
        assert!(manifest.contains(&format!("[[bin]]\nname = \"{name}\"")), "{name} has a binary of its name");
    }
}

#[test]
fn a_function_may_do_what_its_ports_need_and_nothing_else() {
    let template = Template::load();
    for wiring in WIRING.iter().filter(|wiring| wiring.function != SANDBOX) {
        let function = function(&template, wiring.function);
        let role = template.resource(target(function.property("Role")));
        assert_eq!(role.property("ManagedPolicyArns"), &json!([{"Ref": "ObservationPolicy"}]));
        let granted: BTreeMap<_, _> = statements(role.property("Policies"))
            .into_iter()
            .map(|statement| {
                (statement["Sid"].as_str().unwrap_or("?"), (actions(statement), resources(statement)))
            })
            .collect();
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let expected: BTreeMap<_, (BTreeSet<String>, BTreeSet<String>)> = wiring
            .grants
            .iter()
            .map(|(port, actions, resources)| (*port, (owned(actions), owned(resources))))
            .collect();
        assert_eq!(granted, expected, "the role of {}", wiring.function);
    }
}

#[test]
fn no_policy_has_a_wildcard_action_or_reads_the_whole_table() {
    let template = Template::with(&[("Tracing", "Active"), ("EventStreams", "true")]);
    let mut checked = 0;
    for policies in
        template.of_type("AWS::IAM::Role").iter().map(|role| role.property("Policies").clone()).chain(
            template
                .of_type("AWS::IAM::ManagedPolicy")
                .iter()
                .map(|policy| json!([policy.whole["Properties"]])),
        )
    {
        for statement in statements(&policies) {
            let actions = actions(statement);
            let everywhere = resources(statement).contains("*");
            assert!(
                actions.iter().all(|action| !action.contains('*') && !action.ends_with(":Scan")),
                "{statement}"
            );
            assert!(!everywhere || actions.iter().all(|action| action.starts_with("xray:")), "{statement}");
            checked += 1;
        }
    }
    assert!(checked > 20, "the template's policies were found");
    let inline =
        template.of_type(FUNCTION).iter().filter(|function| !function.property("Policies").is_null()).count();
    assert_eq!(
        inline, 0,
        "functions have roles of their own, so that nothing is granted behind the template's back"
    );
}

#[test]
fn a_function_is_told_what_it_needs_and_nothing_else() {
    let template = Template::load();
    let shared = &template.section("Globals")["Function"]["Environment"]["Variables"];
    assert_eq!(names(shared), BTreeSet::from(["LOG_LEVEL", "SERVICE_NAME", "STAGE"]));
    for wiring in WIRING {
        let function = function(&template, wiring.function);
        let told = names(&function.property("Environment")["Variables"]);
        assert_eq!(told, wiring.variables.iter().copied().collect(), "{}", wiring.function);
    }
}

#[test]
fn a_message_is_hidden_until_its_run_must_be_over_and_is_kept_when_it_fails() {
    let template = Template::load();
    let mut consumed = BTreeSet::new();
    for function in template.of_type(FUNCTION) {
        for (source, properties) in function.sources("SQS") {
            let queue = template.resource(target(&properties["Queue"]));
            // AWS advises six times, since messages that are throttled come again too. A tick that comes again is late.
            let times = if queue.id == "TickQueue" { 1 } else { 6 };
            assert!(queue.number("VisibilityTimeout") >= times * function.number("Timeout"), "{source}");
            assert_eq!(properties["FunctionResponseTypes"], json!(["ReportBatchItemFailures"]), "{source}");
            assert_eq!(properties["BatchSize"], 10, "{source}");
            consumed.insert(queue.id);
        }
    }
    let taken_up = ["DispatchQueue", "ExpressQueue", "TickQueue", "DeadLetterQueue", "UndeliveredQueue"];
    assert_eq!(consumed, BTreeSet::from(taken_up));

    for (id, next) in [
        ("DispatchQueue", "DeadLetterQueue"),
        ("ExpressQueue", "DeadLetterQueue"),
        ("TickQueue", "UndeliveredQueue"),
    ] {
        let queue = template.resource(id);
        let redrive = queue.property("RedrivePolicy");
        assert_eq!(target(&redrive["deadLetterTargetArn"]), next);
        assert_eq!(redrive["maxReceiveCount"], 5);
        let last = template.resource(next);
        assert!(last.number("MessageRetentionPeriod") > queue.number("MessageRetentionPeriod"), "{id}");
        assert_eq!(queue.number("MessageRetentionPeriod"), MESSAGES_KEPT.as_secs(), "{id}");
    }
    let redrive = template.resource("UndeliveredQueue").property("RedrivePolicy");
    assert_eq!(target(&redrive["deadLetterTargetArn"]), "FailedInvocationsQueue");
    for queue in template.of_type("AWS::SQS::Queue") {
        assert_eq!(queue.property("SqsManagedSseEnabled"), true, "{}", queue.id);
    }
}

#[test]
fn what_lambda_gives_up_on_is_kept() {
    let template = Template::load();
    let projector = function(&template, "projector");
    let [(_, changes)] = projector.sources("DynamoDB")[..] else { panic!("the projector reads one stream") };
    assert_eq!(changes["FunctionResponseTypes"], json!(["ReportBatchItemFailures"]));
    assert_eq!(changes["BisectBatchOnFunctionError"], true);
    assert_eq!(changes["ParallelizationFactor"], 1, "a shard is projected in order");
    assert_eq!(changes["StartingPosition"], "TRIM_HORIZON", "changes before the first start count");
    assert_eq!(changes["MaximumRetryAttempts"], -1, "a record is tried until it expires");
    assert_eq!(target(&changes["DestinationConfig"]["OnFailure"]["Destination"]), "FailedInvocationsQueue");

    for (name, queue) in [("schedule", "UndeliveredQueue"), ("listener", "FailedInvocationsQueue")] {
        let invoked = function(&template, name).property("EventInvokeConfig");
        assert_eq!(target(&invoked["DestinationConfig"]["OnFailure"]["Destination"]), queue, "{name}");
    }
}

#[test]
fn what_the_scheduler_can_not_deliver_is_kept() {
    let template = Template::load();
    let mut arming = 0;
    for function in template.of_type(FUNCTION) {
        let variables = &function.property("Environment")["Variables"];
        if variables["SCHEDULE_ROLE_ARN"].is_null() {
            continue;
        }
        assert_eq!(target(&variables["SCHEDULE_DEAD_LETTER_ARN"]), "UndeliveredQueue", "{}", function.id);
        arming += 1;
    }
    assert_eq!(arming, 6, "functions that arm schedules, and the one that is told how and may not");
    let role = template.resource("SchedulerRole");
    let mut sent = statements(role.property("Policies")).into_iter();
    let sent = sent.find(|statement| statement["Sid"] == "Undelivered");
    let sent = sent.expect("the scheduler may send what it can't deliver");
    assert_eq!(
        (actions(sent), resources(sent)),
        (BTreeSet::from(["sqs:SendMessage".into()]), BTreeSet::from(["UndeliveredQueue.Arn".into()]))
    );
}

#[test]
fn only_the_executor_may_call_itself_through_its_queue() {
    let template = Template::load();
    for function in template.of_type(FUNCTION) {
        let expected = if function.function() == "executor" { json!("Allow") } else { Value::Null };
        assert_eq!(function.property("RecursiveLoop"), &expected, "{}", function.id);
    }
}

#[test]
fn the_listener_hears_only_what_sources_that_are_believed_tell_about_users() {
    let template = Template::load();
    let rule = template.resource("AccountEventsRule");
    assert_eq!(target(rule.property("EventBusName")), "Bus");
    let pattern = rule.property("EventPattern");
    assert_eq!(pattern["source"], json!({"Ref": "AccountEventSources"}));
    assert_eq!(pattern["detail-type"], json!(AccountEventKind::ALL));
    assert_eq!(target(&rule.property("Targets")[0]["Arn"]), "ListenerFunction");
    let permission = template.resource("AccountEventsPermission");
    assert_eq!(permission.property("SourceArn"), &json!({"Fn::GetAtt": "AccountEventsRule.Arn"}));
}

#[test]
fn logs_of_every_function_end_and_may_be_written() {
    let template = Template::load();
    let policy = template.resource("ObservationPolicy");
    let writable = resources(statements(&json!([policy.whole["Properties"]]))[0]);
    for function in template.of_type(FUNCTION).into_iter().filter(|function| function.function() != SANDBOX) {
        let group = template.resource(target(&function.property("LoggingConfig")["LogGroup"]));
        let name = format!("/aws/lambda/${{AWS::StackName}}-{}", function.function());
        assert_eq!(group.property("LogGroupName"), &json!({"Fn::Sub": name}));
        assert_eq!(group.property("RetentionInDays"), &json!({"Ref": "LogRetentionDays"}));
        assert!(writable.contains(&format!("{}.Arn", group.id)), "{}", group.id);
    }
}

#[test]
fn the_table_streams_both_images_and_outlives_the_stack() {
    let template = Template::load();
    let table = template.resource("Table");
    assert_eq!(table.whole["DeletionPolicy"], "Retain");
    assert_eq!(table.whole["UpdateReplacePolicy"], "Retain");
    assert_eq!(table.property("BillingMode"), "PAY_PER_REQUEST");
    assert_eq!(table.property("StreamSpecification"), &json!({"StreamViewType": "NEW_AND_OLD_IMAGES"}));
    assert_eq!(table.property("TimeToLiveSpecification"), &json!({"AttributeName": "ttl", "Enabled": true}));
    let indexes = table.property("GlobalSecondaryIndexes").as_array().expect("indexes");
    assert_eq!(indexes.len(), 1, "each index is paid for with every write");
    assert_eq!(indexes[0]["Projection"], json!({"ProjectionType": "KEYS_ONLY"}));
}

#[test]
fn the_bucket_of_responses_is_closed_and_empties_as_the_table_does() {
    let template = Template::with(&[]);
    let bucket = template.resource("AnswerBucket");
    assert_eq!(bucket.whole["DeletionPolicy"], "Retain");
    assert_eq!(bucket.whole["UpdateReplacePolicy"], "Retain");
    let access = bucket.property("PublicAccessBlockConfiguration").as_object().expect("what is blocked");
    assert!(access.len() == 4 && access.values().all(|blocked| *blocked == json!(true)), "{access:?}");
    let encryption = &bucket.property("BucketEncryption")["ServerSideEncryptionConfiguration"][0];
    assert_eq!(encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256");
    let rules = bucket.property("LifecycleConfiguration")["Rules"].clone();
    let retention = json!({"Ref": "ExecutionRetention"});
    assert_eq!(rules, json!([{"Id": "retention", "Status": "Enabled", "ExpirationInDays": retention}]));
    let policy = template.resource("AnswerBucketPolicy");
    assert_eq!(policy.property("Bucket"), &json!({"Ref": "AnswerBucket"}));
    let denied = &policy.property("PolicyDocument")["Statement"][0];
    assert_eq!(
        (&denied["Effect"], &denied["Principal"], &denied["Action"]),
        (&json!("Deny"), &json!("*"), &json!("s3:*"))
    );
    assert_eq!(denied["Condition"], json!({"Bool": {"aws:SecureTransport": "false"}}));

    let forever = Template::with(&[("ExecutionRetention", "none")]);
    assert!(forever.resource("AnswerBucket").property("LifecycleConfiguration").is_null());
}

fn function<'a>(template: &'a Template, name: &str) -> Resource<'a> {
    let mut functions = template.of_type(FUNCTION).into_iter();
    functions
        .find(|function| function.function() == name)
        .unwrap_or_else(|| panic!("there is no function {name}"))
}

fn statements(policies: &Value) -> Vec<&Value> {
    let documents = each(policies).into_iter().map(|policy| &policy["PolicyDocument"]);
    documents.flat_map(|document| each(&document["Statement"])).collect()
}

fn actions(statement: &Value) -> BTreeSet<String> {
    each(&statement["Action"]).into_iter().map(|action| action.as_str().unwrap_or("?").to_owned()).collect()
}

/// The resources of a statement: `Table.Arn` for `!GetAtt Table.Arn`, the text for `!Sub` and for a string.
fn resources(statement: &Value) -> BTreeSet<String> {
    let text = |resource: &Value| {
        let named = resource["Fn::GetAtt"].as_str().or_else(|| resource["Fn::Sub"].as_str());
        named.or_else(|| resource.as_str()).unwrap_or("?").to_owned()
    };
    each(&statement["Resource"]).into_iter().map(text).collect()
}

fn names(variables: &Value) -> BTreeSet<&str> {
    variables.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}
