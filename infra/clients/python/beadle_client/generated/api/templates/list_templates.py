from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.list_templates_subscription_level import (
    ListTemplatesSubscriptionLevel,
)
from ...models.list_templates_type import ListTemplatesType
from ...models.problem import Problem
from ...models.template_list import TemplateList
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    category: str | Unset = UNSET,
    type_: ListTemplatesType | Unset = UNSET,
    tag: str | Unset = UNSET,
    subscription_level: ListTemplatesSubscriptionLevel | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["category"] = category

    json_type_: str | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_

    params["type"] = json_type_

    params["tag"] = tag

    json_subscription_level: str | Unset = UNSET
    if not isinstance(subscription_level, Unset):
        json_subscription_level = subscription_level

    params["subscription_level"] = json_subscription_level

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/templates",
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | TemplateList | None:
    if response.status_code == 200:
        response_200 = TemplateList.from_dict(response.json())

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
) -> Response[Problem | TemplateList]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    category: str | Unset = UNSET,
    type_: ListTemplatesType | Unset = UNSET,
    tag: str | Unset = UNSET,
    subscription_level: ListTemplatesSubscriptionLevel | Unset = UNSET,
) -> Response[Problem | TemplateList]:
    """List templates

     All templates, ordered by id. The response may be cached for five minutes.

    Args:
        category (str | Unset):
        type_ (ListTemplatesType | Unset): What a task or a request does.
        tag (str | Unset):
        subscription_level (ListTemplatesSubscriptionLevel | Unset): A subscription level.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TemplateList]
    """

    kwargs = _get_kwargs(
        category=category,
        type_=type_,
        tag=tag,
        subscription_level=subscription_level,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)
