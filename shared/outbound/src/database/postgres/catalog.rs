//! Types that users have made, as the server's catalog describes them.

use std::collections::{BTreeMap, BTreeSet};

use postgres_protocol::message::backend::Message;
use postgres_types::{Kind, Oid, Type};

use super::{
    fault::Fault,
    reading::texts,
    wire::{Reply, Wire},
};

/// How many types may be made of one another: a domain of an array of a domain, and so on.
const MAX_DEPTH: u8 = 16;

/// The types of one database that statements have used.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    types: BTreeMap<Oid, Entry>,
}

/// A row of `pg_type`.
#[derive(Debug)]
struct Entry {
    name: String,
    /// The type of an array's elements.
    element: Option<Oid>,
    /// What a domain restricts.
    base: Option<Oid>,
}

impl Catalog {
    /// Looks up those of `types` that are not known; whether there were any. The lookup ends an unnamed
    /// statement.
    pub async fn learn(&mut self, wire: &mut Wire, types: impl Iterator<Item = Oid>) -> Result<bool, Fault> {
        let unknown: BTreeSet<Oid> =
            types.filter(|oid| Type::from_oid(*oid).is_none() && !self.types.contains_key(oid)).collect();
        if unknown.is_empty() {
            return Ok(false);
        }
        let unknown: Vec<String> = unknown.iter().map(Oid::to_string).collect();
        // Of types with elements, only arrays have no fixed length.
        let query = format!(
            "WITH RECURSIVE used AS (
                SELECT oid, typname, CASE WHEN typlen = -1 THEN typelem ELSE 0 END AS element, typbasetype
                FROM pg_catalog.pg_type WHERE oid IN ({})
                UNION
                SELECT t.oid, t.typname, CASE WHEN t.typlen = -1 THEN t.typelem ELSE 0 END, t.typbasetype
                FROM pg_catalog.pg_type t JOIN used u ON t.oid IN (u.element, u.typbasetype))
            SELECT * FROM used",
            unknown.join(", ")
        );
        let types = &mut self.types;
        wire.script(&query, |reply| {
            if let Reply::Message(Message::DataRow(body)) = reply
                && let Some([Some(oid), Some(name), Some(element), Some(base)]) =
                    texts(&body).map(<[_; 4]>::try_from).and_then(Result::ok)
                && let (Ok(oid), Ok(element), Ok(base)) = (oid.parse(), element.parse(), base.parse())
            {
                let entry = Entry {
                    name: name.into_owned(),
                    element: Some(element).filter(|oid| *oid != 0),
                    base: Some(base).filter(|oid| *oid != 0),
                };
                types.insert(oid, entry);
            }
            Ok(())
        })
        .await?;
        Ok(true)
    }

    /// The type `oid`; one that is not known is a text of the server's.
    pub fn get(&self, oid: Oid) -> Type {
        self.within(oid, MAX_DEPTH)
    }

    fn within(&self, oid: Oid, depth: u8) -> Type {
        if let Some(built_in) = Type::from_oid(oid) {
            return built_in;
        }
        let Some(entry) = self.types.get(&oid) else {
            return Type::new("unknown".to_owned(), oid, Kind::Simple, String::new());
        };
        let kind = match (entry.base, entry.element, depth.checked_sub(1)) {
            (Some(base), _, Some(depth)) => Kind::Domain(self.within(base, depth)),
            (None, Some(element), Some(depth)) => Kind::Array(self.within(element, depth)),
            _ => Kind::Simple,
        };
        Type::new(entry.name.clone(), oid, kind, String::new())
    }
}
