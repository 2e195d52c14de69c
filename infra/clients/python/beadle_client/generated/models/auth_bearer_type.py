from typing import Literal

AuthBearerType = Literal["bearer"]

AUTH_BEARER_TYPE_VALUES: set[AuthBearerType] = {
    "bearer",
}


def check_auth_bearer_type(value: str) -> AuthBearerType:
    if value in AUTH_BEARER_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {AUTH_BEARER_TYPE_VALUES!r}")
