from typing import Literal

WebhookTaskRequestType = Literal["webhook"]

WEBHOOK_TASK_REQUEST_TYPE_VALUES: set[WebhookTaskRequestType] = {
    "webhook",
}


def check_webhook_task_request_type(value: str) -> WebhookTaskRequestType:
    if value in WEBHOOK_TASK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {WEBHOOK_TASK_REQUEST_TYPE_VALUES!r}")
