//! Keys of gate documents, and ids of the processes that hold parts of a gate.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use beadle_values::id::{ConfigId, OwnerId};

/// One document of a gate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GateKey {
    /// Whose gate it is.
    pub subject: GateSubject,
    /// Which document of the gate.
    pub part: GatePart,
}

impl GateKey {
    /// The document `part` of the gate of `config`.
    pub fn of_config(config: ConfigId, part: GatePart) -> Self {
        Self { subject: GateSubject::Config(config), part }
    }
}

/// Whose calls a gate limits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GateSubject {
    /// The calls with a config.
    Config(ConfigId),
    /// All calls of an owner, whatever their config.
    Owner(OwnerId),
    /// All calls.
    Service,
    /// The calls with a config that have this key.
    Key(ConfigId, String),
}

impl GateSubject {
    /// The id under which stores keep the gate. Configs, owners and keys share one key space, so that of an owner
    /// or of a key is a config id derived from it.
    pub fn stored_id(&self) -> ConfigId {
        match self {
            Self::Config(config) => *config,
            Self::Owner(owner) => ConfigId::for_owner_gate(owner),
            Self::Service => ConfigId::for_service_gate(),
            Self::Key(config, key) => ConfigId::for_key_gate(*config, key),
        }
    }
}

impl fmt::Display for GateSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stored_id().fmt(f)
    }
}

/// Which document of a gate. Displays as `limiter.0`, `breaker`, `permits.0`, `pause`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GatePart {
    /// A shard of the rate limit, counted from 0.
    Limiter(u16),
    /// The circuit breaker and the throttling that the destination requested.
    Breaker,
    /// A shard of the concurrency limit, counted from 0.
    Permits(u16),
    /// Whether everything is held.
    Pause,
    /// A shard of the rate limit of a key, counted from 0.
    KeyLimiter(u16),
    /// The keys that were held back most.
    Keys,
}

impl GatePart {
    /// The number of the shard; 0 for a part without shards.
    pub fn shard(self) -> u16 {
        match self {
            Self::Limiter(shard) | Self::Permits(shard) | Self::KeyLimiter(shard) => shard,
            Self::Breaker | Self::Pause | Self::Keys => 0,
        }
    }
}

impl fmt::Display for GatePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limiter(shard) => write!(f, "limiter.{shard}"),
            Self::Breaker => f.write_str("breaker"),
            Self::Permits(shard) => write!(f, "permits.{shard}"),
            Self::Pause => f.write_str("pause"),
            Self::KeyLimiter(shard) => write!(f, "key.{shard}"),
            Self::Keys => f.write_str("keys"),
        }
    }
}

/// A text that is not a part of a gate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("names no part of a gate")]
pub struct UnknownPart;

impl FromStr for GatePart {
    type Err = UnknownPart;

    fn from_str(text: &str) -> Result<Self, UnknownPart> {
        match text {
            "breaker" => return Ok(Self::Breaker),
            "pause" => return Ok(Self::Pause),
            "keys" => return Ok(Self::Keys),
            _ => {}
        }
        let (name, shard) = text.split_once('.').ok_or(UnknownPart)?;
        let shard = shard.parse().map_err(|_| UnknownPart)?;
        match name {
            "limiter" => Ok(Self::Limiter(shard)),
            "permits" => Ok(Self::Permits(shard)),
            "key" => Ok(Self::KeyLimiter(shard)),
            _ => Err(UnknownPart),
        }
    }
}

/// A process that holds tokens or permits: 64 bits of its id, written as 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Holder(u64);

impl Holder {
    /// The holder id of the process with this fresh UUID.
    pub fn of(process: Uuid) -> Self {
        let (high, low) = process.as_u64_pair();
        Self(high.rotate_left(32) ^ low)
    }

    /// A number that is uniform over the holders, for choosing a shard.
    pub fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl From<Holder> for String {
    fn from(holder: Holder) -> Self {
        holder.to_string()
    }
}

impl TryFrom<String> for Holder {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        u64::from_str_radix(&text, 16).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_round_trip() {
        let limits = [GatePart::Limiter(0), GatePart::Limiter(19), GatePart::Permits(7)];
        let others = [GatePart::Breaker, GatePart::Pause, GatePart::KeyLimiter(3), GatePart::Keys];
        for part in limits.into_iter().chain(others) {
            assert_eq!(part.to_string().parse(), Ok(part));
        }
        for text in ["", "limiter", "limiter.", "limiter.x", "breaker.0", "permits.70000", "other.1"] {
            assert_eq!(text.parse::<GatePart>(), Err(UnknownPart), "{text}");
        }
    }

    #[test]
    fn gates_keep_their_stored_ids() {
        let config = ConfigId::from_uuid(Uuid::from_u128(7));
        assert_eq!(GateSubject::Config(config).to_string(), "cfg_00000000000000000000000000000007");
        let owner = GateSubject::Owner(OwnerId::parse("ada").unwrap());
        assert_eq!(owner.to_string(), "cfg_29813cbf26785e7a9dad3280679eb364");
    }

    #[test]
    fn holders_round_trip() {
        let holder = Holder::of(Uuid::from_u128(0x0123_4567_89ab_cdef_0011_2233_4455_6677));
        let text = serde_json::to_string(&holder).unwrap();
        assert_eq!(text.len(), 18);
        assert_eq!(serde_json::from_str::<Holder>(&text).unwrap(), holder);
    }
}
