from typing import Literal

UserDeletedName = Literal["user.deleted"]

USER_DELETED_NAME_VALUES: set[UserDeletedName] = {
    "user.deleted",
}


def check_user_deleted_name(value: str) -> UserDeletedName:
    if value in USER_DELETED_NAME_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {USER_DELETED_NAME_VALUES!r}")
