//! Transitions between the phases of a breaker.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::PhaseName;

/// A transition between two phases of a breaker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// When.
    pub at: Timestamp,
    /// The phase before.
    pub from: PhaseName,
    /// The phase after.
    pub to: PhaseName,
    /// The reason, in a few words for the caller.
    pub why: String,
}

/// Stores transitions as short arrays, because the document holds ten of them and has to stay small.
pub(super) mod compact {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use super::{PhaseName, Transition};

    type Short<'a> = (i64, PhaseName, PhaseName, std::borrow::Cow<'a, str>);

    pub fn serialize<S: Serializer>(transitions: &[Transition], serializer: S) -> Result<S::Ok, S::Error> {
        let short = transitions.iter().map(|transition| -> Short<'_> {
            (transition.at.as_millisecond(), transition.from, transition.to, transition.why.as_str().into())
        });
        short.collect::<Vec<_>>().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Transition>, D::Error> {
        let short = Vec::<Short<'de>>::deserialize(deserializer)?;
        let transitions = short.into_iter().map(|(at, from, to, why)| {
            let at = Timestamp::from_millisecond(at).map_err(de::Error::custom)?;
            Ok(Transition { at, from, to, why: why.into_owned() })
        });
        transitions.collect()
    }
}
