from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.auth_bearer_type import AuthBearerType, check_auth_bearer_type

T = TypeVar("T", bound="AuthBearer")


@_attrs_define
class AuthBearer:
    """How calls show who calls; what is secret in it has to be a reference such as `${secret:name#field}`.

    Attributes:
        token (str): The token, as a reference to a secret. Example: ${secret:users-api#token}.
        type_ (AuthBearerType):
    """

    token: str
    type_: AuthBearerType

    def to_dict(self) -> dict[str, Any]:
        token = self.token

        type_: str = self.type_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "token": token,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        token = d.pop("token")

        type_ = check_auth_bearer_type(d.pop("type"))

        auth_bearer = cls(
            token=token,
            type_=type_,
        )

        return auth_bearer
