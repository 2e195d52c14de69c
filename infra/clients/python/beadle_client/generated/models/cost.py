from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Cost")


@_attrs_define
class Cost:
    """Usage of an execution on AWS and its cost; on a single machine, what it would cost on AWS.

    Counted as if no other work had shared the invocations, except for the projector, which always works in
    batches. Logs, storage, gates, extended leases and incoming traffic are not counted.

        Attributes:
            usd (float): Total in US dollars. Example: 5.2e-06.
            write_units (int): Write request units of DynamoDB: row, index, link and spec.
            projector_write_units (float): Share of the write request units of the projector.
            read_units (int): Read request units of DynamoDB.
            object_writes (int): Objects written to S3: a large response.
            messages (int): Messages sent.
            queue_requests (int): Requests to queues: each message is sent, received and deleted.
            http_requests (int): Requests to the HTTP API.
            scheduler_invocations (int): Invocations by `EventBridge` Scheduler.
            lambda_invocations (int): Invocations of Lambda functions, without the projector.
            lambda_gb_ms (float): Lambda compute, in gigabyte milliseconds.
            region (str): Region whose prices are used. Example: us-east-1.
            prices_of (str): Year and month of the prices. Example: 2026-11.
    """

    usd: float
    write_units: int
    projector_write_units: float
    read_units: int
    object_writes: int
    messages: int
    queue_requests: int
    http_requests: int
    scheduler_invocations: int
    lambda_invocations: int
    lambda_gb_ms: float
    region: str
    prices_of: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        usd = self.usd

        write_units = self.write_units

        projector_write_units = self.projector_write_units

        read_units = self.read_units

        object_writes = self.object_writes

        messages = self.messages

        queue_requests = self.queue_requests

        http_requests = self.http_requests

        scheduler_invocations = self.scheduler_invocations

        lambda_invocations = self.lambda_invocations

        lambda_gb_ms = self.lambda_gb_ms

        region = self.region

        prices_of = self.prices_of

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "usd": usd,
                "write_units": write_units,
                "projector_write_units": projector_write_units,
                "read_units": read_units,
                "object_writes": object_writes,
                "messages": messages,
                "queue_requests": queue_requests,
                "http_requests": http_requests,
                "scheduler_invocations": scheduler_invocations,
                "lambda_invocations": lambda_invocations,
                "lambda_gb_ms": lambda_gb_ms,
                "region": region,
                "prices_of": prices_of,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        usd = d.pop("usd")

        write_units = d.pop("write_units")

        projector_write_units = d.pop("projector_write_units")

        read_units = d.pop("read_units")

        object_writes = d.pop("object_writes")

        messages = d.pop("messages")

        queue_requests = d.pop("queue_requests")

        http_requests = d.pop("http_requests")

        scheduler_invocations = d.pop("scheduler_invocations")

        lambda_invocations = d.pop("lambda_invocations")

        lambda_gb_ms = d.pop("lambda_gb_ms")

        region = d.pop("region")

        prices_of = d.pop("prices_of")

        cost = cls(
            usd=usd,
            write_units=write_units,
            projector_write_units=projector_write_units,
            read_units=read_units,
            object_writes=object_writes,
            messages=messages,
            queue_requests=queue_requests,
            http_requests=http_requests,
            scheduler_invocations=scheduler_invocations,
            lambda_invocations=lambda_invocations,
            lambda_gb_ms=lambda_gb_ms,
            region=region,
            prices_of=prices_of,
        )

        cost.additional_properties = d
        return cost

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
