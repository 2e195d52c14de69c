from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Proxy")


@_attrs_define
class Proxy:
    """An HTTP proxy. Each call goes through a tunnel that the proxy opens (CONNECT, RFC 9110 section 9.3.6), so it sees
    neither what an https call sends nor what is answered.

        Example:
            {'url': 'http://proxy.example.com:3128', 'username': 'beadle', 'password': '${secret:proxy#password}'}

        Attributes:
            url (str): Its address: an http URL of a host and a port alone. Example: http://proxy.example.com:3128.
            username (None | str | Unset): The name it knows the caller by; it may hold placeholders, and no colon.
            password (None | str | Unset): The password, as a reference to a secret. Example: ${secret:proxy#password}.
    """

    url: str
    username: None | str | Unset = UNSET
    password: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        username: None | str | Unset
        if isinstance(self.username, Unset):
            username = UNSET
        else:
            username = self.username

        password: None | str | Unset
        if isinstance(self.password, Unset):
            password = UNSET
        else:
            password = self.password

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "url": url,
            }
        )
        if username is not UNSET:
            field_dict["username"] = username
        if password is not UNSET:
            field_dict["password"] = password

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        url = d.pop("url")

        def _parse_username(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        username = _parse_username(d.pop("username", UNSET))

        def _parse_password(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        password = _parse_password(d.pop("password", UNSET))

        proxy = cls(
            url=url,
            username=username,
            password=password,
        )

        return proxy
