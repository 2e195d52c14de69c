from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.subscription_level import SubscriptionLevel, check_subscription_level
from ..models.task_type import TaskType, check_task_type
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.plan_mark import PlanMark
    from ..models.template_change_config_schema_type_0 import (
        TemplateChangeConfigSchemaType0,
    )
    from ..models.template_change_default_config_type_0 import (
        TemplateChangeDefaultConfigType0,
    )
    from ..models.template_change_metadata_type_0 import TemplateChangeMetadataType0


T = TypeVar("T", bound="TemplateChange")


@_attrs_define
class TemplateChange:
    """A change of a template.

    Example:
        {'is_active': False}

    Attributes:
        name (str | Unset): Its name, 1 to 255 characters.
        description (None | str | Unset): What it is for.
        category (str | Unset): Its category, 1 to 100 characters.
        task_type (TaskType | Unset): What a task or a request does.
        default_config (None | TemplateChangeDefaultConfigType0 | Unset): The config of its tasks, as far as it is
            prepared.
        required_fields (list[str] | None | Unset): The fields that have to be given, at most 50.
        optional_fields (list[str] | None | Unset): The fields that may be given, at most 50.
        config_schema (None | TemplateChangeConfigSchemaType0 | Unset): The schema of the fields: JSON Schema with
            types, properties, enumerations, minima and maxima.
        required_subscription_level (None | SubscriptionLevel | Unset):
        credits_per_run (float | None | Unset): What an execution of its tasks costs, in credits.
        tags (list[str] | None | Unset): Labels.
        metadata (None | TemplateChangeMetadataType0 | Unset): Further data about it.
        is_active (bool | None | Unset): Whether tasks can be made from it.
        plan (None | PlanMark | Unset):
    """

    name: str | Unset = UNSET
    description: None | str | Unset = UNSET
    category: str | Unset = UNSET
    task_type: TaskType | Unset = UNSET
    default_config: None | TemplateChangeDefaultConfigType0 | Unset = UNSET
    required_fields: list[str] | None | Unset = UNSET
    optional_fields: list[str] | None | Unset = UNSET
    config_schema: None | TemplateChangeConfigSchemaType0 | Unset = UNSET
    required_subscription_level: None | SubscriptionLevel | Unset = UNSET
    credits_per_run: float | None | Unset = UNSET
    tags: list[str] | None | Unset = UNSET
    metadata: None | TemplateChangeMetadataType0 | Unset = UNSET
    is_active: bool | None | Unset = UNSET
    plan: None | PlanMark | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.template_change_config_schema_type_0 import (
            TemplateChangeConfigSchemaType0,  # noqa: PLC0415
        )
        from ..models.template_change_default_config_type_0 import (
            TemplateChangeDefaultConfigType0,  # noqa: PLC0415
        )
        from ..models.template_change_metadata_type_0 import TemplateChangeMetadataType0  # noqa: PLC0415

        name = self.name

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        category = self.category

        task_type: str | Unset = UNSET
        if not isinstance(self.task_type, Unset):
            task_type = self.task_type

        default_config: dict[str, Any] | None | Unset
        if isinstance(self.default_config, Unset):
            default_config = UNSET
        elif isinstance(self.default_config, TemplateChangeDefaultConfigType0):
            default_config = self.default_config.to_dict()
        else:
            default_config = self.default_config

        required_fields: list[str] | None | Unset
        if isinstance(self.required_fields, Unset):
            required_fields = UNSET
        elif isinstance(self.required_fields, list):
            required_fields = self.required_fields

        else:
            required_fields = self.required_fields

        optional_fields: list[str] | None | Unset
        if isinstance(self.optional_fields, Unset):
            optional_fields = UNSET
        elif isinstance(self.optional_fields, list):
            optional_fields = self.optional_fields

        else:
            optional_fields = self.optional_fields

        config_schema: dict[str, Any] | None | Unset
        if isinstance(self.config_schema, Unset):
            config_schema = UNSET
        elif isinstance(self.config_schema, TemplateChangeConfigSchemaType0):
            config_schema = self.config_schema.to_dict()
        else:
            config_schema = self.config_schema

        required_subscription_level: None | str | Unset
        if isinstance(self.required_subscription_level, Unset):
            required_subscription_level = UNSET
        elif isinstance(self.required_subscription_level, str):
            required_subscription_level = self.required_subscription_level
        else:
            required_subscription_level = self.required_subscription_level

        credits_per_run: float | None | Unset
        if isinstance(self.credits_per_run, Unset):
            credits_per_run = UNSET
        else:
            credits_per_run = self.credits_per_run

        tags: list[str] | None | Unset
        if isinstance(self.tags, Unset):
            tags = UNSET
        elif isinstance(self.tags, list):
            tags = self.tags

        else:
            tags = self.tags

        metadata: dict[str, Any] | None | Unset
        if isinstance(self.metadata, Unset):
            metadata = UNSET
        elif isinstance(self.metadata, TemplateChangeMetadataType0):
            metadata = self.metadata.to_dict()
        else:
            metadata = self.metadata

        is_active: bool | None | Unset
        if isinstance(self.is_active, Unset):
            is_active = UNSET
        else:
            is_active = self.is_active

        plan: dict[str, Any] | None | Unset
        if isinstance(self.plan, Unset):
            plan = UNSET
        elif isinstance(self.plan, PlanMark):
            plan = self.plan.to_dict()
        else:
            plan = self.plan

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if description is not UNSET:
            field_dict["description"] = description
        if category is not UNSET:
            field_dict["category"] = category
        if task_type is not UNSET:
            field_dict["task_type"] = task_type
        if default_config is not UNSET:
            field_dict["default_config"] = default_config
        if required_fields is not UNSET:
            field_dict["required_fields"] = required_fields
        if optional_fields is not UNSET:
            field_dict["optional_fields"] = optional_fields
        if config_schema is not UNSET:
            field_dict["config_schema"] = config_schema
        if required_subscription_level is not UNSET:
            field_dict["required_subscription_level"] = required_subscription_level
        if credits_per_run is not UNSET:
            field_dict["credits_per_run"] = credits_per_run
        if tags is not UNSET:
            field_dict["tags"] = tags
        if metadata is not UNSET:
            field_dict["metadata"] = metadata
        if is_active is not UNSET:
            field_dict["is_active"] = is_active
        if plan is not UNSET:
            field_dict["plan"] = plan

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.template_change_config_schema_type_0 import (
            TemplateChangeConfigSchemaType0,  # noqa: PLC0415
        )
        from ..models.template_change_default_config_type_0 import (
            TemplateChangeDefaultConfigType0,  # noqa: PLC0415
        )
        from ..models.template_change_metadata_type_0 import TemplateChangeMetadataType0  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name", UNSET)

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        category = d.pop("category", UNSET)

        _task_type = d.pop("task_type", UNSET)
        task_type: TaskType | Unset
        if isinstance(_task_type, Unset):
            task_type = UNSET
        else:
            task_type = check_task_type(_task_type)

        def _parse_default_config(data: object) -> None | TemplateChangeDefaultConfigType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                default_config_type_0 = TemplateChangeDefaultConfigType0.from_dict(data)

                return default_config_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TemplateChangeDefaultConfigType0 | Unset, data)

        default_config = _parse_default_config(d.pop("default_config", UNSET))

        def _parse_required_fields(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                required_fields_type_0 = cast(list[str], data)

                return required_fields_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        required_fields = _parse_required_fields(d.pop("required_fields", UNSET))

        def _parse_optional_fields(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                optional_fields_type_0 = cast(list[str], data)

                return optional_fields_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        optional_fields = _parse_optional_fields(d.pop("optional_fields", UNSET))

        def _parse_config_schema(data: object) -> None | TemplateChangeConfigSchemaType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                config_schema_type_0 = TemplateChangeConfigSchemaType0.from_dict(data)

                return config_schema_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TemplateChangeConfigSchemaType0 | Unset, data)

        config_schema = _parse_config_schema(d.pop("config_schema", UNSET))

        def _parse_required_subscription_level(data: object) -> None | SubscriptionLevel | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                required_subscription_level_type_0 = check_subscription_level(data)

                return required_subscription_level_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SubscriptionLevel | Unset, data)

        required_subscription_level = _parse_required_subscription_level(d.pop("required_subscription_level", UNSET))

        def _parse_credits_per_run(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        credits_per_run = _parse_credits_per_run(d.pop("credits_per_run", UNSET))

        def _parse_tags(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                tags_type_0 = cast(list[str], data)

                return tags_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        tags = _parse_tags(d.pop("tags", UNSET))

        def _parse_metadata(data: object) -> None | TemplateChangeMetadataType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                metadata_type_0 = TemplateChangeMetadataType0.from_dict(data)

                return metadata_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TemplateChangeMetadataType0 | Unset, data)

        metadata = _parse_metadata(d.pop("metadata", UNSET))

        def _parse_is_active(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_active = _parse_is_active(d.pop("is_active", UNSET))

        def _parse_plan(data: object) -> None | PlanMark | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                plan_type_0 = PlanMark.from_dict(data)

                return plan_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PlanMark | Unset, data)

        plan = _parse_plan(d.pop("plan", UNSET))

        template_change = cls(
            name=name,
            description=description,
            category=category,
            task_type=task_type,
            default_config=default_config,
            required_fields=required_fields,
            optional_fields=optional_fields,
            config_schema=config_schema,
            required_subscription_level=required_subscription_level,
            credits_per_run=credits_per_run,
            tags=tags,
            metadata=metadata,
            is_active=is_active,
            plan=plan,
        )

        return template_change
