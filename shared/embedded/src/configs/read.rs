//! Reading and listing configs.

use beadle_application::port::{ConfigQuery, StoreError};
use beadle_domain::{config::Config, resource_key::ResourceKey};
use beadle_values::{
    id::{ConfigId, OwnerId, TaskId},
    page::Page,
};
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::write::find;
use crate::{
    Embedded,
    cursor::{Cursors, Position},
    error::Error,
    resource_keys::Keyed,
    row,
    set_aside::{CONFIGS, SetAside, TASKS},
};

impl Embedded {
    pub(super) async fn config(&self, id: ConfigId) -> Result<Option<Config>, StoreError> {
        self.read(move |sql| find(sql, id)).await
    }

    pub(super) async fn config_page(&self, query: &ConfigQuery) -> Result<Page<Config>, StoreError> {
        let cursors = Cursors::of(&self.shared.cursor_key, format!("configs {:?}", query.owner));
        let position = query.cursor.as_ref().map(|cursor| cursors.read(cursor)).transpose()?;
        let (query, aside) = (query.clone(), self.set_aside());
        let (items, next) = self.read(move |sql| page(sql, &query, position.as_ref(), &aside)).await?;
        Ok(Page { items, next: next.map(|position| cursors.issue(&position)) })
    }

    pub(super) async fn config_of_key(
        &self,
        owner: &OwnerId,
        key: &ResourceKey,
    ) -> Result<Option<ConfigId>, StoreError> {
        let (owner, key) = (owner.clone(), key.clone());
        let found = self.read(move |sql| Keyed::Configs.holder(sql, &owner, &key)).await?;
        Ok(found.map(|id| ConfigId::from_uuid(Uuid::from_bytes(id))))
    }

    pub(super) async fn users_of_config(
        &self,
        id: ConfigId,
        limit: usize,
    ) -> Result<Vec<TaskId>, StoreError> {
        let aside = self.set_aside();
        self.read(move |sql| users(sql, id, limit, &aside)).await
    }
}

fn page(
    sql: &Connection,
    query: &ConfigQuery,
    position: Option<&Position>,
    aside: &SetAside,
) -> Result<(Vec<Config>, Option<Position>), Error> {
    const LIST: &str = "SELECT document, created_at, id FROM configs \
        WHERE (owner = ?1 OR shared = 1) AND (created_at, id) < (?2, ?3) \
        ORDER BY created_at DESC, id DESC";
    let (at, id) = position.map_or((i64::MAX, &[][..]), |position| (position.at, position.id.as_bytes()));
    let mut statement = sql.prepare_cached(LIST)?;
    let mut rows = statement.query(params![query.owner.as_str(), at, id])?;
    let (mut items, mut last) = (Vec::new(), None);
    while let Some(found) = rows.next()? {
        if items.len() == query.limit.max(1) {
            return Ok((items, last));
        }
        let config =
            aside.or_skip(sql, CONFIGS, &[found.get_ref(2)?], row::document(found, 0, "a config"))?;
        items.extend(config.filter(|config| query.matches(config)));
        last = Position::of(found, 1)?.or(last);
    }
    Ok((items, None))
}

fn users(sql: &Connection, id: ConfigId, limit: usize, aside: &SetAside) -> Result<Vec<TaskId>, Error> {
    const USERS: &str = "SELECT id FROM tasks \
        WHERE config_id = ?1 AND config_id IS NOT NULL AND deleted_at IS NULL ORDER BY id LIMIT ?2";
    let mut statement = sql.prepare_cached(USERS)?;
    let mut rows = statement.query(params![id.uuid().as_bytes(), row::number(limit as u64)])?;
    let mut users = Vec::new();
    while let Some(found) = rows.next()? {
        let task = found.get(0).map(|id| TaskId::from_uuid(Uuid::from_bytes(id))).map_err(Error::from);
        users.extend(aside.or_skip(sql, TASKS, &[found.get_ref(0)?], task)?);
    }
    Ok(users)
}
