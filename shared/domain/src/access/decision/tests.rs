//! The complete table of roles × relations × actions.

use proptest::prelude::*;

use super::*;
use crate::access::{Scope, Scopes};

const ROLES: [Role; 4] = [Role::Viewer, Role::User, Role::Operator, Role::Admin];

fn principal(role: Role, scopes: Scopes) -> Principal {
    Principal { scopes, ..Principal::in_person(OwnerId::parse("ada").unwrap(), role) }
}

#[test]
fn decision_table() {
    use Access::{Denied, Granted, Hidden};
    use Relation::{Assigned, Other, Owner, Shared};
    const ALL: [Access; 7] = [Granted; 7];
    const NONE: [Access; 7] = [Hidden; 7];
    const SEEN: [Access; 7] = [Granted, Denied, Denied, Denied, Denied, Denied, Denied];
    const KEPT: [Access; 7] = [Granted, Denied, Denied, Denied, Denied, Granted, Denied];
    #[rustfmt::skip]
    let table = [
        // role, relation,             Read     Run      Edit     Control  Delegate Operate Administer
        (Role::Viewer, Owner, SEEN),
        (Role::Viewer, Assigned, SEEN),
        (Role::Viewer, Shared, SEEN),
        (Role::Viewer, Other, NONE),
        (Role::User, Owner,           [Granted, Granted, Granted, Granted, Granted, Denied, Denied]),
        (Role::User, Assigned,        [Granted, Granted, Granted, Denied, Denied, Denied, Denied]),
        (Role::User, Shared, SEEN),
        (Role::User, Other, NONE),
        (Role::Operator, Owner,       [Granted, Granted, Granted, Granted, Granted, Granted, Denied]),
        (Role::Operator, Assigned,    [Granted, Granted, Granted, Denied, Denied, Granted, Denied]),
        (Role::Operator, Shared, KEPT),
        (Role::Operator, Other, KEPT),
        (Role::Admin, Owner, ALL),
        (Role::Admin, Assigned, ALL),
        (Role::Admin, Shared, ALL),
        (Role::Admin, Other, ALL),
    ];
    assert_eq!(table.len(), ROLES.len() * Relation::ALL.len());
    for (role, relation, expected) in table {
        let by = principal(role, Scopes::IN_PERSON);
        assert_eq!(
            Action::ALL.map(|action| decide(&by, relation, action)),
            expected,
            "{role:?} {relation:?}"
        );
    }
}

proptest! {
    #[test]
    fn scopes_restrict_and_reveal_nothing(
        role in proptest::sample::select(&ROLES[..]),
        relation in proptest::sample::select(&Relation::ALL[..]),
        action in proptest::sample::select(&Action::ALL[..]),
        scopes in proptest::sample::subsequence(&Scope::ALL[..], 0..=4),
    ) {
        let in_person = decide(&principal(role, Scopes::IN_PERSON), relation, action);
        let scopes = Scopes::of(scopes);
        let by_key = decide(&principal(role, scopes), relation, action);
        if in_person == Access::Granted {
            prop_assert_eq!(by_key == Access::Granted, scopes.allow(action));
            prop_assert_ne!(by_key, Access::Hidden);
        } else {
            prop_assert_eq!(by_key, in_person);
        }
    }
}
