from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.mock_fetch_headers_type_0 import MockFetchHeadersType0


T = TypeVar("T", bound="MockFetch")


@_attrs_define
class MockFetch:
    """An answer to a call of a function in a dry run.

    Example:
        {'url': 'https://api.example.com/*', 'status': 200, 'body': {'rows': []}}

    Attributes:
        url (str): The URL of the call, or its beginning with `*` at the end.
        method (None | str | Unset): The method, if it matters.
        status (int | None | Unset): The status of the answer: 200 unless given.
        headers (MockFetchHeadersType0 | None | Unset): Its headers.
        body (Any | Unset): Its body: a string as it is, anything else as JSON.
    """

    url: str
    method: None | str | Unset = UNSET
    status: int | None | Unset = UNSET
    headers: MockFetchHeadersType0 | None | Unset = UNSET
    body: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.mock_fetch_headers_type_0 import MockFetchHeadersType0  # noqa: PLC0415

        url = self.url

        method: None | str | Unset
        if isinstance(self.method, Unset):
            method = UNSET
        else:
            method = self.method

        status: int | None | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

        headers: dict[str, Any] | None | Unset
        if isinstance(self.headers, Unset):
            headers = UNSET
        elif isinstance(self.headers, MockFetchHeadersType0):
            headers = self.headers.to_dict()
        else:
            headers = self.headers

        body = self.body

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "url": url,
            }
        )
        if method is not UNSET:
            field_dict["method"] = method
        if status is not UNSET:
            field_dict["status"] = status
        if headers is not UNSET:
            field_dict["headers"] = headers
        if body is not UNSET:
            field_dict["body"] = body

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.mock_fetch_headers_type_0 import MockFetchHeadersType0  # noqa: PLC0415

        d = dict(src_dict)
        url = d.pop("url")

        def _parse_method(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        method = _parse_method(d.pop("method", UNSET))

        def _parse_status(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        def _parse_headers(data: object) -> MockFetchHeadersType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                headers_type_0 = MockFetchHeadersType0.from_dict(data)

                return headers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MockFetchHeadersType0 | None | Unset, data)

        headers = _parse_headers(d.pop("headers", UNSET))

        body = d.pop("body", UNSET)

        mock_fetch = cls(
            url=url,
            method=method,
            status=status,
            headers=headers,
            body=body,
        )

        return mock_fetch
