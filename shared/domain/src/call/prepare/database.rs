//! The statement of a database task.

use super::{Calling, unusable};
use crate::{
    call::DatabaseRequest,
    execution::Failure,
    interpolation::{Place, render_value},
    spec::{DatabaseSpec, database::is_connection},
};

/// The statement with its connection and parameters.
pub(super) fn request(calling: &Calling<'_>, spec: &DatabaseSpec) -> Result<DatabaseRequest, Failure> {
    let of_config = calling.profile().and_then(|profile| profile.connection.as_ref());
    let connection = match (&spec.connection, of_config) {
        (Some(own), _) => own.render(&calling.scope, Place::Url)?,
        (None, Some(of_config)) => of_config.render(&calling.config_scope, Place::Url)?,
        (None, None) => return Err(unusable("neither the task nor its config names a `connection`")),
    };
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
