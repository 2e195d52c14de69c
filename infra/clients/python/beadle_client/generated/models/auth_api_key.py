from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.auth_api_key_type import AuthApiKeyType, check_auth_api_key_type
from ..models.key_place import KeyPlace, check_key_place
from ..types import UNSET, Unset

T = TypeVar("T", bound="AuthApiKey")


@_attrs_define
class AuthApiKey:
    """How calls show who calls; what is secret in it has to be a reference such as `${secret:name#field}`.

    Attributes:
        name (str): The name of the header, in lower case, or of the parameter. Example: X-API-Key.
        value (str): The key, as a reference to a secret. Example: ${secret:users-api#key}.
        type_ (AuthApiKeyType):
        in_ (KeyPlace | None | Unset):
    """

    name: str
    value: str
    type_: AuthApiKeyType
    in_: KeyPlace | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        value = self.value

        type_: str = self.type_

        in_: None | str | Unset
        if isinstance(self.in_, Unset):
            in_ = UNSET
        elif isinstance(self.in_, str):
            in_ = self.in_
        else:
            in_ = self.in_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "value": value,
                "type": type_,
            }
        )
        if in_ is not UNSET:
            field_dict["in"] = in_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        value = d.pop("value")

        type_ = check_auth_api_key_type(d.pop("type"))

        def _parse_in_(data: object) -> KeyPlace | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                in_type_0 = check_key_place(data)

                return in_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(KeyPlace | None | Unset, data)

        in_ = _parse_in_(d.pop("in", UNSET))

        auth_api_key = cls(
            name=name,
            value=value,
            type_=type_,
            in_=in_,
        )

        return auth_api_key
