from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.calendar_event_task_request import CalendarEventTaskRequest
from ...models.custom_task_request import CustomTaskRequest
from ...models.database_task_request import DatabaseTaskRequest
from ...models.email_task_request import EmailTaskRequest
from ...models.graphql_task_request import GraphqlTaskRequest
from ...models.http_task_request import HttpTaskRequest
from ...models.monitor_task_request import MonitorTaskRequest
from ...models.problem import Problem
from ...models.reminder_task_request import ReminderTaskRequest
from ...models.script_task_request import ScriptTaskRequest
from ...models.simulated_task_request import SimulatedTaskRequest
from ...models.task import Task
from ...models.todo_task_request import TodoTaskRequest
from ...models.wait_task_request import WaitTaskRequest
from ...models.webhook_task_request import WebhookTaskRequest
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: CalendarEventTaskRequest
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
    | WebhookTaskRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/tasks",
    }

    if isinstance(body, HttpTaskRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, WebhookTaskRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, GraphqlTaskRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, DatabaseTaskRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, EmailTaskRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, ScriptTaskRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, CustomTaskRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, SimulatedTaskRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, WaitTaskRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, TodoTaskRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, ReminderTaskRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, CalendarEventTaskRequest):
        _kwargs["json"] = body.to_dict()
    else:
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | Task | None:
    if response.status_code == 201:
        response_201 = Task.from_dict(response.json())

        return response_201

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 406:
        response_406 = Problem.from_dict(response.json())

        return response_406

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())

        return response_409

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())

        return response_415

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = Problem.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | Task]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: CalendarEventTaskRequest
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
    | WebhookTaskRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | Task]:
    """Save a task

    Args:
        idempotency_key (str | Unset):
        body (CalendarEventTaskRequest | CustomTaskRequest | DatabaseTaskRequest |
            EmailTaskRequest | GraphqlTaskRequest | HttpTaskRequest | MonitorTaskRequest |
            ReminderTaskRequest | ScriptTaskRequest | SimulatedTaskRequest | TodoTaskRequest |
            WaitTaskRequest | WebhookTaskRequest): A new task. Example: {'name': 'Health check',
            'type': 'api_call', 'config': {'method': 'GET', 'url': 'https://api.example.com/health'},
            'schedule': 'every 5 minutes', 'timeout': '10s', 'retries': 2, 'tags': ['ops']}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Task]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)
