from typing import Literal

AuthSigv4Type = Literal["sigv4"]

AUTH_SIGV_4_TYPE_VALUES: set[AuthSigv4Type] = {
    "sigv4",
}


def check_auth_sigv_4_type(value: str) -> AuthSigv4Type:
    if value in AUTH_SIGV_4_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {AUTH_SIGV_4_TYPE_VALUES!r}")
