import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.list_tasks_priority import ListTasksPriority
from ...models.list_tasks_status import ListTasksStatus
from ...models.list_tasks_type import ListTasksType
from ...models.problem import Problem
from ...models.task_list import TaskList
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    deleted: bool | Unset = UNSET,
    key: str | Unset = UNSET,
    plan: str | Unset = UNSET,
    status: ListTasksStatus | Unset = UNSET,
    type_: ListTasksType | Unset = UNSET,
    priority: ListTasksPriority | Unset = UNSET,
    tag: str | Unset = UNSET,
    assigned: str | Unset = UNSET,
    q: str | Unset = UNSET,
    due_before: datetime.datetime | Unset = UNSET,
    due_after: datetime.datetime | Unset = UNSET,
    sort: str | Unset = "-created_at",
    user_id: str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["deleted"] = deleted

    params["key"] = key

    params["plan"] = plan

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    json_type_: str | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_

    params["type"] = json_type_

    json_priority: str | Unset = UNSET
    if not isinstance(priority, Unset):
        json_priority = priority

    params["priority"] = json_priority

    params["tag"] = tag

    params["assigned"] = assigned

    params["q"] = q

    json_due_before: str | Unset = UNSET
    if not isinstance(due_before, Unset):
        json_due_before = due_before.isoformat()
    params["due_before"] = json_due_before

    json_due_after: str | Unset = UNSET
    if not isinstance(due_after, Unset):
        json_due_after = due_after.isoformat()
    params["due_after"] = json_due_after

    params["sort"] = sort

    params["user_id"] = user_id

    params["limit"] = limit

    params["cursor"] = cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/tasks",
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | TaskList | None:
    if response.status_code == 200:
        response_200 = TaskList.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 406:
        response_406 = Problem.from_dict(response.json())

        return response_406

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | TaskList]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    deleted: bool | Unset = UNSET,
    key: str | Unset = UNSET,
    plan: str | Unset = UNSET,
    status: ListTasksStatus | Unset = UNSET,
    type_: ListTasksType | Unset = UNSET,
    priority: ListTasksPriority | Unset = UNSET,
    tag: str | Unset = UNSET,
    assigned: str | Unset = UNSET,
    q: str | Unset = UNSET,
    due_before: datetime.datetime | Unset = UNSET,
    due_after: datetime.datetime | Unset = UNSET,
    sort: str | Unset = "-created_at",
    user_id: str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> Response[Problem | TaskList]:
    """List tasks

     The caller's tasks and the tasks assigned to the caller, newest first unless `sort` is given. Tasks
    created meanwhile cause neither duplicates nor gaps between pages; a task whose sort key changes may
    move.

    Args:
        deleted (bool | Unset):
        key (str | Unset): A key that its owner gives to it, and finds it by.
        plan (str | Unset): A key that its owner gives to it, and finds it by.
        status (ListTasksStatus | Unset): The status of a task: what it is about to do, or what it
            did last.
        type_ (ListTasksType | Unset): What a task or a request does.
        priority (ListTasksPriority | Unset): The priority of a task; `high` takes the express
            queue.
        tag (str | Unset):
        assigned (str | Unset):
        q (str | Unset):
        due_before (datetime.datetime | Unset):
        due_after (datetime.datetime | Unset):
        sort (str | Unset):  Default: '-created_at'.
        user_id (str | Unset):
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TaskList]
    """

    kwargs = _get_kwargs(
        deleted=deleted,
        key=key,
        plan=plan,
        status=status,
        type_=type_,
        priority=priority,
        tag=tag,
        assigned=assigned,
        q=q,
        due_before=due_before,
        due_after=due_after,
        sort=sort,
        user_id=user_id,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)
