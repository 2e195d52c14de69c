from typing import Literal

AuthBasicType = Literal["basic"]

AUTH_BASIC_TYPE_VALUES: set[AuthBasicType] = {
    "basic",
}


def check_auth_basic_type(value: str) -> AuthBasicType:
    if value in AUTH_BASIC_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {AUTH_BASIC_TYPE_VALUES!r}")
