from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.subscription_level import SubscriptionLevel, check_subscription_level
from ..types import UNSET, Unset

T = TypeVar("T", bound="AccountChangeRequest")


@_attrs_define
class AccountChangeRequest:
    """Limits of an account. Members that are left out stay as they are.

    Example:
        {'subscription_level': 'pro', 'monthly_credits': 500}

    Attributes:
        subscription_level (None | SubscriptionLevel | Unset): Subscription level: `free`, `basic`, `pro` or
            `enterprise`; null leaves it to the token.
        monthly_credits (float | None | Unset): Budget of a month, in credits; null for that of the level.
    """

    subscription_level: None | SubscriptionLevel | Unset = UNSET
    monthly_credits: float | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        subscription_level: None | str | Unset
        if isinstance(self.subscription_level, Unset):
            subscription_level = UNSET
        elif isinstance(self.subscription_level, str):
            subscription_level = self.subscription_level
        else:
            subscription_level = self.subscription_level

        monthly_credits: float | None | Unset
        if isinstance(self.monthly_credits, Unset):
            monthly_credits = UNSET
        else:
            monthly_credits = self.monthly_credits

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if subscription_level is not UNSET:
            field_dict["subscription_level"] = subscription_level
        if monthly_credits is not UNSET:
            field_dict["monthly_credits"] = monthly_credits

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_subscription_level(data: object) -> None | SubscriptionLevel | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                subscription_level_type_0 = check_subscription_level(data)

                return subscription_level_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SubscriptionLevel | Unset, data)

        subscription_level = _parse_subscription_level(d.pop("subscription_level", UNSET))

        def _parse_monthly_credits(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        monthly_credits = _parse_monthly_credits(d.pop("monthly_credits", UNSET))

        account_change_request = cls(
            subscription_level=subscription_level,
            monthly_credits=monthly_credits,
        )

        return account_change_request
