from typing import Literal

AuthJwtType = Literal["jwt"]

AUTH_JWT_TYPE_VALUES: set[AuthJwtType] = {
    "jwt",
}


def check_auth_jwt_type(value: str) -> AuthJwtType:
    if value in AUTH_JWT_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {AUTH_JWT_TYPE_VALUES!r}")
