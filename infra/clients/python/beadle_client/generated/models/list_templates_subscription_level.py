from typing import Literal

ListTemplatesSubscriptionLevel = Literal["basic", "enterprise", "free", "pro"]

LIST_TEMPLATES_SUBSCRIPTION_LEVEL_VALUES: set[ListTemplatesSubscriptionLevel] = {
    "basic",
    "enterprise",
    "free",
    "pro",
}


def check_list_templates_subscription_level(value: str) -> ListTemplatesSubscriptionLevel:
    if value in LIST_TEMPLATES_SUBSCRIPTION_LEVEL_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_TEMPLATES_SUBSCRIPTION_LEVEL_VALUES!r}")
