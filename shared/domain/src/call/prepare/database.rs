//! The statement of a database task.

use super::{Calling, unusable};
use crate::{
    execution::Failure,
    interpolation::{Place, render_value},
    port::DatabaseRequest,
    spec::{DatabaseSpec, database::is_connection},
};

/// The statement with its connection and its parameters.
pub(super) fn request(calling: &Calling<'_>, spec: &DatabaseSpec) -> Result<DatabaseRequest, Failure> {
    let of_config = || calling.profile().and_then(|profile| profile.connection.as_ref());
    let connection = spec.connection.as_ref().or_else(of_config);
    let connection =
        connection.ok_or_else(|| unusable("neither the task nor its config names a `connection`"))?;
    let connection = connection.render(&calling.scope, Place::Url)?;
    let connection = connection.trim();
    is_connection(connection).map_err(|why| unusable(format!("the connection {why}")))?;
    let params = spec.params.iter().map(|value| render_value(value, &calling.scope));
    Ok(DatabaseRequest {
        connection: connection.into(),
        query: spec.query.clone(),
        params: params.collect::<Result<_, _>>()?,
        max_rows: spec.max_rows,
        egress: calling.profile().and_then(|profile| profile.egress.clone()).unwrap_or_default(),
    })
}
