from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.pause import Pause


T = TypeVar("T", bound="ServiceState")


@_attrs_define
class ServiceState:
    """The state of the service for everybody.

    Attributes:
        paused (bool): Whether the executions of everybody are held.
        pause (None | Pause | Unset):
    """

    paused: bool
    pause: None | Pause | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.pause import Pause  # noqa: PLC0415

        paused = self.paused

        pause: dict[str, Any] | None | Unset
        if isinstance(self.pause, Unset):
            pause = UNSET
        elif isinstance(self.pause, Pause):
            pause = self.pause.to_dict()
        else:
            pause = self.pause

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "paused": paused,
            }
        )
        if pause is not UNSET:
            field_dict["pause"] = pause

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.pause import Pause  # noqa: PLC0415

        d = dict(src_dict)
        paused = d.pop("paused")

        def _parse_pause(data: object) -> None | Pause | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                pause_type_0 = Pause.from_dict(data)

                return pause_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Pause | Unset, data)

        pause = _parse_pause(d.pop("pause", UNSET))

        service_state = cls(
            paused=paused,
            pause=pause,
        )

        service_state.additional_properties = d
        return service_state

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
