from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.calendar_event_task_request import CalendarEventTaskRequest
    from ..models.custom_task_request import CustomTaskRequest
    from ..models.database_task_request import DatabaseTaskRequest
    from ..models.email_task_request import EmailTaskRequest
    from ..models.graphql_task_request import GraphqlTaskRequest
    from ..models.http_task_request import HttpTaskRequest
    from ..models.monitor_task_request import MonitorTaskRequest
    from ..models.reminder_task_request import ReminderTaskRequest
    from ..models.script_task_request import ScriptTaskRequest
    from ..models.simulated_task_request import SimulatedTaskRequest
    from ..models.todo_task_request import TodoTaskRequest
    from ..models.wait_task_request import WaitTaskRequest
    from ..models.webhook_task_request import WebhookTaskRequest


T = TypeVar("T", bound="TaskBatchRequest")


@_attrs_define
class TaskBatchRequest:
    """Tasks to save.

    Example:
        {'tasks': [{'name': 'Morning', 'type': 'api_call', 'config': {'url': 'https://api.example.com/morning'},
            'schedule': 'daily at 7:00'}, {'name': 'Call the plumber', 'type': 'todo', 'due_date': '2099-01-01T08:00:00Z'}]}

    Attributes:
        tasks (list[CalendarEventTaskRequest | CustomTaskRequest | DatabaseTaskRequest | EmailTaskRequest |
            GraphqlTaskRequest | HttpTaskRequest | MonitorTaskRequest | ReminderTaskRequest | ScriptTaskRequest |
            SimulatedTaskRequest | TodoTaskRequest | WaitTaskRequest | WebhookTaskRequest]): The items; each is parsed on
            its own.
    """

    tasks: list[
        CalendarEventTaskRequest
        | CustomTaskRequest
        | DatabaseTaskRequest
        | EmailTaskRequest
        | GraphqlTaskRequest
        | HttpTaskRequest
        | MonitorTaskRequest
        | ReminderTaskRequest
        | ScriptTaskRequest
        | SimulatedTaskRequest
        | TodoTaskRequest
        | WaitTaskRequest
        | WebhookTaskRequest
    ]

    def to_dict(self) -> dict[str, Any]:
        from ..models.calendar_event_task_request import CalendarEventTaskRequest  # noqa: PLC0415
        from ..models.custom_task_request import CustomTaskRequest  # noqa: PLC0415
        from ..models.database_task_request import DatabaseTaskRequest  # noqa: PLC0415
        from ..models.email_task_request import EmailTaskRequest  # noqa: PLC0415
        from ..models.graphql_task_request import GraphqlTaskRequest  # noqa: PLC0415
        from ..models.http_task_request import HttpTaskRequest  # noqa: PLC0415
        from ..models.reminder_task_request import ReminderTaskRequest  # noqa: PLC0415
        from ..models.script_task_request import ScriptTaskRequest  # noqa: PLC0415
        from ..models.simulated_task_request import SimulatedTaskRequest  # noqa: PLC0415
        from ..models.todo_task_request import TodoTaskRequest  # noqa: PLC0415
        from ..models.wait_task_request import WaitTaskRequest  # noqa: PLC0415
        from ..models.webhook_task_request import WebhookTaskRequest  # noqa: PLC0415

        tasks = []
        for tasks_item_data in self.tasks:
            tasks_item: dict[str, Any]
            if isinstance(tasks_item_data, HttpTaskRequest):
                tasks_item = tasks_item_data.to_dict()
            elif isinstance(tasks_item_data, WebhookTaskRequest):
                tasks_item = tasks_item_data.to_dict()
            elif isinstance(tasks_item_data, GraphqlTaskRequest):
                tasks_item = tasks_item_data.to_dict()
            elif isinstance(tasks_item_data, DatabaseTaskRequest):
                tasks_item = tasks_item_data.to_dict()
            elif isinstance(tasks_item_data, EmailTaskRequest):
                tasks_item = tasks_item_data.to_dict()
            elif isinstance(tasks_item_data, ScriptTaskRequest):
                tasks_item = tasks_item_data.to_dict()
            elif isinstance(tasks_item_data, CustomTaskRequest):
                tasks_item = tasks_item_data.to_dict()
            elif isinstance(tasks_item_data, SimulatedTaskRequest):
                tasks_item = tasks_item_data.to_dict()
            elif isinstance(tasks_item_data, WaitTaskRequest):
                tasks_item = tasks_item_data.to_dict()
            elif isinstance(tasks_item_data, TodoTaskRequest):
                tasks_item = tasks_item_data.to_dict()
            elif isinstance(tasks_item_data, ReminderTaskRequest):
                tasks_item = tasks_item_data.to_dict()
            elif isinstance(tasks_item_data, CalendarEventTaskRequest):
                tasks_item = tasks_item_data.to_dict()
            else:
                tasks_item = tasks_item_data.to_dict()

            tasks.append(tasks_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "tasks": tasks,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.calendar_event_task_request import CalendarEventTaskRequest  # noqa: PLC0415
        from ..models.custom_task_request import CustomTaskRequest  # noqa: PLC0415
        from ..models.database_task_request import DatabaseTaskRequest  # noqa: PLC0415
        from ..models.email_task_request import EmailTaskRequest  # noqa: PLC0415
        from ..models.graphql_task_request import GraphqlTaskRequest  # noqa: PLC0415
        from ..models.http_task_request import HttpTaskRequest  # noqa: PLC0415
        from ..models.monitor_task_request import MonitorTaskRequest  # noqa: PLC0415
        from ..models.reminder_task_request import ReminderTaskRequest  # noqa: PLC0415
        from ..models.script_task_request import ScriptTaskRequest  # noqa: PLC0415
        from ..models.simulated_task_request import SimulatedTaskRequest  # noqa: PLC0415
        from ..models.todo_task_request import TodoTaskRequest  # noqa: PLC0415
        from ..models.wait_task_request import WaitTaskRequest  # noqa: PLC0415
        from ..models.webhook_task_request import WebhookTaskRequest  # noqa: PLC0415

        d = dict(src_dict)
        tasks = []
        _tasks = d.pop("tasks")
        for tasks_item_data in _tasks:

            def _parse_tasks_item(
                data: object,
            ) -> (
                CalendarEventTaskRequest
                | CustomTaskRequest
                | DatabaseTaskRequest
                | EmailTaskRequest
                | GraphqlTaskRequest
                | HttpTaskRequest
                | MonitorTaskRequest
                | ReminderTaskRequest
                | ScriptTaskRequest
                | SimulatedTaskRequest
                | TodoTaskRequest
                | WaitTaskRequest
                | WebhookTaskRequest
            ):
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_task_request_type_0 = HttpTaskRequest.from_dict(data)

                    return componentsschemas_task_request_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_task_request_type_1 = WebhookTaskRequest.from_dict(data)

                    return componentsschemas_task_request_type_1
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_task_request_type_2 = GraphqlTaskRequest.from_dict(data)

                    return componentsschemas_task_request_type_2
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_task_request_type_3 = DatabaseTaskRequest.from_dict(data)

                    return componentsschemas_task_request_type_3
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_task_request_type_4 = EmailTaskRequest.from_dict(data)

                    return componentsschemas_task_request_type_4
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_task_request_type_5 = ScriptTaskRequest.from_dict(data)

                    return componentsschemas_task_request_type_5
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_task_request_type_6 = CustomTaskRequest.from_dict(data)

                    return componentsschemas_task_request_type_6
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_task_request_type_7 = SimulatedTaskRequest.from_dict(data)

                    return componentsschemas_task_request_type_7
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_task_request_type_8 = WaitTaskRequest.from_dict(data)

                    return componentsschemas_task_request_type_8
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_task_request_type_9 = TodoTaskRequest.from_dict(data)

                    return componentsschemas_task_request_type_9
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_task_request_type_10 = ReminderTaskRequest.from_dict(data)

                    return componentsschemas_task_request_type_10
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_task_request_type_11 = CalendarEventTaskRequest.from_dict(data)

                    return componentsschemas_task_request_type_11
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_task_request_type_12 = MonitorTaskRequest.from_dict(data)

                return componentsschemas_task_request_type_12

            tasks_item = _parse_tasks_item(tasks_item_data)

            tasks.append(tasks_item)

        task_batch_request = cls(
            tasks=tasks,
        )

        return task_batch_request
