//! What is said about accounts, as it is written.

use beadle_domain::account::SubscriptionLevel;
use utoipa::{IntoParams, ToSchema};

/// What an owner may use; what is not given stays.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the route reads")]
#[schema(example = json!({"subscription_level": "pro", "monthly_credits": 500}))]
pub(crate) struct AccountChangeRequest {
    /// `free`, `basic`, `pro` or `enterprise`; null leaves it to the token.
    subscription_level: Option<SubscriptionLevel>,
    /// The budget of a month, in credits; null is that of the level.
    #[schema(minimum = 0)]
    monthly_credits: Option<f64>,
}

/// Credits that were bought.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the route reads")]
#[schema(example = json!({"credits": 100}))]
pub(crate) struct TopUpRequest {
    /// How many, at most three decimals.
    #[schema(minimum = 0)]
    credits: f64,
}

/// Whose account.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct AccountParameters {
    /// Another user: for operators and admins.
    user_id: Option<String>,
}
