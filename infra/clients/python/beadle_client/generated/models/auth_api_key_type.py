from typing import Literal

AuthApiKeyType = Literal["api_key"]

AUTH_API_KEY_TYPE_VALUES: set[AuthApiKeyType] = {
    "api_key",
}


def check_auth_api_key_type(value: str) -> AuthApiKeyType:
    if value in AUTH_API_KEY_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {AUTH_API_KEY_TYPE_VALUES!r}")
