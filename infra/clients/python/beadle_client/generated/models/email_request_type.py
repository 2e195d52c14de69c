from typing import Literal

EmailRequestType = Literal["email"]

EMAIL_REQUEST_TYPE_VALUES: set[EmailRequestType] = {
    "email",
}


def check_email_request_type(value: str) -> EmailRequestType:
    if value in EMAIL_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {EMAIL_REQUEST_TYPE_VALUES!r}")
