//! Scopes: the part of its creator's permissions that an API key has.

use beadle_values::names;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Action;

names! {
    /// The scope of an API key: a part of what its maker's role may do.
    pub enum Scope {
        /// Read things.
        Read = "read",
        /// Run requests and tasks, cancel executions, complete tasks.
        Execute = "execute",
        /// Create, change and delete things.
        Write = "write",
        /// The operations of operators and admins.
        Admin = "admin",
    }
}

impl Scope {
    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The scopes of a credential. JSON: a list of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scopes(u8);

impl Scopes {
    /// Everything that the role may do, including delegation: the caller in person.
    pub const IN_PERSON: Self = Self(u8::MAX);

    /// Exactly these scopes.
    pub fn of(scopes: impl IntoIterator<Item = Scope>) -> Self {
        Self(scopes.into_iter().fold(0, |bits, scope| bits | scope.bit()))
    }

    /// Whether the scopes allow `action`.
    pub const fn allow(self, action: Action) -> bool {
        match action {
            Action::Read => self.has(Scope::Read),
            Action::Run => self.has(Scope::Execute),
            Action::Edit | Action::Control => self.has(Scope::Write),
            Action::Delegate => self.0 == Self::IN_PERSON.0,
            Action::Operate | Action::Administer => self.has(Scope::Admin),
        }
    }

    /// The named scopes, in ascending order.
    pub fn named(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.has(*scope))
    }

    /// Whether `scope` is included.
    pub const fn has(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }
}

impl Serialize for Scopes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.named())
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Scope>::deserialize(deserializer).map(Self::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_of_a_key_round_trip_and_never_allow_delegation() {
        let scopes = Scopes::of([Scope::Write, Scope::Read]);
        assert_eq!(serde_json::to_string(&scopes).unwrap(), r#"["read","write"]"#);
        assert_eq!(serde_json::from_str::<Scopes>(r#"["write","read"]"#).unwrap(), scopes);
        assert!(serde_json::from_str::<Scopes>(r#"["root"]"#).is_err());
        assert!(!Scopes::of(Scope::ALL).allow(Action::Delegate));
        assert!(Action::ALL.into_iter().all(|action| Scopes::IN_PERSON.allow(action)));
    }

    #[test]
    fn each_scope_allows_only_its_actions() {
        use Action::{Administer, Control, Edit, Operate, Read, Run};
        let table: [(Scope, &[Action]); 4] = [
            (Scope::Read, &[Read]),
            (Scope::Execute, &[Run]),
            (Scope::Write, &[Edit, Control]),
            (Scope::Admin, &[Operate, Administer]),
        ];
        for (scope, allowed) in table {
            for action in Action::ALL {
                assert_eq!(
                    Scopes::of([scope]).allow(action),
                    allowed.contains(&action),
                    "{scope} {action:?}"
                );
            }
        }
    }
}
