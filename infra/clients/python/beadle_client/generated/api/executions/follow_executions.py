from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.follow_event import FollowEvent
from ...models.follow_executions_status import (
    FollowExecutionsStatus,
)
from ...models.follow_executions_type import (
    FollowExecutionsType,
)
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    user_id: str | Unset = UNSET,
    task_id: str | Unset = UNSET,
    status: FollowExecutionsStatus | Unset = UNSET,
    type_: FollowExecutionsType | Unset = UNSET,
    for_: int | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["user_id"] = user_id

    params["task_id"] = task_id

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    json_type_: str | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_

    params["type"] = json_type_

    json_for_: int | str | Unset
    if isinstance(for_, Unset):
        json_for_ = UNSET
    else:
        json_for_ = for_
    params["for"] = json_for_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/events",
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> FollowEvent | Problem | None:
    if response.status_code == 200:
        response_200 = FollowEvent.from_dict(response.text)

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


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[FollowEvent | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    user_id: str | Unset = UNSET,
    task_id: str | Unset = UNSET,
    status: FollowExecutionsStatus | Unset = UNSET,
    type_: FollowExecutionsType | Unset = UNSET,
    for_: int | str | Unset = UNSET,
) -> Response[FollowEvent | Problem]:
    """Follow all executions

     Server-sent events: `execution` after each change of an execution of the caller's, as lists show it,
    and `missed` if
    changes were missed: then read the list. What happened before the connection is not repeated. On AWS
    only at the address of
    the stack's event streams; everywhere else 406.

    Args:
        user_id (str | Unset):
        task_id (str | Unset):
        status (FollowExecutionsStatus | Unset): The status of an execution.
        type_ (FollowExecutionsType | Unset): What a task or a request does.
        for_ (int | str | Unset): A duration: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number
            of milliseconds.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FollowEvent | Problem]
    """

    kwargs = _get_kwargs(
        user_id=user_id,
        task_id=task_id,
        status=status,
        type_=type_,
        for_=for_,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)
