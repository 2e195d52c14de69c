from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.calendar_request import CalendarRequest
from ...models.day_calendar import DayCalendar
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    name: str,
    *,
    body: CalendarRequest,
    shared: bool | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    params: dict[str, Any] = {}

    params["shared"] = shared

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/api/v1/calendars/{name}".format(
            name=quote(str(name), safe=""),
        ),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DayCalendar | Problem | None:
    if response.status_code == 200:
        response_200 = DayCalendar.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = DayCalendar.from_dict(response.json())

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

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

    if response.status_code == 406:
        response_406 = Problem.from_dict(response.json())

        return response_406

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())

        return response_409

    if response.status_code == 412:
        response_412 = Problem.from_dict(response.json())

        return response_412

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


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[DayCalendar | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    name: str,
    *,
    client: AuthenticatedClient | Client,
    body: CalendarRequest,
    shared: bool | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> Response[DayCalendar | Problem]:
    """Write a calendar

     What is given takes the place of what the calendar was. Its name has 1 to 64 lower-case letters,
    digits, `-` and `_`, and
    begins with a letter; schedules name it in `exclude` and `only`. Days can be given as iCalendar text
    too: as the member
    `ical`, or alone with the content type `text/calendar`; its whole-day events and their rules are
    taken.

    Runs that are due from now on are decided by it, of all schedules that name it.

    Args:
        name (str):
        shared (bool | Unset):
        if_match (str | Unset):
        body (CalendarRequest): A calendar as it is written. Example: {'description': 'Days on
            which our offices are closed', 'days': ['2027-05-06', {'days': '2027-12-24/2028-01-01',
            'title': 'Company holidays'}], 'weekly': ['saturday', 'sunday'], 'recurring': [{'rule':
            'FREQ=YEARLY', 'first': '2020-12-25', 'title': 'Christmas Day'}]}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DayCalendar | Problem]
    """

    kwargs = _get_kwargs(
        name=name,
        body=body,
        shared=shared,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)
