use uuid::Uuid;

use super::*;

fn id(number: u128) -> ExecutionId {
    ExecutionId::from_uuid(Uuid::from_u128(number))
}

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap()
}

#[test]
fn positions_sort_by_time_then_id() {
    let mut places = [
        position(at(10_000_000_000_000), id(1)),
        position(at(9_999_999_999_999), id(9)),
        position(at(10_000_000_000_000), id(0)),
        position(at(5), id(7)),
    ];
    places.sort();
    let read: Vec<_> = places.iter().map(|place| read_position(place).unwrap().0.as_millisecond()).collect();
    assert_eq!(read, [5, 9_999_999_999_999, 10_000_000_000_000, 10_000_000_000_000]);
    assert!(places[2] < places[3] && places[2].ends_with('0'));
}

#[test]
fn a_bound_precedes_every_position_of_its_millisecond_and_follows_earlier_ones() {
    for (bound, inside) in [(at(5), 5), ("1970-01-01T00:00:00.0045Z".parse().unwrap(), 5)] {
        assert!(not_before(bound) <= position(at(inside), id(0)));
        assert!(not_before(bound) > position(at(inside - 1), id(u128::MAX)));
    }
    assert!(not_before(Timestamp::MIN) <= position(at(0), id(0)));
}

#[test]
fn owners_can_not_reach_into_one_anothers_partitions() {
    let names = ["a", "a#E", "a#T", "O#a#E", "#"];
    let owners = names.map(|name| OwnerId::parse(name).unwrap());
    let mut partitions: Vec<String> =
        owners.iter().flat_map(|owner| [executions_of(owner), tasks_of(owner)]).collect();
    for (name, owner) in names.iter().zip(&owners) {
        assert_eq!(owner_in(&executions_of(owner)), Some(*name));
    }
    partitions.sort();
    partitions.dedup();
    assert_eq!(partitions.len(), 2 * names.len());
}
