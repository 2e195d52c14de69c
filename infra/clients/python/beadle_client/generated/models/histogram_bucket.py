from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.histogram_bucket_by_status import HistogramBucketByStatus


T = TypeVar("T", bound="HistogramBucket")


@_attrs_define
class HistogramBucket:
    """The executions of a bucket.

    Attributes:
        start (datetime.datetime): Start of the bucket.
        started (int): Number of executions that were requested in its time.
        by_status (HistogramBucketByStatus): Number of executions by status. Statuses without any are omitted.
    """

    start: datetime.datetime
    started: int
    by_status: HistogramBucketByStatus
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        start = self.start.isoformat()

        started = self.started

        by_status = self.by_status.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "start": start,
                "started": started,
                "by_status": by_status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.histogram_bucket_by_status import HistogramBucketByStatus  # noqa: PLC0415

        d = dict(src_dict)
        start = datetime.datetime.fromisoformat(d.pop("start"))

        started = d.pop("started")

        by_status = HistogramBucketByStatus.from_dict(d.pop("by_status"))

        histogram_bucket = cls(
            start=start,
            started=started,
            by_status=by_status,
        )

        histogram_bucket.additional_properties = d
        return histogram_bucket

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
