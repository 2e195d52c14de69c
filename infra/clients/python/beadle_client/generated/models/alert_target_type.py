from typing import Literal

AlertTargetType = Literal["discord", "ses", "slack", "smtp", "teams", "webhook"]

ALERT_TARGET_TYPE_VALUES: set[AlertTargetType] = {
    "discord",
    "ses",
    "slack",
    "smtp",
    "teams",
    "webhook",
}


def check_alert_target_type(value: str) -> AlertTargetType:
    if value in ALERT_TARGET_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ALERT_TARGET_TYPE_VALUES!r}")
