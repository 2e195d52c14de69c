//! Tests of what a key allows and of its drafts.

use beadle_values::violation::Path;
use rstest::rstest;
use serde_json::{Value, json};

use super::*;
use crate::access::{Action, Scope};

const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

fn later(seconds: i64) -> Timestamp {
    Timestamp::from_second(NOW.as_second() + seconds).unwrap()
}

fn key() -> ApiKey {
    let hash = KeyHash::new([7; 32]);
    ApiKey {
        id: hash.key_id(),
        hash,
        owner: OwnerId::parse("ada").unwrap(),
        name: "ci".to_owned(),
        role: Role::User,
        level: SubscriptionLevel::Pro,
        scopes: Scopes::of([Scope::Read]),
        created_at: NOW,
        expires_at: Some(later(60).into()),
        last_used_at: None,
    }
}

#[test]
fn authenticates_only_its_own_secret_until_it_expires() {
    let key = key();
    let principal = key.authenticate(&key.hash, later(59)).unwrap();
    assert_eq!(
        (principal.owner.as_str(), principal.role, principal.level),
        ("ada", Role::User, SubscriptionLevel::Pro)
    );
    assert!(principal.scopes.allow(Action::Read) && !principal.scopes.allow(Action::Run));
    assert_eq!(key.authenticate(&key.hash, later(60)), None);
    let mut other = [7; 32];
    other[31] = 8;
    assert_eq!(KeyHash::new(other).key_id(), key.id, "the id is the first half of the hash");
    assert_eq!(key.authenticate(&KeyHash::new(other), NOW), None);
    assert!(
        ApiKey { expires_at: None, ..key.clone() }.authenticate(&key.hash, later(1_000_000_000)).is_some()
    );
}

#[test]
fn uses_are_recorded_once_an_hour() {
    let unused = key();
    assert!(unused.should_record_use(NOW));
    let used = ApiKey { last_used_at: Some(NOW), ..unused };
    assert!(!used.should_record_use(later(3_599)));
    assert!(used.should_record_use(later(3_600)));
}

#[test]
fn hashes_round_trip() {
    let hash = KeyHash::new(std::array::from_fn(|index| index as u8 * 8));
    assert_eq!(hash.to_string().parse(), Ok(hash));
    for text in ["", "00", &"g".repeat(64), &"é".repeat(32)] {
        assert!(text.parse::<KeyHash>().is_err(), "{text}");
    }
}

#[test]
fn a_draft_says_what_the_key_is_for() {
    let body = json!({"name": "ci", "scopes": ["execute", "read"], "role": "viewer", "expires_at": "2030-01-01T00:00:00Z"});
    let draft = ApiKeyDraft::parse_at(&body, NOW, &Path::body()).unwrap();
    assert_eq!(draft.scopes, Scopes::of([Scope::Read, Scope::Execute]));
    assert_eq!((draft.role, draft.expires_at), (Some(Role::Viewer), "2030-01-01T00:00:00Z".parse().ok()));
}

#[rstest]
#[case(json!([]), &["body"])]
#[case(json!({}), &["body.name", "body.scopes"])]
#[case(json!({"name": "", "scopes": [], "owner": "bob"}), &["body.owner", "body.name", "body.scopes"])]
#[case(json!({"name": "ci", "scopes": ["read", "all", 1], "role": "root"}), &["body.role", "body.scopes[1]", "body.scopes[2]"])]
#[case(json!({"name": "ci", "scopes": ["read"], "expires_at": "soon"}), &["body.expires_at"])]
#[case(json!({"name": "ci", "scopes": ["read"], "expires_at": "2027-01-15T08:00:00Z"}), &["body.expires_at"])]
fn every_fault_is_told(#[case] body: Value, #[case] places: &[&str]) {
    let faults = ApiKeyDraft::parse_at(&body, NOW, &Path::body()).unwrap_err();
    let found: Vec<String> = faults.iter().map(|fault| fault.path.to_string()).collect();
    assert_eq!(found, places);
}
