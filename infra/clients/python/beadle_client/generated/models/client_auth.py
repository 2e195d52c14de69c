from typing import Literal

ClientAuth = Literal["basic", "body"]

CLIENT_AUTH_VALUES: set[ClientAuth] = {
    "basic",
    "body",
}


def check_client_auth(value: str) -> ClientAuth:
    if value in CLIENT_AUTH_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CLIENT_AUTH_VALUES!r}")
