from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.auth_basic_type import AuthBasicType, check_auth_basic_type

T = TypeVar("T", bound="AuthBasic")


@_attrs_define
class AuthBasic:
    """How calls show who calls; what is secret in it has to be a reference such as `${secret:name#field}`.

    Attributes:
        username (str): The name; it may hold placeholders, and no colon.
        password (str): The password, as a reference to a secret. Example: ${secret:users-api#password}.
        type_ (AuthBasicType):
    """

    username: str
    password: str
    type_: AuthBasicType

    def to_dict(self) -> dict[str, Any]:
        username = self.username

        password = self.password

        type_: str = self.type_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "username": username,
                "password": password,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        username = d.pop("username")

        password = d.pop("password")

        type_ = check_auth_basic_type(d.pop("type"))

        auth_basic = cls(
            username=username,
            password=password,
            type_=type_,
        )

        return auth_basic
