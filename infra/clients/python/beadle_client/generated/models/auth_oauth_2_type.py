from typing import Literal

AuthOauth2Type = Literal["oauth2"]

AUTH_OAUTH_2_TYPE_VALUES: set[AuthOauth2Type] = {
    "oauth2",
}


def check_auth_oauth_2_type(value: str) -> AuthOauth2Type:
    if value in AUTH_OAUTH_2_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {AUTH_OAUTH_2_TYPE_VALUES!r}")
