from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.body_rule import BodyRule
    from ..models.expect_headers_type_0 import ExpectHeadersType0


T = TypeVar("T", bound="Expect")


@_attrs_define
class Expect:
    """What a response has to be; what is empty says nothing.

    Attributes:
        status (list[int | str] | None | Unset): The statuses that count as success, in place of 2xx: such as 200 or
            `2xx`.
        headers (ExpectHeadersType0 | None | Unset): Strings that the values of headers contain, in any case; the names
            are read in lower case.
        body (list[BodyRule] | None | Unset): What the body holds.
    """

    status: list[int | str] | None | Unset = UNSET
    headers: ExpectHeadersType0 | None | Unset = UNSET
    body: list[BodyRule] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.expect_headers_type_0 import ExpectHeadersType0  # noqa: PLC0415

        status: list[int | str] | None | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        elif isinstance(self.status, list):
            status = []
            for status_type_0_item_data in self.status:
                status_type_0_item: int | str
                status_type_0_item = status_type_0_item_data
                status.append(status_type_0_item)

        else:
            status = self.status

        headers: dict[str, Any] | None | Unset
        if isinstance(self.headers, Unset):
            headers = UNSET
        elif isinstance(self.headers, ExpectHeadersType0):
            headers = self.headers.to_dict()
        else:
            headers = self.headers

        body: list[dict[str, Any]] | None | Unset
        if isinstance(self.body, Unset):
            body = UNSET
        elif isinstance(self.body, list):
            body = []
            for body_type_0_item_data in self.body:
                body_type_0_item = body_type_0_item_data.to_dict()
                body.append(body_type_0_item)

        else:
            body = self.body

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if status is not UNSET:
            field_dict["status"] = status
        if headers is not UNSET:
            field_dict["headers"] = headers
        if body is not UNSET:
            field_dict["body"] = body

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.body_rule import BodyRule  # noqa: PLC0415
        from ..models.expect_headers_type_0 import ExpectHeadersType0  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_status(data: object) -> list[int | str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                status_type_0 = []
                _status_type_0 = data
                for status_type_0_item_data in _status_type_0:

                    def _parse_status_type_0_item(data: object) -> int | str:
                        return cast(int | str, data)

                    status_type_0_item = _parse_status_type_0_item(status_type_0_item_data)

                    status_type_0.append(status_type_0_item)

                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[int | str] | None | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        def _parse_headers(data: object) -> ExpectHeadersType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                headers_type_0 = ExpectHeadersType0.from_dict(data)

                return headers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ExpectHeadersType0 | None | Unset, data)

        headers = _parse_headers(d.pop("headers", UNSET))

        def _parse_body(data: object) -> list[BodyRule] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                body_type_0 = []
                _body_type_0 = data
                for body_type_0_item_data in _body_type_0:
                    body_type_0_item = BodyRule.from_dict(body_type_0_item_data)

                    body_type_0.append(body_type_0_item)

                return body_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[BodyRule] | None | Unset, data)

        body = _parse_body(d.pop("body", UNSET))

        expect = cls(
            status=status,
            headers=headers,
            body=body,
        )

        return expect
