from typing import Literal

WebhookTaskConfigRedirectsType0 = Literal["error", "follow", "manual"]

WEBHOOK_TASK_CONFIG_REDIRECTS_TYPE_0_VALUES: set[WebhookTaskConfigRedirectsType0] = {
    "error",
    "follow",
    "manual",
}


def check_webhook_task_config_redirects_type_0(value: str) -> WebhookTaskConfigRedirectsType0:
    if value in WEBHOOK_TASK_CONFIG_REDIRECTS_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {WEBHOOK_TASK_CONFIG_REDIRECTS_TYPE_0_VALUES!r}")
