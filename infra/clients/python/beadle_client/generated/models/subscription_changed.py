from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.subscription_changed_name import (
    SubscriptionChangedName,
    check_subscription_changed_name,
)
from ..models.subscription_level import SubscriptionLevel, check_subscription_level

T = TypeVar("T", bound="SubscriptionChanged")


@_attrs_define
class SubscriptionChanged:
    """A user has another subscription.

    Attributes:
        type_ (SubscriptionChangedName):
        user_id (str): The user.
        level (SubscriptionLevel): A subscription level.
    """

    type_: SubscriptionChangedName
    user_id: str
    level: SubscriptionLevel

    def to_dict(self) -> dict[str, Any]:
        type_: str = self.type_

        user_id = self.user_id

        level: str = self.level

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
                "user_id": user_id,
                "level": level,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = check_subscription_changed_name(d.pop("type"))

        user_id = d.pop("user_id")

        level = check_subscription_level(d.pop("level"))

        subscription_changed = cls(
            type_=type_,
            user_id=user_id,
            level=level,
        )

        return subscription_changed
