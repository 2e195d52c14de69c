from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.export_records_item import ExportRecordsItem


T = TypeVar("T", bound="Export")


@_attrs_define
class Export:
    """A page of records.

    Example:
        {'records': [{'kind': 'calendar', 'version': 1, 'id': 'closed', 'members': {'days': [{'days': '2027-05-06'}],
            'weekly': ['sunday'], 'recurring': [], 'description': None}, 'state': {'created_at': '2026-11-20T09:00:00Z',
            'updated_at': '2026-11-20T09:00:00Z', 'version': 1}}], 'next_cursor': None}

    Attributes:
        records (list[ExportRecordsItem]): The records, each with its `kind`, the `version` of its form, and its `id`.
            Those of kind `left_out` say what is not
            moved, and why.
        next_cursor (None | str | Unset): The `cursor` of the next page; null on the last page. A page may be short or
            empty and still have a
            next page.
    """

    records: list[ExportRecordsItem]
    next_cursor: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        records = []
        for records_item_data in self.records:
            records_item = records_item_data.to_dict()
            records.append(records_item)

        next_cursor: None | str | Unset
        if isinstance(self.next_cursor, Unset):
            next_cursor = UNSET
        else:
            next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "records": records,
            }
        )
        if next_cursor is not UNSET:
            field_dict["next_cursor"] = next_cursor

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.export_records_item import ExportRecordsItem  # noqa: PLC0415

        d = dict(src_dict)
        records = []
        _records = d.pop("records")
        for records_item_data in _records:
            records_item = ExportRecordsItem.from_dict(records_item_data)

            records.append(records_item)

        def _parse_next_cursor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor", UNSET))

        export = cls(
            records=records,
            next_cursor=next_cursor,
        )

        export.additional_properties = d
        return export

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
