import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.analytics import Analytics
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    days: int | Unset = 30,
    from_: datetime.datetime | Unset = UNSET,
    to: datetime.datetime | Unset = UNSET,
    task_id: str | Unset = UNSET,
    config_id: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    timezone: str | Unset = "UTC",
    user_id: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["days"] = days

    json_from_: str | Unset = UNSET
    if not isinstance(from_, Unset):
        json_from_ = from_.isoformat()
    params["from"] = json_from_

    json_to: str | Unset = UNSET
    if not isinstance(to, Unset):
        json_to = to.isoformat()
    params["to"] = json_to

    params["task_id"] = task_id

    params["config_id"] = config_id

    params["cursor"] = cursor

    params["timezone"] = timezone

    params["user_id"] = user_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/analytics",
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Analytics | Problem | None:
    if response.status_code == 200:
        response_200 = Analytics.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Analytics | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    days: int | Unset = 30,
    from_: datetime.datetime | Unset = UNSET,
    to: datetime.datetime | Unset = UNSET,
    task_id: str | Unset = UNSET,
    config_id: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    timezone: str | Unset = "UTC",
    user_id: str | Unset = UNSET,
) -> Response[Analytics | Problem]:
    """Get execution analytics

     Counts, success rate, durations, credits, tokens and US dollars of the last days or of a span, from
    hourly rollups. The
    figures are exact and may lag by a moment. Days and hours are those of the time zone. There are no
    rollups of a task or of a
    config: with `task_id` or `config_id` the executions themselves are read, at most 5,000 a call; on
    AWS those of a task are
    served by a key, those of a config are found among all of the user. `next_cursor` goes on.

    Args:
        days (int | Unset):  Default: 30.
        from_ (datetime.datetime | Unset):
        to (datetime.datetime | Unset):
        task_id (str | Unset):
        config_id (str | Unset):
        cursor (str | Unset):
        timezone (str | Unset):  Default: 'UTC'.
        user_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Analytics | Problem]
    """

    kwargs = _get_kwargs(
        days=days,
        from_=from_,
        to=to,
        task_id=task_id,
        config_id=config_id,
        cursor=cursor,
        timezone=timezone,
        user_id=user_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)
