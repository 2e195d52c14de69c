//! The settings that several functions share, each read from its variables in one place.

use std::{collections::BTreeSet, net::IpAddr, path::PathBuf, time::Duration};

use beadle_domain::{
    callback::CallbackKeys,
    event::EventKind,
    policy::{MAX_TIMEOUT, MIN_TIMEOUT, RateLimit, RunDefaults, rate_limit::MAX_RATE, retry},
    script::Scripts,
    spec::{SimulatedDefaults, simulated},
};
use beadle_values::duration;
use ipnet::IpNet;
use tracing::Level;

use crate::env::Reader;

/// The defaults of ad-hoc requests: `DEFAULT_TIMEOUT` and `MAX_RETRIES` (seed 001).
pub fn ad_hoc_defaults(env: &mut Reader<'_>) -> RunDefaults {
    run_defaults(env, "DEFAULT_TIMEOUT", "MAX_RETRIES", RunDefaults::AD_HOC)
}

/// The defaults of saved tasks: `TASK_DEFAULT_TIMEOUT` and `TASK_MAX_RETRIES` (seed 002).
pub fn task_defaults(env: &mut Reader<'_>) -> RunDefaults {
    run_defaults(env, "TASK_DEFAULT_TIMEOUT", "TASK_MAX_RETRIES", RunDefaults::TASK)
}

fn run_defaults(env: &mut Reader<'_>, timeout: &str, retries: &str, default: RunDefaults) -> RunDefaults {
    let accepts = "a duration of 1 ms to 15 minutes, such as 30s, PT30S or 30000 (milliseconds)";
    RunDefaults {
        timeout: env.parsed(timeout, default.timeout, accepts, |text| {
            let in_range = |timeout: &Duration| (MIN_TIMEOUT..=MAX_TIMEOUT).contains(timeout);
            duration::parse_text(text).filter(in_range).ok_or(())
        }),
        simulated: simulated_defaults(env),
        max_retries: env.parsed(retries, default.max_retries, "a number of retries from 0 to 100", |text| {
            text.parse().ok().filter(|retries| *retries <= retry::MAX_RETRIES).ok_or(())
        }),
    }
}

/// The defaults of simulated tasks: `SIMULATED_MIN`, `SIMULATED_MAX` and `SIMULATED_FAILURE_RATE` (seed 004).
fn simulated_defaults(env: &mut Reader<'_>) -> SimulatedDefaults {
    let usual = SimulatedDefaults::DEFAULT;
    let accepts = "a duration of at most 7 days, such as 3m, PT3M or 180000 (milliseconds)";
    let time = |text: &str| duration::parse_text(text).filter(|time| *time <= simulated::LONGEST).ok_or(());
    let min = env.parsed("SIMULATED_MIN", usual.min, accepts, time);
    let max = env.parsed("SIMULATED_MAX", usual.max, accepts, time);
    let failure_rate =
        env.parsed("SIMULATED_FAILURE_RATE", usual.failure_rate, "a number from 0 to 1", |text| {
            let rate: f64 = text.parse().map_err(|_| ())?;
            (0.0..=1.0).contains(&rate).then_some(rate).ok_or(())
        });
    if min > max {
        env.reject("SIMULATED_MIN", "must not be longer than SIMULATED_MAX, which is 5m unless it is set");
    }
    SimulatedDefaults { min, max, failure_rate }
}

/// The log level: `LOG_LEVEL`, else `AWS_LAMBDA_LOG_LEVEL` (which Lambda sets), in any case; `info` by
/// default.
///
/// `LOG_LEVEL` takes precedence because Lambda drops lines below its own level, including metrics, which it
/// treats as INFO: the template keeps Lambda's level at INFO if ours is stricter.
pub fn log_level(env: &mut Reader<'_>) -> Level {
    let accepts = "one of error, warn, info, debug, trace";
    let parse = |text: &str| match text.to_ascii_lowercase().as_str() {
        "error" | "fatal" => Ok(Level::ERROR),
        "warn" => Ok(Level::WARN),
        "info" => Ok(Level::INFO),
        "debug" => Ok(Level::DEBUG),
        "trace" => Ok(Level::TRACE),
        _ => Err(()),
    };
    let of_lambda = env.parsed("AWS_LAMBDA_LOG_LEVEL", Level::INFO, accepts, parse);
    env.parsed("LOG_LEVEL", of_lambda, accepts, parse)
}

/// The variable of the keys of callbacks. On AWS it stands for a secret, which is read before the settings are.
pub const CALLBACK_KEYS: &str = "CALLBACK_KEYS";

/// The keys of callbacks: [`CALLBACK_KEYS`], `<id>:<base64>` separated by commas, the one that makes new tokens first.
/// Without them jobs can only be polled.
pub fn callback_keys(env: &mut Reader<'_>) -> Option<CallbackKeys> {
    let accepts =
        "keys separated by commas, the current one first, each `<id>:<at least 32 bytes in base64>`";
    env.parsed(CALLBACK_KEYS, None, accepts, |text| CallbackKeys::parse(text).map(Some))
}

/// Where this service is reached from outside: `PUBLIC_URL`, such as `https://tasks.example.com`. URLs of callbacks begin
/// with it.
pub fn public_url(env: &mut Reader<'_>) -> Option<String> {
    let accepts = "an http or https URL without a query, such as https://tasks.example.com";
    env.parsed("PUBLIC_URL", None, accepts, |text| {
        let url: url::Url = text.parse().map_err(|_| ())?;
        let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        let usable = matches!(url.scheme(), "http" | "https") && url.has_host() && plain;
        if usable { Ok(Some(text.trim_end_matches('/').to_owned())) } else { Err(()) }
    })
}

/// The kinds of events that are published: `PUBLISHED_EVENTS`, names separated by commas, or `all`; none by
/// default.
pub fn published_events(env: &mut Reader<'_>) -> BTreeSet<EventKind> {
    let names = EventKind::ALL.map(EventKind::as_str).join(", ");
    let accepts = format!("`all`, or a list, separated by commas, of {names}");
    env.parsed("PUBLISHED_EVENTS", BTreeSet::new(), &accepts, |text| {
        if text.eq_ignore_ascii_case("all") {
            return Ok(EventKind::ALL.into());
        }
        text.split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::parse)
            .collect::<Result<_, _>>()
    })
}

/// The rate limit of configs that set none: `RATE_LIMIT`, calls per second (seeds 000 and 001), or `none`.
pub fn rate_limit(env: &mut Reader<'_>) -> Option<RateLimit> {
    let accepts = "a number of calls a second from 1 to 1000000, or none";
    env.parsed("RATE_LIMIT", Some(RateLimit::DEFAULT), accepts, |text| match text {
        "none" => Ok(None),
        _ => text
            .parse()
            .ok()
            .filter(|rate| (1..=MAX_RATE).contains(rate))
            .map(RateLimit::per_second)
            .map(Some)
            .ok_or(()),
    })
}

/// The networks that calls may reach in addition to the internet: `EGRESS_ALLOW`, such as `10.1.0.0/16,
/// fd12::/48`; none by default. A single address means only itself.
pub fn egress_allow(env: &mut Reader<'_>) -> Vec<IpNet> {
    let accepts = "networks separated by commas, such as 10.1.0.0/16, 192.168.7.1, fd12::/48";
    env.parsed("EGRESS_ALLOW", Vec::new(), accepts, |text| {
        let named = text.split(',').map(str::trim).filter(|net| !net.is_empty());
        named
            .map(|net| net.parse().or_else(|_| net.parse::<IpAddr>().map(IpNet::from)))
            .collect::<Result<_, _>>()
    })
}

/// The commands that scripts may run: `SCRIPTS`, a JSON object such as `{"date": {"path": "/usr/bin/date"}}`; none by default.
pub fn scripts(env: &mut Reader<'_>) -> Scripts {
    const PLACE: &str = "the template parameter Scripts (the variable SCRIPTS)";
    let accepts =
        "a JSON object of commands, such as {\"date\": {\"path\": \"/usr/bin/date\"}}, with absolute paths";
    env.parsed("SCRIPTS", Scripts::none(PLACE), accepts, |text| Scripts::parse(text, PLACE))
}

/// The folder that the sandbox has to itself, and empties after each run: `SCRATCH_FOLDER`, an absolute path such as the
/// `/tmp` of an execution environment of Lambda. Without one nothing is emptied: on a machine that others use as well,
/// `/tmp` is theirs.
pub fn scratch_folder(env: &mut Reader<'_>) -> Option<PathBuf> {
    let accepts = "an absolute path that is not the root, such as /tmp";
    env.parsed("SCRATCH_FOLDER", None, accepts, |text| {
        let folder = PathBuf::from(text);
        let usable = folder.is_absolute() && folder.file_name().is_some();
        if usable { Ok(Some(folder)) } else { Err(()) }
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::Environment;

    #[test]
    fn nothing_set_means_the_defaults_of_the_seeds() {
        let env = Environment::of::<&str, &str>([]);
        assert_eq!(env.read(ad_hoc_defaults), Ok(RunDefaults::AD_HOC));
        assert_eq!(env.read(task_defaults), Ok(RunDefaults::TASK));
        assert_eq!(env.read(log_level), Ok(Level::INFO));
        assert_eq!(env.read(published_events), Ok(BTreeSet::new()));
    }

    #[test]
    fn ad_hoc_requests_and_tasks_have_their_own_defaults() {
        let env = Environment::of([
            ("DEFAULT_TIMEOUT", "5s"),
            ("MAX_RETRIES", "0"),
            ("TASK_DEFAULT_TIMEOUT", "300000"),
            ("TASK_MAX_RETRIES", "7"),
        ]);
        let [ad_hoc, task] = [env.read(ad_hoc_defaults), env.read(task_defaults)];
        assert_eq!(
            ad_hoc,
            Ok(RunDefaults { timeout: Duration::from_secs(5), max_retries: 0, ..RunDefaults::AD_HOC })
        );
        assert_eq!(task, Ok(RunDefaults { max_retries: 7, ..RunDefaults::TASK }));
    }

    #[test]
    fn defaults_obey_the_limits_of_stated_policies() {
        let env = Environment::of([("DEFAULT_TIMEOUT", "16m"), ("MAX_RETRIES", "101")]);
        let fault = env.read(ad_hoc_defaults).unwrap_err().to_string();
        assert!(fault.contains("DEFAULT_TIMEOUT: must be a duration"), "{fault}");
        assert!(fault.contains("MAX_RETRIES: must be a number of retries"), "{fault}");
    }

    #[test]
    fn simulated_tasks_take_their_time_from_the_environment() {
        let env = Environment::of([
            ("SIMULATED_MIN", "1s"),
            ("SIMULATED_MAX", "2000"),
            ("SIMULATED_FAILURE_RATE", "0.25"),
        ]);
        let expected = SimulatedDefaults {
            min: Duration::from_secs(1),
            max: Duration::from_secs(2),
            failure_rate: 0.25,
        };
        assert_eq!(env.read(task_defaults).map(|defaults| defaults.simulated), Ok(expected));
    }

    #[rstest]
    #[case(&[("SIMULATED_MIN", "8d")], "SIMULATED_MIN: must be a duration")]
    #[case(&[("SIMULATED_MAX", "soon")], "SIMULATED_MAX: must be a duration")]
    #[case(&[("SIMULATED_MIN", "6m")], "SIMULATED_MIN: must not be longer than SIMULATED_MAX")]
    #[case(&[("SIMULATED_FAILURE_RATE", "NaN")], "SIMULATED_FAILURE_RATE: must be a number from 0 to 1")]
    fn wrong_times_of_simulated_tasks_are_reported_by_name(
        #[case] variables: &[(&str, &str)],
        #[case] message: &str,
    ) {
        let env = Environment::of(variables.iter().copied());
        let fault = env.read(|env| (ad_hoc_defaults(env), task_defaults(env))).unwrap_err().to_string();
        assert!(fault.starts_with(message) && fault.lines().count() == 1, "{fault}");
    }

    #[rstest]
    #[case(&[("LOG_LEVEL", "Warn")], Level::WARN)]
    #[case(&[("LOG_LEVEL", "error"), ("AWS_LAMBDA_LOG_LEVEL", "INFO")], Level::ERROR)]
    #[case(&[("LOG_LEVEL", ""), ("AWS_LAMBDA_LOG_LEVEL", "TRACE")], Level::TRACE)]
    fn our_level_comes_before_that_of_lambda(#[case] variables: &[(&str, &str)], #[case] expected: Level) {
        let env = Environment::of(variables.iter().copied());
        assert_eq!(env.read(log_level), Ok(expected));
    }

    #[test]
    fn a_level_that_does_not_exist_is_refused() {
        let fault = Environment::of([("LOG_LEVEL", "loud")]).read(log_level).unwrap_err();
        assert_eq!(fault.to_string(), "LOG_LEVEL: must be one of error, warn, info, debug, trace");
    }

    #[rstest]
    #[case("all", Some(11))]
    #[case("task.created, task.executed", Some(2))]
    #[case("task.created,", Some(1))]
    #[case("task.exploded", None)]
    fn kinds_of_events_are_named(#[case] text: &str, #[case] expected: Option<usize>) {
        let kinds = Environment::of([("PUBLISHED_EVENTS", text)]).read(published_events);
        assert_eq!(kinds.ok().map(|kinds| kinds.len()), expected);
    }

    #[rstest]
    #[case("", Some(Some(100)))]
    #[case("25", Some(Some(25)))]
    #[case("none", Some(None))]
    #[case("0", None)]
    #[case("many", None)]
    fn configs_without_a_rate_limit_have_this_one(#[case] text: &str, #[case] expected: Option<Option<u32>>) {
        let read = Environment::of([("RATE_LIMIT", text)]).read(rate_limit);
        assert_eq!(read.as_ref().ok().map(|limit| limit.as_ref().map(|limit| limit.rate)), expected);
        if let Err(error) = read {
            assert!(error.to_string().contains("RATE_LIMIT: must be a number of calls"), "{error}");
        }
    }

    #[test]
    fn a_scratch_folder_is_never_the_root() {
        let read = |text: &str| Environment::of([("SCRATCH_FOLDER", text)]).read(scratch_folder);
        assert_eq!(read("").unwrap(), None);
        assert_eq!(read("/tmp").unwrap(), Some("/tmp".into()));
        for wrong in ["/", "tmp", "/tmp/.."] {
            assert!(read(wrong).unwrap_err().to_string().contains("SCRATCH_FOLDER: must be"), "{wrong}");
        }
    }

    #[test]
    fn networks_are_opened_by_address() {
        let read = |text: &str| Environment::of([("EGRESS_ALLOW", text)]).read(egress_allow);
        let nets = |texts: &[&str]| texts.iter().map(|net| net.parse().unwrap()).collect::<Vec<IpNet>>();
        assert_eq!(read("10.1.0.0/16, fd12::/48,").unwrap(), nets(&["10.1.0.0/16", "fd12::/48"]));
        assert_eq!(read("192.168.7.1").unwrap(), nets(&["192.168.7.1/32"]));
        assert_eq!(read("").unwrap(), []);
        for wrong in ["10.1.0.0/33", "db.internal", "10.1.0.0/16 10.2.0.0/16"] {
            let error = read(wrong).unwrap_err().to_string();
            assert!(error.contains("EGRESS_ALLOW: must be networks"), "{error}");
        }
    }
}
