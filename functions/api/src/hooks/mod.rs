//! Deliveries of webhooks: the route for senders, which have the secret of a task's hook and no account.

pub(crate) mod deliver;
mod limiter;
mod response;

pub(crate) use self::limiter::HookLimiter;
