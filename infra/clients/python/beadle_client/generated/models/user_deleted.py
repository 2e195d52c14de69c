from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.user_deleted_name import UserDeletedName, check_user_deleted_name
from ..types import UNSET, Unset

T = TypeVar("T", bound="UserDeleted")


@_attrs_define
class UserDeleted:
    """A user is gone.

    Attributes:
        type_ (UserDeletedName):
        user_id (str): The user.
        level (Any | Unset): Not used for a user who is gone.
    """

    type_: UserDeletedName
    user_id: str
    level: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        type_: str = self.type_

        user_id = self.user_id

        level = self.level

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
                "user_id": user_id,
            }
        )
        if level is not UNSET:
            field_dict["level"] = level

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = check_user_deleted_name(d.pop("type"))

        user_id = d.pop("user_id")

        level = d.pop("level", UNSET)

        user_deleted = cls(
            type_=type_,
            user_id=user_id,
            level=level,
        )

        return user_deleted
