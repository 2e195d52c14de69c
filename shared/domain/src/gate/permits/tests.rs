use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

use super::*;
use crate::gate::limiter::CLOCK_TOLERANCE;

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_800_000_000_000 + milliseconds).unwrap()
}

fn asks(process: u128, in_use: u32, idle: u32, newcomers: u32) -> Request {
    let holder = Holder::of(Uuid::from_u128(process));
    Request { holder, in_use, idle, returning: 0, newcomers, took: None, places: 0, back: 0, job: None }
}

#[rstest]
#[case(1, 1)]
#[case(64, 1)]
#[case(65, 2)]
#[case(10_000, 157)]
fn permits_are_split_over_small_documents(#[case] concurrency: u32, #[case] expected: u16) {
    assert_eq!(shards(concurrency), expected);
    let whole: u32 = (0..expected).map(|shard| share(concurrency, shard)).sum();
    assert_eq!(whole, concurrency);
}

#[test]
fn permits_are_granted_until_none_are_left() {
    let (state, grant) = lease(None, 5, at(0), &asks(1, 0, 0, 3));
    assert_eq!((grant.held, grant.scarce, grant.lease), (3, true, SCARCE_LEASE));
    let (state, grant) = lease(Some(&state), 5, at(0), &asks(2, 0, 0, 4));
    assert_eq!((grant.held, grant.for_newcomers), (2, 2));
    let (state, grant) = lease(Some(&state), 5, at(0), &asks(3, 0, 0, 1));
    assert_eq!((grant.held, grant.changed), (0, false));
    assert_eq!(state.held_at(at(0)), 5);
}

#[test]
fn idle_permits_are_kept_while_nobody_else_waits() {
    let (state, grant) = lease(None, 10, at(0), &asks(1, 0, 0, 2));
    assert_eq!((grant.held, grant.scarce, grant.lease), (2, false, LEASE));
    let (state, grant) = lease(Some(&state), 10, at(0), &asks(1, 1, 1, 0));
    assert_eq!(grant.held, 2);
    let (state, _) = lease(Some(&state), 10, at(0), &Request { places: 4, ..asks(2, 0, 0, 12) });
    let (_, grant) = lease(Some(&state), 10, at(0), &asks(1, 1, 1, 0));
    assert_eq!((grant.held, grant.scarce), (1, true), "others wait");
}

#[test]
fn an_expired_lease_frees_its_permits() {
    let (state, _) = lease(None, 2, at(0), &asks(1, 0, 0, 2));
    let (_, grant) = lease(Some(&state), 2, at(9_999), &asks(2, 0, 0, 2));
    assert_eq!(grant.held, 0);
    let (_, grant) = lease(Some(&state), 2, at(10_000), &asks(2, 0, 0, 2));
    assert_eq!(grant.held, 2);
}

#[test]
fn a_lower_limit_takes_no_permit_from_running_calls() {
    let (state, _) = lease(None, 8, at(0), &asks(1, 0, 0, 8));
    let (state, grant) = lease(Some(&state), 3, at(1), &asks(1, 8, 0, 1));
    assert_eq!((grant.held, grant.for_newcomers), (8, 0));
    let (_, grant) = lease(Some(&state), 3, at(2), &asks(1, 2, 6, 4));
    assert_eq!((grant.held, grant.for_newcomers), (3, 1));
}

#[test]
fn the_line_adapts_to_the_duration_of_calls() {
    let (state, _) = lease(None, 5, at(0), &asks(1, 0, 0, 5));
    let took = Some(Duration::from_secs(2));
    let (state, _) = lease(Some(&state), 5, at(1), &Request { took, ..asks(1, 5, 0, 0) });
    let (state, grant) = lease(Some(&state), 5, at(1), &Request { places: 10, ..asks(2, 0, 0, 10) });
    assert_eq!(state.waiting_at(5, at(1)), 10);
    let mut places = grant.places.unwrap();
    let last = std::iter::from_fn(|| places.take(at(1))).last().unwrap();
    assert_eq!(last, at(4_001), "ten calls of two seconds, five at once");
}

fn job(number: u128, version: u64, length: u64) -> JobRequest {
    let id = ExecutionId::from_uuid(Uuid::from_u128(number));
    JobRequest { permit: JobPermit::new(id, version, at(0), Duration::from_secs(length)), returning: false }
}

fn for_job(job: JobRequest) -> Request {
    Request { job: Some(job), ..asks(1, 0, 0, 0) }
}

#[test]
fn a_job_keeps_one_permit_until_it_is_given_back() {
    let (first, second) = (job(1, 2, 3_600), job(2, 2, 3_600));
    let (state, grant) = lease(None, 1, at(0), &for_job(first));
    assert_eq!((grant.job_kept, grant.held, state.held_at(at(0))), (true, 0, 1));
    let (state, grant) = lease(Some(&state), 1, at(1_000_000), &for_job(second));
    assert_eq!((grant.job_kept, grant.blocked_by_jobs), (false, 1));
    assert_eq!(grant.next, at(1_060_000), "the longer a job takes, the less often it is asked for");
    let (state, grant) = lease(Some(&state), 1, at(1_000_000), &asks(2, 0, 0, 1));
    assert_eq!((grant.held, grant.places, grant.blocked_by_jobs), (0, None, 1));
    let (state, grant) = lease(Some(&state), 1, at(1_000_000), &for_job(first));
    assert!(grant.job_kept, "it has one");
    let state = release_job(&state, first.permit.job, 2, at(1_000_000)).unwrap();
    assert_eq!(release_job(&state, first.permit.job, 2, at(1_000_000)), None, "once");
    assert!(lease(Some(&state), 1, at(1_000_000), &for_job(second)).1.job_kept);
}

#[test]
fn a_permit_that_a_later_claim_has_taken_over_stays() {
    let (state, _) = lease(None, 1, at(0), &for_job(job(1, 2, 60)));
    let (state, _) = lease(Some(&state), 1, at(0), &for_job(job(1, 5, 60)));
    let holder = job(1, 2, 60).permit.job;
    assert_eq!(release_job(&state, holder, 4, at(0)), None);
    assert!(release_job(&state, holder, 5, at(0)).is_some());
}

#[test]
fn a_permit_of_a_job_ends_with_its_time() {
    let (state, _) = lease(None, 1, at(0), &for_job(job(1, 2, 60)));
    assert!(!lease(Some(&state), 1, at(59_999), &for_job(job(2, 2, 600))).1.job_kept);
    assert!(lease(Some(&state), 1, at(60_000), &for_job(job(2, 2, 600))).1.job_kept);
}

#[test]
fn jobs_and_calls_share_the_permits() {
    let (state, grant) = lease(None, 3, at(0), &asks(2, 0, 0, 2));
    assert_eq!(grant.held, 2);
    let (state, grant) = lease(Some(&state), 3, at(0), &for_job(job(1, 2, 60)));
    assert!(grant.job_kept);
    let (state, grant) = lease(Some(&state), 3, at(0), &for_job(job(2, 2, 60)));
    assert_eq!((grant.job_kept, grant.blocked_by_jobs), (false, 0), "calls end soon");
    let idle = Request { job: Some(job(2, 2, 60)), ..asks(2, 1, 1, 0) };
    let (state, grant) = lease(Some(&state), 3, at(0), &idle);
    assert_eq!(
        (grant.job_kept, grant.held),
        (true, 1),
        "an idle permit of the process becomes that of the job"
    );
    assert_eq!(state.held_at(at(0)), 3);
}

#[derive(Debug, Clone)]
enum Step {
    Pass(u16),
    Ask { process: usize, newcomers: u8, returning: u8 },
    End { process: usize },
    GiveBack { process: usize },
    Crash { process: usize },
    Start { job: usize },
    Finish { job: usize },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0_u16..4_000).prop_map(Step::Pass),
        5 => (0_usize..4, 0_u8..6, 0_u8..6)
            .prop_map(|(process, newcomers, returning)| Step::Ask { process, newcomers, returning }),
        4 => (0_usize..4).prop_map(|process| Step::End { process }),
        1 => (0_usize..4).prop_map(|process| Step::GiveBack { process }),
        1 => (0_usize..4).prop_map(|process| Step::Crash { process }),
        2 => (0_usize..6).prop_map(|job| Step::Start { job }),
        1 => (0_usize..6).prop_map(|job| Step::Finish { job }),
    ]
}

/// The permits of a process, as it knows them.
#[derive(Debug, Clone, Copy, Default)]
struct HeldPermits {
    in_use: u32,
    held: u32,
    covered_until: i64,
}

proptest! {
    #[test]
    fn concurrent_calls_never_exceed_the_limit(
        concurrency in 1_u32..30,
        skews in [-450_i64..450, -450_i64..450, -450_i64..450, -450_i64..450],
        steps in prop::collection::vec(step(), 1..150),
    ) {
        let (mut state, mut now, mut processes) = (None::<PermitsState>, 0_i64, [HeldPermits::default(); 4]);
        let mut jobs = [false; 6];
        for step in steps {
            let mut ask = |held: &mut HeldPermits, process: usize, newcomers: u8, returning: u8, idle: bool| {
                let own = now + skews[process];
                if own >= held.covered_until {
                    *held = HeldPermits::default();
                }
                let idle = if idle { held.held - held.in_use } else { 0 };
                let request = Request { returning: returning.into(), ..asks(process as u128 + 1, held.in_use, idle, newcomers.into()) };
                let (next, grant) = lease(state.as_ref(), concurrency, at(own), &request);
                let text = serde_json::to_string(&next).unwrap();
                state = Some(serde_json::from_str(&text).unwrap());
                let wanted = u32::from(newcomers) + u32::from(returning);
                let usable = grant.lease.saturating_sub(CLOCK_TOLERANCE).as_millis() as i64;
                *held = HeldPermits {
                    in_use: (held.in_use + wanted).min(grant.held),
                    held: grant.held,
                    covered_until: own + usable,
                };
            };
            match step {
                Step::Pass(milliseconds) => now += i64::from(milliseconds),
                Step::Ask { process, newcomers, returning } => {
                    ask(&mut processes[process], process, newcomers, returning, true);
                }
                Step::GiveBack { process } => ask(&mut processes[process], process, 0, 0, false),
                Step::End { process } => {
                    processes[process].in_use = processes[process].in_use.saturating_sub(1);
                }
                Step::Crash { process } => processes[process] = HeldPermits::default(),
                Step::Start { job: number } => {
                    let asked = Request { job: Some(job(number as u128, 1, 86_400)), ..asks(9, 0, 0, 0) };
                    let (next, grant) = lease(state.as_ref(), concurrency, at(now), &asked);
                    (state, jobs[number]) = (Some(next), grant.job_kept);
                }
                Step::Finish { job: number } => {
                    let kept = job(number as u128, 1, 86_400).permit.job;
                    let released = state.as_ref().and_then(|state| release_job(state, kept, 1, at(now)));
                    prop_assert_eq!(released.is_some(), jobs[number], "kept as it was told");
                    (state, jobs[number]) = (released.or(state), false);
                }
            }
            let covered = (0..4).filter(|process| now + skews[*process] < processes[*process].covered_until);
            let covered: u32 = covered.map(|process| processes[process].in_use).sum();
            let covered = covered + jobs.iter().filter(|kept| **kept).count() as u32;
            prop_assert!(covered <= concurrency, "{covered} calls at once at {now}: {processes:?}");
        }
    }
}
