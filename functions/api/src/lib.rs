//! The HTTP API: routes, authentication and validation over the use cases.
