from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.counts_by_status import CountsByStatus
    from ..models.histogram_bucket import HistogramBucket


T = TypeVar("T", bound="Histogram")


@_attrs_define
class Histogram:
    """Counts of executions by time.

    Attributes:
        from_ (datetime.datetime): Start of the span.
        to (datetime.datetime): End of the span, which is not part of it.
        source (str): `rollups`: exact sums that may lag by a moment; `by_status` has the executions that ended in the
            span, whenever they
            were requested. `executions`: those that were requested in the span, by their status now. Example: executions.
        started (int): Number of executions that were requested in the span.
        by_status (CountsByStatus): Number of executions by status. Statuses without any are omitted.
        bucket (str): Length of the buckets: `1m`, `1h` or `1d`. Example: 1h.
        buckets (list[HistogramBucket]): The buckets in order, including those without executions.
        next_cursor (None | str | Unset): The `cursor` of a call that counts what this one did not: add up the counts.
            Null if all are counted.
    """

    from_: datetime.datetime
    to: datetime.datetime
    source: str
    started: int
    by_status: CountsByStatus
    bucket: str
    buckets: list[HistogramBucket]
    next_cursor: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from_ = self.from_.isoformat()

        to = self.to.isoformat()

        source = self.source

        started = self.started

        by_status = self.by_status.to_dict()

        bucket = self.bucket

        buckets = []
        for buckets_item_data in self.buckets:
            buckets_item = buckets_item_data.to_dict()
            buckets.append(buckets_item)

        next_cursor: None | str | Unset
        if isinstance(self.next_cursor, Unset):
            next_cursor = UNSET
        else:
            next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "from": from_,
                "to": to,
                "source": source,
                "started": started,
                "by_status": by_status,
                "bucket": bucket,
                "buckets": buckets,
            }
        )
        if next_cursor is not UNSET:
            field_dict["next_cursor"] = next_cursor

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.counts_by_status import CountsByStatus  # noqa: PLC0415
        from ..models.histogram_bucket import HistogramBucket  # noqa: PLC0415

        d = dict(src_dict)
        from_ = datetime.datetime.fromisoformat(d.pop("from"))

        to = datetime.datetime.fromisoformat(d.pop("to"))

        source = d.pop("source")

        started = d.pop("started")

        by_status = CountsByStatus.from_dict(d.pop("by_status"))

        bucket = d.pop("bucket")

        buckets = []
        _buckets = d.pop("buckets")
        for buckets_item_data in _buckets:
            buckets_item = HistogramBucket.from_dict(buckets_item_data)

            buckets.append(buckets_item)

        def _parse_next_cursor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor", UNSET))

        histogram = cls(
            from_=from_,
            to=to,
            source=source,
            started=started,
            by_status=by_status,
            bucket=bucket,
            buckets=buckets,
            next_cursor=next_cursor,
        )

        histogram.additional_properties = d
        return histogram

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
