from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.custom_request import CustomRequest
from ...models.database_request import DatabaseRequest
from ...models.email_request import EmailRequest
from ...models.execution import Execution
from ...models.graphql_request import GraphqlRequest
from ...models.http_request import HttpRequest
from ...models.problem import Problem
from ...models.script_request import ScriptRequest
from ...models.simulated_request import SimulatedRequest
from ...models.wait_request import WaitRequest
from ...models.webhook_request import WebhookRequest
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: CustomRequest
    | DatabaseRequest
    | EmailRequest
    | GraphqlRequest
    | HttpRequest
    | ScriptRequest
    | SimulatedRequest
    | WaitRequest
    | WebhookRequest,
    idempotency_key: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
    traceparent: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    if not isinstance(prefer, Unset):
        headers["Prefer"] = prefer

    if not isinstance(traceparent, Unset):
        headers["traceparent"] = traceparent

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/tasks/execute",
    }

    if isinstance(body, HttpRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, WebhookRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, GraphqlRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, DatabaseRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, EmailRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, ScriptRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, CustomRequest):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, SimulatedRequest):
        _kwargs["json"] = body.to_dict()
    else:
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Execution | Problem | None:
    if response.status_code == 200:
        response_200 = Execution.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = Execution.from_dict(response.json())

        return response_202

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Execution | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: CustomRequest
    | DatabaseRequest
    | EmailRequest
    | GraphqlRequest
    | HttpRequest
    | ScriptRequest
    | SimulatedRequest
    | WaitRequest
    | WebhookRequest,
    idempotency_key: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
    traceparent: str | Unset = UNSET,
) -> Response[Execution | Problem]:
    """Run a request now or later, at the path of seed 000

     The same as `/api/v1/execute`.

    Args:
        idempotency_key (str | Unset):
        prefer (str | Unset):
        traceparent (str | Unset):
        body (CustomRequest | DatabaseRequest | EmailRequest | GraphqlRequest | HttpRequest |
            ScriptRequest | SimulatedRequest | WaitRequest | WebhookRequest): A request to run once,
            without saving it. `retry`, `retries` and `max_retries` say the same, as do `run_at` and
            `delay`. Example: {'type': 'http', 'method': 'POST', 'url':
            'https://api.example.com/users', 'headers': {'Content-Type': 'application/json'}, 'body':
            {'name': 'John Doe', 'email': 'john@example.com'}, 'timeout': '30s', 'retries': 3}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Execution | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
        prefer=prefer,
        traceparent=traceparent,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)
