//! Scopes: the part of its creator's permissions that an API key has.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Action;

/// A part of what a role may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Look at things.
    Read,
    /// Run requests and tasks, call runs off, complete tasks.
    Execute,
    /// Create, change and delete things.
    Write,
    /// What operators and admins do.
    Admin,
}

impl Scope {
    /// Every scope, from the least.
    pub const ALL: [Self; 4] = [Self::Read, Self::Execute, Self::Write, Self::Admin];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Execute => "execute",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is none of read, execute, write, admin")]
pub struct UnknownScope;

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text).ok_or(UnknownScope)
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
        serializer.collect_seq(self.named().map(Scope::as_str))
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        let scopes: Result<Vec<Scope>, _> = names.iter().map(|name| name.parse()).collect();
        scopes.map(Self::of).map_err(de::Error::custom)
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
