//! The function that runs code of users: what it must not have, and what its runs need.

use beadle_domain::cost::{EXECUTOR_MB, SANDBOX_MB, STARTER_MB};
use beadle_sandbox::{limits::ScriptLimits, supervisor::PARSE_TIME};
use serde_json::json;

use super::{
    SANDBOX,
    cloudformation::{Template, target},
    function,
};

const MIB: u64 = 1024 * 1024;

#[test]
fn the_sandbox_has_no_permission_and_each_owner_a_machine_of_its_own() {
    let template = Template::load();
    let sandbox = function(&template, SANDBOX);
    assert_eq!(sandbox.property("TenancyConfig"), &json!({"TenantIsolationMode": "PER_TENANT"}));
    for excluded in [
        "Events",
        "FunctionUrlConfig",
        "SnapStart",
        "ProvisionedConcurrencyConfig",
        "Policies",
        "EventInvokeConfig",
    ] {
        assert!(
            sandbox.property(excluded).is_null(),
            "{excluded} does not go with tenants, or with having no permission"
        );
    }
    let role = template.resource(target(sandbox.property("Role")));
    assert!(role.property("Policies").is_null() && role.property("ManagedPolicyArns").is_null());
    assert_eq!(sandbox.property("Tracing"), "PassThrough", "writing traces is a permission");
}

#[test]
fn receipts_reckon_with_the_memory_of_the_functions() {
    let template = Template::load();
    let memory = |name: &str| function(&template, name).number("MemorySize");
    assert_eq!(target(function(&template, "executor").property("MemorySize")), "ExecutorMemory");
    assert_eq!(template.section("Parameters")["ExecutorMemory"]["Default"], EXECUTOR_MB);
    assert_eq!(memory(SANDBOX), SANDBOX_MB);
    assert_eq!((memory("api"), memory("schedule")), (STARTER_MB, STARTER_MB));
}

#[test]
fn the_limits_of_runs_fit_into_the_function() {
    let template = Template::load();
    let (sandbox, executor) = (function(&template, SANDBOX), function(&template, "executor"));
    let limits = ScriptLimits::default();
    assert!(sandbox.number("MemorySize") * MIB > limits.memory + 256 * MIB, "a script and the supervisor");
    let storage = sandbox.property("EphemeralStorage")["Size"].as_u64().expect("a size");
    assert!(storage * MIB > limits.disk, "the folder of a script reaches its limit before the disk is full");
    assert!(
        sandbox.number("Timeout") >= executor.number("Timeout"),
        "the executor waits for a run, and ends it first"
    );
    let api = function(&template, "api");
    assert!(api.number("Timeout") > PARSE_TIME.as_secs() + 10, "an upload is parsed while the API waits");
    for (caller, name) in [(&executor, "executor"), (&api, "api")] {
        let named = &caller.property("Environment")["Variables"]["SANDBOX_FUNCTION"];
        assert_eq!(target(named), "SandboxFunction", "{name}");
    }
}
