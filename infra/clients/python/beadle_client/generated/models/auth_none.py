from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.auth_none_type import AuthNoneType, check_auth_none_type

T = TypeVar("T", bound="AuthNone")


@_attrs_define
class AuthNone:
    """How calls show who calls; what is secret in it has to be a reference such as `${secret:name#field}`.

    Attributes:
        type_ (AuthNoneType):
    """

    type_: AuthNoneType

    def to_dict(self) -> dict[str, Any]:
        type_: str = self.type_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = check_auth_none_type(d.pop("type"))

        auth_none = cls(
            type_=type_,
        )

        return auth_none
