from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.hook_verification_type_1 import (
    HookVerificationType1,
    check_hook_verification_type_1,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.expect import Expect
    from ..models.signature_rules import SignatureRules


T = TypeVar("T", bound="Hook")


@_attrs_define
class Hook:
    """How other systems start the task: `POST /hooks/{id}` with the id of the task.

    Example:
        {'verify': {'scheme': 'github', 'secret': '${secret:senders/github}'}, 'filter': {'headers': {'x-github-event':
            'push'}, 'body': [{'path': '$.ref', 'equals': 'refs/heads/main'}]}}

    Attributes:
        verify (HookVerificationType1 | SignatureRules): How the sender proves who it is.
        filter_ (Expect | None | Unset):
        delivery_header (None | str | Unset): The header that identifies a delivery, for the scheme `token` and `none`;
            `idempotency-key` unless given. A repeat
            starts nothing.
        max_per_minute (int | None | Unset): How many deliveries it takes in a minute, 1 to 100,000; 600 unless given.
        enabled (bool | None | Unset): Whether it takes deliveries.
    """

    verify: HookVerificationType1 | SignatureRules
    filter_: Expect | None | Unset = UNSET
    delivery_header: None | str | Unset = UNSET
    max_per_minute: int | None | Unset = UNSET
    enabled: bool | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.expect import Expect  # noqa: PLC0415
        from ..models.signature_rules import SignatureRules  # noqa: PLC0415

        verify: dict[str, Any] | str
        if isinstance(self.verify, SignatureRules):
            verify = self.verify.to_dict()
        else:
            verify = self.verify

        filter_: dict[str, Any] | None | Unset
        if isinstance(self.filter_, Unset):
            filter_ = UNSET
        elif isinstance(self.filter_, Expect):
            filter_ = self.filter_.to_dict()
        else:
            filter_ = self.filter_

        delivery_header: None | str | Unset
        if isinstance(self.delivery_header, Unset):
            delivery_header = UNSET
        else:
            delivery_header = self.delivery_header

        max_per_minute: int | None | Unset
        if isinstance(self.max_per_minute, Unset):
            max_per_minute = UNSET
        else:
            max_per_minute = self.max_per_minute

        enabled: bool | None | Unset
        if isinstance(self.enabled, Unset):
            enabled = UNSET
        else:
            enabled = self.enabled

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "verify": verify,
            }
        )
        if filter_ is not UNSET:
            field_dict["filter"] = filter_
        if delivery_header is not UNSET:
            field_dict["delivery_header"] = delivery_header
        if max_per_minute is not UNSET:
            field_dict["max_per_minute"] = max_per_minute
        if enabled is not UNSET:
            field_dict["enabled"] = enabled

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.expect import Expect  # noqa: PLC0415
        from ..models.signature_rules import SignatureRules  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_verify(data: object) -> HookVerificationType1 | SignatureRules:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_hook_verification_type_0 = SignatureRules.from_dict(data)

                return componentsschemas_hook_verification_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            componentsschemas_hook_verification_type_1 = check_hook_verification_type_1(data)

            return componentsschemas_hook_verification_type_1

        verify = _parse_verify(d.pop("verify"))

        def _parse_filter_(data: object) -> Expect | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                filter_type_0 = Expect.from_dict(data)

                return filter_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Expect | None | Unset, data)

        filter_ = _parse_filter_(d.pop("filter", UNSET))

        def _parse_delivery_header(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        delivery_header = _parse_delivery_header(d.pop("delivery_header", UNSET))

        def _parse_max_per_minute(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_per_minute = _parse_max_per_minute(d.pop("max_per_minute", UNSET))

        def _parse_enabled(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enabled = _parse_enabled(d.pop("enabled", UNSET))

        hook = cls(
            verify=verify,
            filter_=filter_,
            delivery_header=delivery_header,
            max_per_minute=max_per_minute,
            enabled=enabled,
        )

        return hook
