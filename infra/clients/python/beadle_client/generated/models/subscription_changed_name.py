from typing import Literal

SubscriptionChangedName = Literal["subscription.changed"]

SUBSCRIPTION_CHANGED_NAME_VALUES: set[SubscriptionChangedName] = {
    "subscription.changed",
}


def check_subscription_changed_name(value: str) -> SubscriptionChangedName:
    if value in SUBSCRIPTION_CHANGED_NAME_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SUBSCRIPTION_CHANGED_NAME_VALUES!r}")
