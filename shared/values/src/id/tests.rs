use proptest::prelude::*;

use super::*;

#[test]
fn ids_round_trip() {
    let id = ExecutionId::from_uuid(Uuid::from_u128(7));
    assert_eq!(id.to_string(), "exe_00000000000000000000000000000007");
    assert_eq!(id.to_string().parse(), Ok(id));
}

#[test]
fn rejects_ids_of_another_kind() {
    for text in
        ["", "exe_", "tsk_7", "exe_0000000000000000000000000000000A", "exe-00000000000000000000000000000007"]
    {
        assert!(text.parse::<ExecutionId>().is_err(), "{text}");
    }
    assert!("exe_00000000000000000000000000000007".parse::<TaskId>().is_err());
}

proptest! {
    #[test]
    fn different_keys_give_different_ids(a in ".{0,8}", b in ".{0,8}", c in ".{0,8}", d in ".{0,8}") {
        let owner = OwnerId::parse("ada").unwrap();
        let same = (a.as_str(), b.as_str()) == (c.as_str(), d.as_str());
        prop_assert_eq!(ExecutionId::for_key(&owner, &a, &b) == ExecutionId::for_key(&owner, &c, &d), same);
    }

    #[test]
    fn parsing_never_panics(text in ".{0,64}") {
        let _ = text.parse::<ExecutionId>();
        let _ = OwnerId::parse(text);
    }
}
