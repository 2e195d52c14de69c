from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="EventResult")


@_attrs_define
class EventResult:
    """Result of an event about a user.

    Attributes:
        type_ (str): Type of the event. Example: user.deleted.
        user_id (str): Id of the user.
        finished (bool): Whether the event is fully processed. If not, send the same request again to continue.
        api_keys (int): Number of API keys revoked by this request.
        tasks (int): Number of tasks deleted by this request.
        executions (int): Number of executions cancelled by this request.
        configs (int): Number of configs removed by this request.
        paused (int): Number of tasks paused because they exceed the limits of the new level.
        resumed (int): Number of tasks resumed that had been paused because of a limit.
        released (int): Number of executions released that had waited for a limit or for credits.
    """

    type_: str
    user_id: str
    finished: bool
    api_keys: int
    tasks: int
    executions: int
    configs: int
    paused: int
    resumed: int
    released: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        user_id = self.user_id

        finished = self.finished

        api_keys = self.api_keys

        tasks = self.tasks

        executions = self.executions

        configs = self.configs

        paused = self.paused

        resumed = self.resumed

        released = self.released

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "user_id": user_id,
                "finished": finished,
                "api_keys": api_keys,
                "tasks": tasks,
                "executions": executions,
                "configs": configs,
                "paused": paused,
                "resumed": resumed,
                "released": released,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = d.pop("type")

        user_id = d.pop("user_id")

        finished = d.pop("finished")

        api_keys = d.pop("api_keys")

        tasks = d.pop("tasks")

        executions = d.pop("executions")

        configs = d.pop("configs")

        paused = d.pop("paused")

        resumed = d.pop("resumed")

        released = d.pop("released")

        event_result = cls(
            type_=type_,
            user_id=user_id,
            finished=finished,
            api_keys=api_keys,
            tasks=tasks,
            executions=executions,
            configs=configs,
            paused=paused,
            resumed=resumed,
            released=released,
        )

        event_result.additional_properties = d
        return event_result

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
