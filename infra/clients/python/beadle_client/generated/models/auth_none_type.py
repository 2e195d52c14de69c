from typing import Literal

AuthNoneType = Literal["none"]

AUTH_NONE_TYPE_VALUES: set[AuthNoneType] = {
    "none",
}


def check_auth_none_type(value: str) -> AuthNoneType:
    if value in AUTH_NONE_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {AUTH_NONE_TYPE_VALUES!r}")
