from typing import Literal

EmailTaskRequestType = Literal["email"]

EMAIL_TASK_REQUEST_TYPE_VALUES: set[EmailTaskRequestType] = {
    "email",
}


def check_email_task_request_type(value: str) -> EmailTaskRequestType:
    if value in EMAIL_TASK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {EMAIL_TASK_REQUEST_TYPE_VALUES!r}")
