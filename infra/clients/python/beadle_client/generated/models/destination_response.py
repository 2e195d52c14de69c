from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.destination_response_headers import DestinationResponseHeaders


T = TypeVar("T", bound="DestinationResponse")


@_attrs_define
class DestinationResponse:
    """The last response of the destination.

    Attributes:
        headers (DestinationResponseHeaders): Headers. Values that carry credentials are shown as `********`.
        body (Any): Body: JSON if it is JSON, else a string; null if there was none.
        encoding (str): Encoding of `body`; `gone` for a body that was removed before its execution. Example: json.
        size (int): Size in bytes of the part of the body that was read.
        truncated (bool): Whether the stored body is truncated.
        status (int | None | Unset): HTTP status; null for a response without one. Example: 201.
        extracted (Any | Unset): Value that `response.extract` extracted from the body.
        warnings (list[str] | Unset): Warnings about a response that counts as a success.
    """

    headers: DestinationResponseHeaders
    body: Any
    encoding: str
    size: int
    truncated: bool
    status: int | None | Unset = UNSET
    extracted: Any | Unset = UNSET
    warnings: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        headers = self.headers.to_dict()

        body = self.body

        encoding = self.encoding

        size = self.size

        truncated = self.truncated

        status: int | None | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

        extracted = self.extracted

        warnings: list[str] | Unset = UNSET
        if not isinstance(self.warnings, Unset):
            warnings = self.warnings

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "headers": headers,
                "body": body,
                "encoding": encoding,
                "size": size,
                "truncated": truncated,
            }
        )
        if status is not UNSET:
            field_dict["status"] = status
        if extracted is not UNSET:
            field_dict["extracted"] = extracted
        if warnings is not UNSET:
            field_dict["warnings"] = warnings

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.destination_response_headers import DestinationResponseHeaders  # noqa: PLC0415

        d = dict(src_dict)
        headers = DestinationResponseHeaders.from_dict(d.pop("headers"))

        body = d.pop("body")

        encoding = d.pop("encoding")

        size = d.pop("size")

        truncated = d.pop("truncated")

        def _parse_status(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        extracted = d.pop("extracted", UNSET)

        warnings = cast(list[str], d.pop("warnings", UNSET))

        destination_response = cls(
            headers=headers,
            body=body,
            encoding=encoding,
            size=size,
            truncated=truncated,
            status=status,
            extracted=extracted,
            warnings=warnings,
        )

        destination_response.additional_properties = d
        return destination_response

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
