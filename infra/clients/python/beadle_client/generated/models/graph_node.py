from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.task_status import TaskStatus, check_task_status
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.graph_end import GraphEnd


T = TypeVar("T", bound="GraphNode")


@_attrs_define
class GraphNode:
    """A task in a graph.

    Attributes:
        id (str): Id.
        name (str): Name.
        deleted (bool): Whether it was deleted: what runs after it waits for ever.
        status (TaskStatus): The status of a task: what it is about to do, or what it did last.
        last_end (GraphEnd | None | Unset):
    """

    id: str
    name: str
    deleted: bool
    status: TaskStatus
    last_end: GraphEnd | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.graph_end import GraphEnd  # noqa: PLC0415

        id = self.id

        name = self.name

        deleted = self.deleted

        status: str = self.status

        last_end: dict[str, Any] | None | Unset
        if isinstance(self.last_end, Unset):
            last_end = UNSET
        elif isinstance(self.last_end, GraphEnd):
            last_end = self.last_end.to_dict()
        else:
            last_end = self.last_end

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "deleted": deleted,
                "status": status,
            }
        )
        if last_end is not UNSET:
            field_dict["last_end"] = last_end

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.graph_end import GraphEnd  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        deleted = d.pop("deleted")

        status = check_task_status(d.pop("status"))

        def _parse_last_end(data: object) -> GraphEnd | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                last_end_type_0 = GraphEnd.from_dict(data)

                return last_end_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GraphEnd | None | Unset, data)

        last_end = _parse_last_end(d.pop("last_end", UNSET))

        graph_node = cls(
            id=id,
            name=name,
            deleted=deleted,
            status=status,
            last_end=last_end,
        )

        graph_node.additional_properties = d
        return graph_node

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
