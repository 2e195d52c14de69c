from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.task_type import TaskType, check_task_type
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.plan_mark import PlanMark
    from ..models.template_config_schema import TemplateConfigSchema
    from ..models.template_default_config import TemplateDefaultConfig
    from ..models.template_metadata import TemplateMetadata


T = TypeVar("T", bound="Template")


@_attrs_define
class Template:
    """A template for tasks.

    Attributes:
        id (str): Id. Example: tpl_weather_current.
        template_id (str): Same as `id`.
        name (str): Name; the default name of tasks created from it.
        category (str): Category. Example: weather.
        task_type (TaskType): What a task or a request does.
        default_config (TemplateDefaultConfig): Default configuration of its tasks. The field `name` fills in the
            placeholder `${input.name}`; a field
            without a placeholder replaces the member with its name.
        required_fields (list[str]): Required fields.
        optional_fields (list[str]): Optional fields.
        config_schema (TemplateConfigSchema): JSON Schema of the fields (draft 2020-12).
        required_subscription_level (str): Lowest subscription level that may use it. Example: free.
        credits_per_run (float): Credits that an execution of its tasks costs.
        tags (list[str]): Tags.
        metadata (TemplateMetadata): Free-form data.
        is_active (bool): Whether tasks can be created from it.
        created_at (datetime.datetime): Time of creation.
        updated_at (datetime.datetime): Time of the last change.
        version (int): Version; 0 for an unchanged built-in template.
        description (None | str | Unset): Description.
        plan (None | PlanMark | Unset):
    """

    id: str
    template_id: str
    name: str
    category: str
    task_type: TaskType
    default_config: TemplateDefaultConfig
    required_fields: list[str]
    optional_fields: list[str]
    config_schema: TemplateConfigSchema
    required_subscription_level: str
    credits_per_run: float
    tags: list[str]
    metadata: TemplateMetadata
    is_active: bool
    created_at: datetime.datetime
    updated_at: datetime.datetime
    version: int
    description: None | str | Unset = UNSET
    plan: None | PlanMark | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.plan_mark import PlanMark  # noqa: PLC0415

        id = self.id

        template_id = self.template_id

        name = self.name

        category = self.category

        task_type: str = self.task_type

        default_config = self.default_config.to_dict()

        required_fields = self.required_fields

        optional_fields = self.optional_fields

        config_schema = self.config_schema.to_dict()

        required_subscription_level = self.required_subscription_level

        credits_per_run = self.credits_per_run

        tags = self.tags

        metadata = self.metadata.to_dict()

        is_active = self.is_active

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        version = self.version

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        plan: dict[str, Any] | None | Unset
        if isinstance(self.plan, Unset):
            plan = UNSET
        elif isinstance(self.plan, PlanMark):
            plan = self.plan.to_dict()
        else:
            plan = self.plan

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "template_id": template_id,
                "name": name,
                "category": category,
                "task_type": task_type,
                "default_config": default_config,
                "required_fields": required_fields,
                "optional_fields": optional_fields,
                "config_schema": config_schema,
                "required_subscription_level": required_subscription_level,
                "credits_per_run": credits_per_run,
                "tags": tags,
                "metadata": metadata,
                "is_active": is_active,
                "created_at": created_at,
                "updated_at": updated_at,
                "version": version,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if plan is not UNSET:
            field_dict["plan"] = plan

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.template_config_schema import TemplateConfigSchema  # noqa: PLC0415
        from ..models.template_default_config import TemplateDefaultConfig  # noqa: PLC0415
        from ..models.template_metadata import TemplateMetadata  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        template_id = d.pop("template_id")

        name = d.pop("name")

        category = d.pop("category")

        task_type = check_task_type(d.pop("task_type"))

        default_config = TemplateDefaultConfig.from_dict(d.pop("default_config"))

        required_fields = cast(list[str], d.pop("required_fields"))

        optional_fields = cast(list[str], d.pop("optional_fields"))

        config_schema = TemplateConfigSchema.from_dict(d.pop("config_schema"))

        required_subscription_level = d.pop("required_subscription_level")

        credits_per_run = d.pop("credits_per_run")

        tags = cast(list[str], d.pop("tags"))

        metadata = TemplateMetadata.from_dict(d.pop("metadata"))

        is_active = d.pop("is_active")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        version = d.pop("version")

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

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

        template = cls(
            id=id,
            template_id=template_id,
            name=name,
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
            created_at=created_at,
            updated_at=updated_at,
            version=version,
            description=description,
            plan=plan,
        )

        template.additional_properties = d
        return template

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
