from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.task_type import TaskType, check_task_type
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.call_config import CallConfig
    from ..models.custom_config import CustomConfig
    from ..models.database_config import DatabaseConfig
    from ..models.email_config import EmailConfig
    from ..models.graphql_config import GraphqlConfig
    from ..models.personal_config import PersonalConfig
    from ..models.script_config import ScriptConfig
    from ..models.simulated_config import SimulatedConfig
    from ..models.wait_config import WaitConfig


T = TypeVar("T", bound="BatchSuccessor")


@_attrs_define
class BatchSuccessor:
    """What runs at the end of a batch: a task or a request.

    Attributes:
        task_id (None | str | Unset): Id of the task.
        type_ (None | TaskType | Unset):
        request (CallConfig | CustomConfig | DatabaseConfig | EmailConfig | GraphqlConfig | None | PersonalConfig |
            ScriptConfig | SimulatedConfig | Unset | WaitConfig):
    """

    task_id: None | str | Unset = UNSET
    type_: None | TaskType | Unset = UNSET
    request: (
        CallConfig
        | CustomConfig
        | DatabaseConfig
        | EmailConfig
        | GraphqlConfig
        | None
        | PersonalConfig
        | ScriptConfig
        | SimulatedConfig
        | Unset
        | WaitConfig
    ) = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.call_config import CallConfig  # noqa: PLC0415
        from ..models.custom_config import CustomConfig  # noqa: PLC0415
        from ..models.database_config import DatabaseConfig  # noqa: PLC0415
        from ..models.email_config import EmailConfig  # noqa: PLC0415
        from ..models.graphql_config import GraphqlConfig  # noqa: PLC0415
        from ..models.personal_config import PersonalConfig  # noqa: PLC0415
        from ..models.script_config import ScriptConfig  # noqa: PLC0415
        from ..models.simulated_config import SimulatedConfig  # noqa: PLC0415
        from ..models.wait_config import WaitConfig  # noqa: PLC0415

        task_id: None | str | Unset
        if isinstance(self.task_id, Unset):
            task_id = UNSET
        else:
            task_id = self.task_id

        type_: None | str | Unset
        if isinstance(self.type_, Unset):
            type_ = UNSET
        elif isinstance(self.type_, str):
            type_ = self.type_
        else:
            type_ = self.type_

        request: dict[str, Any] | None | Unset
        if isinstance(self.request, Unset):
            request = UNSET
        elif isinstance(self.request, CallConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, GraphqlConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, DatabaseConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, EmailConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, WaitConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, ScriptConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, CustomConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, SimulatedConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, PersonalConfig):
            request = self.request.to_dict()
        else:
            request = self.request

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if task_id is not UNSET:
            field_dict["task_id"] = task_id
        if type_ is not UNSET:
            field_dict["type"] = type_
        if request is not UNSET:
            field_dict["request"] = request

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.call_config import CallConfig  # noqa: PLC0415
        from ..models.custom_config import CustomConfig  # noqa: PLC0415
        from ..models.database_config import DatabaseConfig  # noqa: PLC0415
        from ..models.email_config import EmailConfig  # noqa: PLC0415
        from ..models.graphql_config import GraphqlConfig  # noqa: PLC0415
        from ..models.personal_config import PersonalConfig  # noqa: PLC0415
        from ..models.script_config import ScriptConfig  # noqa: PLC0415
        from ..models.simulated_config import SimulatedConfig  # noqa: PLC0415
        from ..models.wait_config import WaitConfig  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_task_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        task_id = _parse_task_id(d.pop("task_id", UNSET))

        def _parse_type_(data: object) -> None | TaskType | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                type_type_0 = check_task_type(data)

                return type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TaskType | Unset, data)

        type_ = _parse_type_(d.pop("type", UNSET))

        def _parse_request(
            data: object,
        ) -> (
            CallConfig
            | CustomConfig
            | DatabaseConfig
            | EmailConfig
            | GraphqlConfig
            | None
            | PersonalConfig
            | ScriptConfig
            | SimulatedConfig
            | Unset
            | WaitConfig
        ):
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_0 = CallConfig.from_dict(data)

                return componentsschemas_config_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_1 = GraphqlConfig.from_dict(data)

                return componentsschemas_config_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_2 = DatabaseConfig.from_dict(data)

                return componentsschemas_config_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_3 = EmailConfig.from_dict(data)

                return componentsschemas_config_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_4 = WaitConfig.from_dict(data)

                return componentsschemas_config_type_4
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_5 = ScriptConfig.from_dict(data)

                return componentsschemas_config_type_5
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_6 = CustomConfig.from_dict(data)

                return componentsschemas_config_type_6
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_7 = SimulatedConfig.from_dict(data)

                return componentsschemas_config_type_7
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_8 = PersonalConfig.from_dict(data)

                return componentsschemas_config_type_8
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                CallConfig
                | CustomConfig
                | DatabaseConfig
                | EmailConfig
                | GraphqlConfig
                | None
                | PersonalConfig
                | ScriptConfig
                | SimulatedConfig
                | Unset
                | WaitConfig,
                data,
            )

        request = _parse_request(d.pop("request", UNSET))

        batch_successor = cls(
            task_id=task_id,
            type_=type_,
            request=request,
        )

        batch_successor.additional_properties = d
        return batch_successor

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
