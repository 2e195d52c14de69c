from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.credits_ import Credits
    from ..models.limits import Limits
    from ..models.pause import Pause
    from ..models.usage import Usage


T = TypeVar("T", bound="Account")


@_attrs_define
class Account:
    """An account: limits, usage and credits of a user.

    Attributes:
        user_id (str): Id of the owner.
        subscription_level (str): The subscription level. Example: free.
        limits (Limits): Limits of a subscription level; null means no limit.
        usage (Usage): Current usage. Counts may lag by a moment.
        credits_ (Credits): Credits of a month.
        pause (None | Pause | Unset):
    """

    user_id: str
    subscription_level: str
    limits: Limits
    usage: Usage
    credits_: Credits
    pause: None | Pause | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.pause import Pause  # noqa: PLC0415

        user_id = self.user_id

        subscription_level = self.subscription_level

        limits = self.limits.to_dict()

        usage = self.usage.to_dict()

        credits_ = self.credits_.to_dict()

        pause: dict[str, Any] | None | Unset
        if isinstance(self.pause, Unset):
            pause = UNSET
        elif isinstance(self.pause, Pause):
            pause = self.pause.to_dict()
        else:
            pause = self.pause

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "user_id": user_id,
                "subscription_level": subscription_level,
                "limits": limits,
                "usage": usage,
                "credits": credits_,
            }
        )
        if pause is not UNSET:
            field_dict["pause"] = pause

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.credits_ import Credits  # noqa: PLC0415
        from ..models.limits import Limits  # noqa: PLC0415
        from ..models.pause import Pause  # noqa: PLC0415
        from ..models.usage import Usage  # noqa: PLC0415

        d = dict(src_dict)
        user_id = d.pop("user_id")

        subscription_level = d.pop("subscription_level")

        limits = Limits.from_dict(d.pop("limits"))

        usage = Usage.from_dict(d.pop("usage"))

        credits_ = Credits.from_dict(d.pop("credits"))

        def _parse_pause(data: object) -> None | Pause | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                pause_type_0 = Pause.from_dict(data)

                return pause_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Pause | Unset, data)

        pause = _parse_pause(d.pop("pause", UNSET))

        account = cls(
            user_id=user_id,
            subscription_level=subscription_level,
            limits=limits,
            usage=usage,
            credits_=credits_,
            pause=pause,
        )

        account.additional_properties = d
        return account

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
