from typing import Literal

WebhookRequestRedirectsType0 = Literal["error", "follow", "manual"]

WEBHOOK_REQUEST_REDIRECTS_TYPE_0_VALUES: set[WebhookRequestRedirectsType0] = {
    "error",
    "follow",
    "manual",
}


def check_webhook_request_redirects_type_0(value: str) -> WebhookRequestRedirectsType0:
    if value in WEBHOOK_REQUEST_REDIRECTS_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {WEBHOOK_REQUEST_REDIRECTS_TYPE_0_VALUES!r}")
