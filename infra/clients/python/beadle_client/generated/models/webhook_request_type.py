from typing import Literal

WebhookRequestType = Literal["webhook"]

WEBHOOK_REQUEST_TYPE_VALUES: set[WebhookRequestType] = {
    "webhook",
}


def check_webhook_request_type(value: str) -> WebhookRequestType:
    if value in WEBHOOK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {WEBHOOK_REQUEST_TYPE_VALUES!r}")
