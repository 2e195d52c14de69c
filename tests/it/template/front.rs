//! What takes requests, and what of the stack depends on parameters.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    FUNCTION,
    cloudformation::{Template, target},
    function, statements,
};

const HTTP_API: &[&str] =
    &["HttpApi", "HttpApiIntegration", "HttpApiPermission", "HttpApiRoute", "HttpApiStage"];
const FUNCTION_URL: &[&str] =
    &["ApiFunctionUrl", "ApiFunctionUrlInvokePermission", "ApiFunctionUrlPermission"];

fn ids(template: &Template) -> BTreeSet<&str> {
    template.resources().map(|resource| resource.id).collect()
}

#[test]
fn a_stack_has_the_front_that_it_asks_for_and_no_other() {
    for (front, has, has_not) in
        [("HttpApi", HTTP_API, FUNCTION_URL), ("FunctionUrl", FUNCTION_URL, HTTP_API)]
    {
        let template = Template::with(&[("Front", front)]);
        let ids = ids(&template);
        assert!(has.iter().all(|id| ids.contains(id)), "{front}: {ids:?}");
        assert!(!has_not.iter().any(|id| ids.contains(id)), "{front}: {ids:?}");
    }
    assert_eq!(ids(&Template::with(&[])), ids(&Template::with(&[("Front", "HttpApi")])), "the default");
}

#[test]
fn a_function_url_is_open_because_the_api_checks_credentials() {
    let template = Template::with(&[("Front", "FunctionUrl")]);
    let url = template.resource("ApiFunctionUrl");
    assert_eq!(target(url.property("TargetFunctionArn")), "ApiFunction");
    assert_eq!(url.property("AuthType"), "NONE");
    let use_of_the_url = template.resource("ApiFunctionUrlPermission");
    assert_eq!(use_of_the_url.property("Action"), "lambda:InvokeFunctionUrl");
    assert_eq!(use_of_the_url.property("FunctionUrlAuthType"), "NONE");
    let invocation = template.resource("ApiFunctionUrlInvokePermission");
    assert_eq!(invocation.property("Action"), "lambda:InvokeFunction");
    assert_eq!(invocation.property("InvokedViaFunctionUrl"), true, "and in no other way");
    for permission in [use_of_the_url, invocation] {
        assert_eq!(permission.property("Principal"), "*");
        assert_eq!(target(permission.property("FunctionName")), "ApiFunction");
    }
}

#[test]
fn each_front_has_a_limit_of_its_own() {
    let api = Template::with(&[]);
    let limits = api.resource("HttpApiStage").property("DefaultRouteSettings");
    assert_eq!(limits["ThrottlingRateLimit"], json!({"Ref": "ApiRateLimit"}));
    assert_eq!(limits["ThrottlingBurstLimit"], json!({"Ref": "ApiBurstLimit"}));
    let reserved = |parameters: &[(&str, &str)]| {
        let template = Template::with(parameters);
        function(&template, "api").property("ReservedConcurrentExecutions").clone()
    };
    assert_eq!(reserved(&[]), Value::Null, "the account's concurrency is left to it");
    assert_eq!(reserved(&[("Front", "FunctionUrl")]), json!({"Ref": "ApiConcurrency"}));
    assert_eq!(reserved(&[("Front", "FunctionUrl"), ("ApiConcurrency", "none")]), Value::Null);
}

#[test]
fn callbacks_and_the_output_lead_to_the_front() {
    let public = |parameters: &[(&str, &str)]| {
        let template = Template::with(parameters);
        let executor = function(&template, "executor");
        let url = &executor.property("Environment")["Variables"]["PUBLIC_URL"];
        (url.clone(), template.section("Outputs")["ApiUrl"]["Value"].clone())
    };
    let endpoint = json!({"Fn::GetAtt": "HttpApi.ApiEndpoint"});
    assert_eq!(public(&[]), (endpoint.clone(), endpoint));
    let url = json!({"Fn::GetAtt": "ApiFunctionUrl.FunctionUrl"});
    let host = json!({"Fn::Select": [2, {"Fn::Split": ["/", url]}]});
    let output = json!({"Fn::Sub": ["https://${Host}", {"Host": host}]});
    assert_eq!(public(&[("Front", "FunctionUrl")]), (url, output));
    let own = [("Front", "FunctionUrl"), ("PublicUrl", "https://tasks.example.com")];
    assert_eq!(public(&own).0, json!({"Ref": "PublicUrl"}));
}

#[test]
fn traces_are_written_and_may_be_only_where_they_are_asked_for() {
    for (tracing, mode, allowed) in [("Off", "PassThrough", false), ("Active", "Active", true)] {
        let template = Template::with(&[("Tracing", tracing)]);
        assert_eq!(template.section("Globals")["Function"]["Tracing"], mode);
        for function in template.of_type(FUNCTION) {
            let own = function.property("Tracing");
            assert!(own.is_null() || own == "PassThrough", "{}", function.id);
        }
        let policies = template.of_type("AWS::IAM::ManagedPolicy");
        let policies: Vec<Value> =
            policies.iter().map(|policy| json!([policy.whole["Properties"]])).collect();
        let sids: BTreeSet<&str> =
            policies.iter().flat_map(statements).filter_map(|statement| statement["Sid"].as_str()).collect();
        let expected = if allowed { BTreeSet::from(["Logs", "Traces"]) } else { BTreeSet::from(["Logs"]) };
        assert_eq!(sids, expected);
    }
    assert_eq!(Template::with(&[]).section("Globals")["Function"]["Tracing"], "PassThrough", "the default");
}

#[test]
fn nothing_refers_to_what_a_stack_does_not_have() {
    let mut checked = 0;
    for front in ["HttpApi", "FunctionUrl"] {
        for streams in ["true", "false"] {
            for (topic, public) in
                [("", ""), ("arn:aws:sns:us-east-1:123456789012:alarms", "https://x.example")]
            {
                let stack = [
                    ("Front", front),
                    ("EventStreams", streams),
                    ("AlarmTopicArn", topic),
                    ("PublicUrl", public),
                ];
                let template = Template::with(&stack);
                let known = ids(&template);
                let parameters = template.section("Parameters");
                for section in ["Resources", "Outputs", "Globals"] {
                    for name in references(template.section(section)) {
                        let exists = known.contains(&*name)
                            || !parameters[&name].is_null()
                            || name.starts_with("AWS::")
                            // The function URL of SAM's own making.
                            || name == "EventStreamsFunctionUrl" && streams == "true";
                        assert!(exists, "{name}, in {section} of a stack with {stack:?}");
                        checked += 1;
                    }
                }
            }
        }
    }
    assert!(checked > 400, "only {checked} references were found");
}

/// What is named by `!Ref`, `!GetAtt` and `!Sub` in `node`.
fn references(node: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let direct = node["Ref"].as_str().or_else(|| node["Fn::GetAtt"].as_str());
    found.extend(direct.and_then(|name| name.split('.').next()).map(str::to_owned));
    let (text, named) = match &node["Fn::Sub"] {
        Value::Array(parts) => (parts[0].as_str(), parts[1].as_object()),
        other => (other.as_str(), None),
    };
    for place in text.into_iter().flat_map(|text| text.split("${").skip(1)) {
        let name = place.split(['}', '.']).next().unwrap_or_default();
        if !named.is_some_and(|named| named.contains_key(name)) {
            found.insert(name.to_owned());
        }
    }
    let entries = node.as_object().into_iter().flat_map(|entries| entries.values());
    let items = node.as_array().into_iter().flatten();
    found.extend(entries.chain(items).flat_map(references));
    found
}
