from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.retry_with import RetryWith, check_retry_with
from ..types import UNSET, Unset

T = TypeVar("T", bound="RetryRequest")


@_attrs_define
class RetryRequest:
    """How to retry an execution.

    Example:
        {'with': 'current'}

    Attributes:
        with_ (None | RetryWith | Unset):
    """

    with_: None | RetryWith | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        with_: None | str | Unset
        if isinstance(self.with_, Unset):
            with_ = UNSET
        elif isinstance(self.with_, str):
            with_ = self.with_
        else:
            with_ = self.with_

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if with_ is not UNSET:
            field_dict["with"] = with_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_with_(data: object) -> None | RetryWith | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                with_type_0 = check_retry_with(data)

                return with_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RetryWith | Unset, data)

        with_ = _parse_with_(d.pop("with", UNSET))

        retry_request = cls(
            with_=with_,
        )

        return retry_request
