from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.import_request_records_item import ImportRequestRecordsItem


T = TypeVar("T", bound="ImportRequest")


@_attrs_define
class ImportRequest:
    """Records to import.

    Example:
        {'records': [{'kind': 'calendar', 'version': 1, 'id': 'closed', 'members': {'days': ['2027-05-06'], 'weekly':
            ['sunday']}, 'state': {'created_at': '2026-11-20T09:00:00Z', 'updated_at': '2026-11-20T09:00:00Z', 'version':
            1}}]}

    Attributes:
        records (list[ImportRequestRecordsItem]): The records, as `GET /api/v1/export` answers them; each is imported on
            its own, in their order.
        map_ids (bool | None | Unset): Whether what has an id that is somebody else's here is imported under another
            one. References follow.
        pending (bool | None | Unset): Whether executions that had not begun are imported too: they run here. Cancel
            them where they come from.
    """

    records: list[ImportRequestRecordsItem]
    map_ids: bool | None | Unset = UNSET
    pending: bool | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        records = []
        for records_item_data in self.records:
            records_item = records_item_data.to_dict()
            records.append(records_item)

        map_ids: bool | None | Unset
        if isinstance(self.map_ids, Unset):
            map_ids = UNSET
        else:
            map_ids = self.map_ids

        pending: bool | None | Unset
        if isinstance(self.pending, Unset):
            pending = UNSET
        else:
            pending = self.pending

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "records": records,
            }
        )
        if map_ids is not UNSET:
            field_dict["map_ids"] = map_ids
        if pending is not UNSET:
            field_dict["pending"] = pending

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.import_request_records_item import ImportRequestRecordsItem  # noqa: PLC0415

        d = dict(src_dict)
        records = []
        _records = d.pop("records")
        for records_item_data in _records:
            records_item = ImportRequestRecordsItem.from_dict(records_item_data)

            records.append(records_item)

        def _parse_map_ids(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        map_ids = _parse_map_ids(d.pop("map_ids", UNSET))

        def _parse_pending(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        pending = _parse_pending(d.pop("pending", UNSET))

        import_request = cls(
            records=records,
            map_ids=map_ids,
            pending=pending,
        )

        return import_request
