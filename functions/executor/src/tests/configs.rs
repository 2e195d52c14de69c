//! Executions under a config: its settings apply from the next attempt, and its secrets stay protected.

use std::time::Duration;

use beadle_application::port::{Configs, Replaced};
use beadle_domain::{
    config::{Config, Profile},
    destination::Auth,
    execution::{Execution, FailureCode, HoldKind, Request, State, Status},
    interpolation::KeyTemplate,
    policy::{Milliseconds, RateLimit, RateStrategy, RetryPolicy, StatedPolicy},
    spec::{TaskSpec, TaskType},
};
use beadle_values::{
    id::{ConfigId, OwnerId},
    violation::Path,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::world::{Reply, World, at, execution};

pub(super) fn config(profile: Profile) -> Config {
    let ada = OwnerId::parse("ada").unwrap();
    Config {
        id: ConfigId::from_uuid(Uuid::from_u128(7)),
        owner: ada.clone(),
        name: "destination".into(),
        description: None,
        shared: false,
        profile,
        created_at: at(0),
        updated_at: at(0),
        updated_by: ada,
        version: 1,
        key: None,
        plan: None,
        idempotency: None,
    }
}

async fn world_with(config: &Config, replies: impl IntoIterator<Item = Reply>) -> World {
    let world = World::answering(replies);
    world.put_config(config).await;
    world
}

fn under(change: impl FnOnce(&mut Request)) -> Execution {
    execution(|request| {
        request.config_id = Some(ConfigId::from_uuid(Uuid::from_u128(7)));
        change(request);
    })
}

fn spec(task_type: TaskType, config: &Value) -> TaskSpec {
    TaskSpec::parse(task_type, config.as_object().unwrap(), &[], &Path::body()).unwrap()
}

fn auth(value: &Value) -> Option<Auth> {
    Some(Auth::parse(value, &Path::body()).unwrap())
}

fn oauth2() -> Option<Auth> {
    auth(&json!({
        "type": "oauth2", "token_url": "https://login.example/token", "client_id": "c",
        "client_secret": "${secret:client}",
    }))
}

#[tokio::test]
async fn a_changed_config_applies_from_the_next_attempt() {
    let stated = |seconds| StatedPolicy {
        timeout: Some(Milliseconds(Duration::from_secs(seconds))),
        retry: Some(RetryPolicy { max_retries: 1, ..RetryPolicy::with_retries(1) }),
        give_up_after: None,
    };
    let first = config(Profile { policy: stated(5), ..Profile::default() });
    let world = world_with(&first, [Reply::Status(500), Reply::Status(500)]).await;
    let execution = under(|_| {});
    world.deliver(execution.clone()).await.unwrap();
    let profile = Profile { policy: stated(7), ..Profile::default() };
    let changed = Config { profile, version: 2, ..first };
    assert_eq!(Configs::replace(&world.store, &changed, 1).await.unwrap(), Replaced::Done);
    let failed = world.run_to_end(execution.id()).await;
    let calls = world.destination.calls();
    let timeouts: Vec<_> = calls.iter().map(|(_, limits)| limits.timeout.as_secs()).collect();
    assert_eq!(timeouts, [5, 7]);
    assert_eq!((failed.status(), failed.progress.attempts.len()), (Status::Failed, 2));
    let noted = failed.policy(None);
    assert_eq!((noted.timeout.as_secs(), noted.retry.max_retries), (7, 1), "that of the last attempt");
    assert_eq!(failed.policy(Some(&stated(9))).timeout.as_secs(), 7, "whatever the config says later");
}

#[tokio::test]
async fn the_requests_own_policy_wins() {
    let policy =
        StatedPolicy { timeout: Some(Milliseconds(Duration::from_secs(5))), ..StatedPolicy::default() };
    let world = world_with(&config(Profile { policy, ..Profile::default() }), []).await;
    let execution = under(|request| {
        request.policy.timeout = Duration::from_secs(9);
        request.policy.overrides.timeout = true;
    });
    world.deliver(execution).await.unwrap();
    assert_eq!(world.destination.calls()[0].1.timeout, Duration::from_secs(9));
}

#[tokio::test]
async fn a_config_that_is_gone_or_no_longer_shared_fails_the_execution_and_is_named() {
    for other in [None, Some(config(Profile::default()))] {
        let world = World::new();
        if let Some(mut config) = other {
            config.owner = OwnerId::parse("bob").unwrap();
            world.put_config(&config).await;
        }
        let execution = under(|_| {});
        world.deliver(execution.clone()).await.unwrap();
        let row = world.row(execution.id()).await;
        let failure = row.progress.failure().unwrap();
        assert_eq!((row.status(), failure.code), (Status::Failed, FailureCode::ConfigGone));
        assert!(failure.message.contains("cfg_0000"), "{}", failure.message);
        assert!(world.destination.calls().is_empty());
    }
}

#[tokio::test]
async fn a_call_whose_rate_limit_has_a_key_that_it_lacks_fails_without_a_call() {
    let key = KeyTemplate::parse("${input.tenant}", &Path::body()).ok();
    let rate_limit = Some(RateLimit { key, ..RateLimit::per_second(5) });
    let world = world_with(&config(Profile { rate_limit, ..Profile::default() }), []).await;
    let without = under(|_| {});
    let with = under(|request| {
        request.input.insert("tenant".to_owned(), json!("acme"));
    });
    for execution in [&without, &with] {
        world.deliver(execution.clone()).await.unwrap();
    }
    let row = world.row(without.id()).await;
    let failure = row.progress.failure().unwrap();
    assert_eq!((row.status(), failure.code), (Status::Failed, FailureCode::Interpolation));
    assert!(failure.message.contains("the key of the rate limit"), "{}", failure.message);
    assert_eq!(world.row(with.id()).await.status(), Status::Completed);
    assert_eq!(world.destination.calls().len(), 1);
}

#[tokio::test]
async fn a_full_gate_defers_without_a_call_and_without_an_attempt() {
    let rate_limit = RateLimit {
        strategy: RateStrategy::SlidingWindow,
        rate: 1,
        per: Duration::from_secs(60),
        burst: 1,
        key: None,
        per_key: None,
    };
    let profile = Profile { rate_limit: Some(rate_limit), ..Profile::default() };
    let world = world_with(&config(profile), []).await;
    let (first, second) = (under(|_| {}), under(|_| {}));
    let executor = world.executor();
    for execution in [&first, &second] {
        world.put(execution).await;
        let message = beadle_domain::execution::Message::start(execution.clone());
        let delivery = beadle_application::port::Delivery::Message(Box::new(message));
        executor.handle(delivery, None).await.unwrap();
    }
    assert_eq!(world.row(first.id()).await.status(), Status::Completed);
    let deferred = world.row(second.id()).await;
    let State::Deferred { attempt, due, hold } = deferred.state() else { panic!("{deferred:?}") };
    assert_eq!((*attempt, hold.kind), (1, HoldKind::RateLimit));
    assert!(*due > at(0) && deferred.progress.attempts.is_empty());
    assert_eq!(world.destination.calls().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_slot_is_near_waits_for_it_and_is_not_put_off() {
    let rate_limit = RateLimit {
        strategy: RateStrategy::TokenBucket,
        rate: 2,
        per: Duration::from_secs(1),
        burst: 1,
        key: None,
        per_key: None,
    };
    let limited = config(Profile { rate_limit: Some(rate_limit), ..Profile::default() });
    let world = world_with(&limited, [Reply::Status(200), Reply::Status(200), Reply::Status(200)]).await;
    let executions = [(); 4].map(|()| under(|_| {}));
    for execution in &executions {
        world.put(execution).await;
    }
    let (executor, begun) = (world.executor(), tokio::time::Instant::now());
    let handled = executions.iter().map(|execution| {
        let message = beadle_domain::execution::Message::start(execution.clone());
        executor.handle(beadle_application::port::Delivery::Message(Box::new(message)), Some(at(60)))
    });
    for handled in futures_util::future::join_all(handled).await {
        handled.unwrap();
    }
    assert_eq!(begun.elapsed().as_millis(), 1_000, "slots at 0.5 s and at 1 s");
    let mut statuses = Vec::new();
    for execution in &executions {
        statuses.push(world.row(execution.id()).await.status());
    }
    assert_eq!(statuses.iter().filter(|status| **status == Status::Completed).count(), 3);
    assert_eq!(statuses.iter().filter(|status| **status == Status::Deferred).count(), 1);

    let hurried = under(|_| {});
    world.put(&hurried).await;
    let message = beadle_domain::execution::Message::start(hurried.clone());
    let delivery = beadle_application::port::Delivery::Message(Box::new(message));
    world.clock.advance_to(at(1));
    executor.handle(delivery, Some(at(4))).await.unwrap();
    let State::Deferred { hold, .. } = world.row(hurried.id()).await.state().clone() else {
        panic!("it ran")
    };
    assert_eq!(hold.kind, HoldKind::OutOfTime, "half a second of waiting and one of calling do not fit");
}

#[tokio::test]
async fn an_unavailable_secret_store_defers_and_a_missing_secret_fails() {
    let world = World::new();
    let call = json!({"url": "https://a.example/", "headers": {"x-key": "${secret:key}"}});
    let execution = execution(|request| request.spec = spec(TaskType::Http, &call));
    world.secrets.lose();
    world.deliver(execution.clone()).await.unwrap();
    let deferred = world.row(execution.id()).await;
    assert_eq!((deferred.status(), deferred.progress.attempts.len()), (Status::Deferred, 0));
    world.secrets.restore();
    let failed = world.run_to_end(execution.id()).await;
    let failure = failed.progress.failure().unwrap();
    assert_eq!((failure.code, failure.message.contains("`key`")), (FailureCode::Secret, true));
    assert!(world.destination.calls().is_empty());
}

#[tokio::test]
async fn a_secret_is_sent_and_masked_where_the_destination_repeats_it() {
    let world = World::answering([Reply::Body(r#"{"you sent":"k3y-of-ada"}"#.into())]);
    world.secrets.put("ada", "key", "k3y-of-ada");
    let call = json!({"url": "https://a.example/", "headers": {"x-key": "${secret:key}"}});
    let execution = execution(|request| request.spec = spec(TaskType::Http, &call));
    world.deliver(execution.clone()).await.unwrap();
    let sent = world.destination.calls()[0].0.headers.clone();
    assert!(sent.contains(&("x-key".to_owned(), "k3y-of-ada".to_owned())));
    let row = world.row(execution.id()).await;
    assert_eq!(row.status(), Status::Completed);
    let stored = serde_json::to_string(&row).unwrap();
    assert!(stored.contains("********") && !stored.contains("k3y-of-ada"), "{stored}");
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_once() {
    let world = world_with(&config(Profile { auth: oauth2(), ..Profile::default() }), []).await;
    world.secrets.put("ada", "client", "s3cret");
    // Only a token from an earlier call can be out of date.
    world.deliver(under(|_| {})).await.unwrap();
    assert_eq!(world.destination.tokens(), 1);
    world.destination.forget_calls();

    world.destination.will_answer([Reply::Status(401), Reply::Status(200)]);
    let renewed = under(|_| {});
    world.deliver(renewed.clone()).await.unwrap();
    let row = world.run_to_end(renewed.id()).await;
    assert_eq!((row.status(), row.progress.attempts.len()), (Status::Completed, 1));

    world.destination.will_answer([Reply::Status(401), Reply::Status(401)]);
    let refused = under(|_| {});
    world.deliver(refused.clone()).await.unwrap();
    let row = world.run_to_end(refused.id()).await;
    assert_eq!((row.status(), row.progress.attempts.len()), (Status::Failed, 1));
    assert_eq!(row.progress.failure().and_then(|failure| failure.http_status), Some(401));
    assert_eq!((world.destination.calls().len(), world.destination.tokens()), (4, 3));
}

#[tokio::test]
async fn credentials_of_a_shared_config_go_only_to_its_destination() {
    let profile = Profile {
        base_url: Some(beadle_domain::interpolation::Template::new("https://api.example/v1")),
        auth: auth(&json!({"type": "bearer", "token": "${secret:key}"})),
        ..Profile::default()
    };
    let shared = Config { owner: OwnerId::parse("root").unwrap(), shared: true, ..config(profile) };
    let world = world_with(&shared, []).await;
    world.secrets.put("root", "key", "k3y-of-root");
    world.secrets.put("ada", "key", "k3y-of-ada");
    for (url, called) in
        [("users", true), ("https://api.example/v1/users", true), ("https://evil.example/", false)]
    {
        world.destination.forget_calls();
        let execution = under(|request| request.spec = spec(TaskType::Http, &json!({"url": url})));
        world.deliver(execution.clone()).await.unwrap();
        assert_eq!(world.destination.calls().len() == 1, called, "{url}");
        let failure = world.row(execution.id()).await.progress.failure().map(|failure| failure.code);
        assert_eq!(failure, (!called).then_some(FailureCode::InvalidRequest), "{url}");
    }
    // A user's placeholders are filled in with the user's own secrets, whatever the config.
    let call = json!({"url": "users", "headers": {"x-key": "${secret:key}"}});
    world.destination.forget_calls();
    world.deliver(under(|request| request.spec = spec(TaskType::Http, &call))).await.unwrap();
    let sent = world.destination.calls()[0].0.headers.clone();
    assert!(sent.contains(&("x-key".to_owned(), "k3y-of-ada".to_owned())), "{sent:?}");
}

#[tokio::test]
async fn a_statement_runs_on_the_database_of_the_config() {
    let profile = Profile {
        connection: Some(beadle_domain::interpolation::Template::new("${secret:db}")),
        ..Profile::default()
    };
    let world = world_with(&config(profile), []).await;
    world.secrets.put("ada", "db", "postgres://db.example/app");
    let call = json!({"query": "DELETE FROM users WHERE name = $1", "params": ["${input.name}"]});
    let execution = under(|request| {
        request.spec = spec(TaskType::Database, &call);
        request.input = json!({"name": "x'; DROP TABLE users; --"}).as_object().cloned().unwrap();
    });
    world.deliver(execution.clone()).await.unwrap();
    let row = world.row(execution.id()).await;
    assert_eq!(row.status(), Status::Completed, "{row:?}");
    let statement = &world.destination.statements()[0];
    assert_eq!(statement.query, "DELETE FROM users WHERE name = $1");
    assert_eq!(statement.params, [json!("x'; DROP TABLE users; --")]);
}

#[tokio::test]
async fn a_mail_is_sent_to_the_server_of_a_secret() {
    let world = world_with(&config(Profile::default()), []).await;
    world.secrets.put("ada", "smtp", "smtps://ada:hunter2@mail.example");
    let mail = json!({
        "server": "${secret:smtp}", "from": "a@a.example", "to": ["b@b.example"], "subject": "About\n${input.name}", "text": "${input.name}",
    });
    let execution = under(|request| {
        request.spec = spec(TaskType::Email, &mail);
        request.input = json!({"name": "x\r\nBcc: c@c.example"}).as_object().cloned().unwrap();
    });
    world.deliver(execution.clone()).await.unwrap();
    let row = world.row(execution.id()).await;
    assert_eq!(row.status(), Status::Completed, "{row:?}");
    let sent = &world.destination.mails()[0];
    assert_eq!(
        (sent.subject.as_str(), sent.text.as_str()),
        ("About x  Bcc: c@c.example", "x\r\nBcc: c@c.example")
    );
    assert_eq!(sent.message_id, format!("<{}@a.example>", execution.id()));
    assert!(!format!("{sent:?}").contains("hunter2"));
}
