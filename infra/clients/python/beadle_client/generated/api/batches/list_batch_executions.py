import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.execution_list import ExecutionList
from ...models.list_batch_executions_error_code import (
    ListBatchExecutionsErrorCode,
)
from ...models.list_batch_executions_status_type_0 import (
    ListBatchExecutionsStatusType0,
)
from ...models.list_batch_executions_type import (
    ListBatchExecutionsType,
)
from ...models.list_batch_executions_waiting_for import (
    ListBatchExecutionsWaitingFor,
)
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    id: str,
    *,
    status: ListBatchExecutionsStatusType0 | str | Unset = UNSET,
    type_: ListBatchExecutionsType | Unset = UNSET,
    config_id: str | Unset = UNSET,
    error_code: ListBatchExecutionsErrorCode | Unset = UNSET,
    waiting_for: ListBatchExecutionsWaitingFor | Unset = UNSET,
    undelivered: bool | Unset = UNSET,
    from_: datetime.datetime | Unset = UNSET,
    to: datetime.datetime | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_status: str | Unset
    if isinstance(status, Unset):
        json_status = UNSET
    elif isinstance(status, str):
        json_status = status
    else:
        json_status = status
    params["status"] = json_status

    json_type_: str | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_

    params["type"] = json_type_

    params["config_id"] = config_id

    json_error_code: str | Unset = UNSET
    if not isinstance(error_code, Unset):
        json_error_code = error_code

    params["error_code"] = json_error_code

    json_waiting_for: str | Unset = UNSET
    if not isinstance(waiting_for, Unset):
        json_waiting_for = waiting_for

    params["waiting_for"] = json_waiting_for

    params["undelivered"] = undelivered

    json_from_: str | Unset = UNSET
    if not isinstance(from_, Unset):
        json_from_ = from_.isoformat()
    params["from"] = json_from_

    json_to: str | Unset = UNSET
    if not isinstance(to, Unset):
        json_to = to.isoformat()
    params["to"] = json_to

    params["limit"] = limit

    params["cursor"] = cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/batches/{id}/executions".format(
            id=quote(str(id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ExecutionList | Problem | None:
    if response.status_code == 200:
        response_200 = ExecutionList.from_dict(response.json())

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


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ExecutionList | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    status: ListBatchExecutionsStatusType0 | str | Unset = UNSET,
    type_: ListBatchExecutionsType | Unset = UNSET,
    config_id: str | Unset = UNSET,
    error_code: ListBatchExecutionsErrorCode | Unset = UNSET,
    waiting_for: ListBatchExecutionsWaitingFor | Unset = UNSET,
    undelivered: bool | Unset = UNSET,
    from_: datetime.datetime | Unset = UNSET,
    to: datetime.datetime | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> Response[ExecutionList | Problem]:
    """List the executions of a batch

     In an order that does not change, which need not be that of time.

    Args:
        id (str):
        status (ListBatchExecutionsStatusType0 | str | Unset):
        type_ (ListBatchExecutionsType | Unset): What a task or a request does.
        config_id (str | Unset):
        error_code (ListBatchExecutionsErrorCode | Unset): Why an execution or an attempt failed.
        waiting_for (ListBatchExecutionsWaitingFor | Unset):
        undelivered (bool | Unset):
        from_ (datetime.datetime | Unset):
        to (datetime.datetime | Unset):
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ExecutionList | Problem]
    """

    kwargs = _get_kwargs(
        id=id,
        status=status,
        type_=type_,
        config_id=config_id,
        error_code=error_code,
        waiting_for=waiting_for,
        undelivered=undelivered,
        from_=from_,
        to=to,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)
