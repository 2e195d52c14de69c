//! Every value of a config is read back as it was written.

use std::time::Duration;

use beadle_domain::{
    config::Profile,
    destination::{Auth, EgressScope, Proxy, auth::BearerAuth},
    execution::IdempotencyStamp,
    interpolation::{KeyTemplate, Template},
    plan::PlanMark,
    policy::{BreakerPolicy, Milliseconds, RateLimit, RateStrategy, RetryPolicy, StatedPolicy},
};
use beadle_values::violation::Path;
use serde_json::json;

use super::{Fixture, changed, config_with};
use crate::conformance::{
    Verdict,
    specimen::{AWKWARD_TEXT, at, key, owner},
};

pub async fn every_field_is_read_back_as_written(configs: Fixture) -> Verdict {
    let mut config = config_with(|config| {
        config.description = Some("Who the users are".into());
        config.key = Some(key("users.v1/eu"));
        config.plan = Some(PlanMark { name: key("shop"), digest: "9f86d081".into() });
        config.idempotency = Some(IdempotencyStamp { key: "k1".into(), body_digest: "d1".into() });
        config.profile = Profile {
            base_url: Some(Template::new("https://api.example.com/v1/")),
            connection: Some(Template::new("${secret:db}")),
            headers: [("accept".into(), Template::new("application/json"))].into(),
            query: [("tag".into(), json!(["a", 1, true]))].into(),
            auth: Some(Auth::Bearer(BearerAuth { token: Template::new("${secret:users#token}") })),
            variables: [("region".to_owned(), json!({"deep": [null, 1.5]}))].into_iter().collect(),
            policy: StatedPolicy {
                give_up_after: Some(Milliseconds(Duration::from_secs(600))),
                timeout: Some(Milliseconds(Duration::from_millis(1_500))),
                retry: Some(RetryPolicy::with_retries(2)),
            },
            rate_limit: Some(RateLimit {
                strategy: RateStrategy::SlidingWindow,
                rate: 100,
                per: Duration::from_secs(60),
                burst: 1,
                key: KeyTemplate::parse("${input.tenant}", &Path::body()).ok(),
                per_key: Some(Box::new(RateLimit::per_second(3))),
            }),
            concurrency: Some(5),
            breaker: Some(BreakerPolicy {
                failure_rate: 0.1,
                window: Duration::from_secs(30),
                minimum: 10,
                open_for: Duration::from_secs(15),
            }),
            proxy: Some(Proxy {
                url: "http://proxy.example.com:3128".into(),
                username: Some(Template::new("beadle")),
                password: Some(Template::new("${secret:proxy}")),
            }),
            egress: Some(EgressScope {
                hosts: vec!["*.example.com".into()],
                ports: vec![443],
                schemes: vec!["https".into()],
            }),
        };
    });
    configs.insert(&config).await?;
    assert_eq!(configs.stored(config.id).await?, config);
    config = changed(&config, at(1), |config| {
        config.updated_by = owner("root");
        config.shared = true;
        config.profile = Profile::default();
    });
    configs.store.replace(&config, 1).await?;
    assert_eq!(configs.stored(config.id).await?, config);
    Ok(())
}

pub async fn awkward_text_is_read_back_as_written(configs: Fixture) -> Verdict {
    let config = config_with(|config| {
        config.owner = owner("ada\u{FFFF}#👩‍👩‍👧‍👦");
        config.name = AWKWARD_TEXT.into();
        config.description = Some(AWKWARD_TEXT.into());
        config.profile.headers = [("x".into(), Template::new(AWKWARD_TEXT))].into();
        config.profile.variables = [(AWKWARD_TEXT.to_owned(), json!(AWKWARD_TEXT))].into_iter().collect();
    });
    configs.insert(&config).await?;
    assert_eq!(configs.stored(config.id).await?, config);
    Ok(())
}
