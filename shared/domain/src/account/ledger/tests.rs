//! Tests of budgets as a table, and of their invariants.

use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

use super::*;

const NOVEMBER: &str = "2026-11-21T16:00:00Z";
const DECEMBER: &str = "2026-12-01T00:00:00Z";

fn month(time: &str) -> Month {
    Month::of(time.parse().unwrap())
}

fn credits(whole: u64) -> Credits {
    Credits::from_thousandths(whole * 1000)
}

fn execution(number: u128) -> ExecutionId {
    ExecutionId::from_uuid(Uuid::from_u128(number))
}

fn set_aside(ledger: &Ledger, number: u128, cost: u64, time: &str, budget: Option<u64>) -> SetAside {
    ledger.set_aside(execution(number), credits(cost), month(time), budget.map(credits))
}

/// A ledger of November with 4 credits spent, 3 reserved and 2 bought.
fn used() -> Ledger {
    let mut ledger = Ledger::default().top_up("first", credits(2)).unwrap();
    for (number, cost) in [(1, 4), (2, 3)] {
        let SetAside::Done(next) = set_aside(&ledger, number, cost, NOVEMBER, Some(7)) else {
            panic!("{number}")
        };
        ledger = next;
    }
    ledger.settle(&[(execution(1), true)], month(NOVEMBER), Some(credits(7))).unwrap()
}

/// Budget, cost and time → credits left, or that they are reserved.
#[rstest]
#[case(Some(7), 2, NOVEMBER, None)]
#[case(Some(7), 3, NOVEMBER, Some(2))]
#[case(Some(5), 1, NOVEMBER, Some(0))]
#[case(Some(0), 1, NOVEMBER, Some(0))]
#[case(None, 1_000, NOVEMBER, None)]
#[case(Some(7), 6, DECEMBER, None)]
#[case(Some(7), 7, DECEMBER, Some(6))]
fn budget_table(
    #[case] budget: Option<u64>,
    #[case] cost: u64,
    #[case] time: &str,
    #[case] left: Option<u64>,
) {
    match set_aside(&used(), 9, cost, time, budget) {
        SetAside::Done(next) => {
            assert_eq!(left, None);
            assert_eq!(next.reserved(), credits(3 + cost));
        }
        other => assert_eq!(other, SetAside::NotEnough { available: credits(left.unwrap()) }),
    }
}

#[test]
fn spending_beyond_the_budget_uses_bought_credits() {
    let ledger = used().settle(&[(execution(2), true)], month(NOVEMBER), None).unwrap();
    assert_eq!((ledger.spent, ledger.bought), (credits(7), credits(2)));
    let next = ledger.in_month(month(DECEMBER), Some(credits(6)));
    assert_eq!((next.spent, next.bought, next.spent_ever), (Credits::ZERO, credits(1), credits(7)));
    assert_eq!(next.available(month(DECEMBER), Some(credits(6))), Some(credits(7)));
}

#[test]
fn repeated_operations_change_nothing() {
    let ledger = used();
    assert_eq!(set_aside(&ledger, 2, 3, NOVEMBER, Some(0)), SetAside::Already);
    assert_eq!(ledger.settle(&[(execution(1), true)], month(NOVEMBER), None), None);
    assert_eq!(ledger.top_up("first", credits(2)), None);
}

#[test]
fn credits_of_incomplete_executions_are_released() {
    let ledger = used().settle(&[(execution(2), false)], month(NOVEMBER), None).unwrap();
    assert_eq!((ledger.spent, ledger.reserved()), (credits(4), Credits::ZERO));
}

proptest! {
    /// Executions begin, end and repeat in any order: never more is spent and reserved than available, and
    /// the spent credits are the sum of the costs of completed executions.
    #[test]
    fn budgets_are_never_overdrawn(
        budget in 0..20_u64,
        steps in prop::collection::vec((0..30_u128, 0..4_u8, 1..5_u64), 0..200),
    ) {
        let (now, mut ledger) = (month(NOVEMBER), Ledger::default());
        let (mut begun, mut completed, mut bought) = (BTreeMap::new(), 0, 0);
        for (number, step, amount) in steps {
            let id = execution(number);
            match step {
                0 | 1 => if let SetAside::Done(next) = ledger.set_aside(id, credits(amount), now, Some(credits(budget))) {
                    prop_assert!(begun.insert(number, amount).is_none());
                    ledger = next;
                },
                2 => {
                    let charged = amount > 2;
                    let next = ledger.settle(&[(id, charged)], now, Some(credits(budget)));
                    prop_assert_eq!(next.is_some(), begun.contains_key(&number));
                    if let Some(next) = next {
                        let cost = begun.remove(&number).unwrap_or_default();
                        completed += if charged { cost } else { 0 };
                        ledger = next;
                    }
                }
                _ => if let Some(next) = ledger.top_up(&number.to_string(), credits(amount)) {
                    bought += amount;
                    ledger = next;
                },
            }
            prop_assert!(ledger.spent + ledger.reserved() <= credits(budget + bought));
            prop_assert_eq!(ledger.spent, credits(completed));
        }
    }
}
