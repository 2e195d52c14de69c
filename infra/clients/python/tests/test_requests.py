"""Typed requests, problems, retries, waits and pages."""

import contextlib
import json
import os
import time
import uuid
from pathlib import Path

import httpx
import pytest
from conftest import answer, served

from beadle_client import Beadle, BeadleError, RetryPolicy, WaitTimeout, result
from beadle_client.generated.api.accounts import get_limits
from beadle_client.generated.api.api_keys import create_api_key
from beadle_client.generated.api.executions import execute
from beadle_client.generated.api.tasks import create_task, delete_task, list_tasks, patch_task
from beadle_client.generated.models import (
    ApiKeyRequest,
    HttpRequest,
    HttpTaskConfig,
    HttpTaskRequest,
    SimulatedRequest,
    TaskChange,
    TodoTaskRequest,
)
from beadle_client.retry import TAKES_KEY


def at_once(**members):
    return SimulatedRequest(type_="simulated", min_ms=0, max_ms=0, failure_rate=0, **members)


@contextlib.contextmanager
def unreliable(url, spoil):
    """A client of a server in front of Beadle that treats the first responses in its own way, and the keys it saw."""
    keys = []

    def respond(handler, body):
        keys.append(handler.headers.get("idempotency-key"))
        number = len(keys)
        # It reaches Beadle in any case: what is lost is the response.
        kept = {
            name: handler.headers[name]
            for name in ("authorization", "content-type", "idempotency-key")
            if handler.headers[name]
        }
        got = httpx.request(handler.command, url + handler.path, headers=kept, content=body)
        if not spoil(number, handler):
            answer(handler, got.status_code, got.content, content_type=got.headers.get("content-type", ""))

    with served(respond) as address:
        yield Beadle(address, token=os.environ["BEADLE_TOKEN"], retry=RetryPolicy(base=0.005)), keys


def lose(handler):
    handler.close_connection = True
    handler.connection.close()
    return True


def test_a_request_is_typed_by_its_route_and_so_is_its_response(beadle):
    body = HttpTaskRequest(
        name="call", type_="http", config=HttpTaskConfig(url="https://api.example.com/"), schedule="daily at 7:00"
    )
    task = result(create_task.sync_detailed(client=beadle.api, body=body))
    assert task.status == "scheduled"
    changed = result(patch_task.sync_detailed(task.id, client=beadle.api, body=TaskChange(name="call again")))
    assert changed.name == "call again"
    assert result(delete_task.sync_detailed(task.id, client=beadle.api)) is None


def test_what_is_started_can_be_waited_for_in_the_request(beadle):
    assert result(execute.sync_detailed(client=beadle.api, body=at_once(), prefer="wait=10")).status == "completed"


def test_an_execution_is_waited_for_until_it_ends(beadle):
    started = result(execute.sync_detailed(client=beadle.api, body=at_once(delay="1s")))
    assert started.status != "completed"
    assert beadle.wait(started.id, timeout=20).status == "completed"


def test_one_whose_record_is_deferred_is_waited_for_until_it_is_recorded(beadle, url):
    started = result(execute.sync_detailed(client=beadle.api, body=at_once(record="deferred")))

    def queued(number, handler):
        if number > 2:
            return False
        status = "pending" if number == 1 else "cancelled"
        created_at = started.created_at.isoformat()
        body = {"id": started.id, "execution_id": started.id, "status": status, "record": "deferred", "created_at": created_at}
        answer(handler, 202, json.dumps(body).encode(), content_type="application/json")
        return True

    with unreliable(url, queued) as (client, keys):
        assert client.wait(started.id, timeout=20).status == "completed"
        assert len(keys) >= 3


def test_a_wait_has_an_end(beadle):
    started = result(execute.sync_detailed(client=beadle.api, body=at_once(delay="1h")))
    with pytest.raises(WaitTimeout):
        beadle.wait(started.id, timeout=0.1)


def test_a_problem_says_what_is_wrong_and_where(beadle):
    with pytest.raises(BeadleError) as failed:
        result(execute.sync_detailed(client=beadle.api, body=HttpRequest(type_="http", url="ftp://example.com/")))
    assert (failed.value.status, failed.value.code) == (422, "validation")
    assert failed.value.problem.detail[0]["loc"] == ["body", "url"]
    assert failed.value.problem.request_id


def test_a_response_that_was_lost_starts_nothing_twice(beadle, url):
    def lost(number, handler):
        # Once before its first byte, once in the middle.
        if number == 2:
            handler.wfile.write(b"HTTP/1.1 202 Accepted\r\ncontent-length: 100\r\n\r\n{")
        return number <= 2 and lose(handler)

    with unreliable(url, lost) as (client, keys):
        started = result(execute.sync_detailed(client=client.api, body=at_once(delay="1h")))
    assert len(keys) == 3 and keys[0] and len(set(keys)) == 1
    again = execute.sync_detailed(client=beadle.api, body=at_once(delay="1h"), idempotency_key=keys[0])
    assert result(again).id == started.id


def test_a_server_that_is_busy_is_asked_again_after_the_time_it_names(url):
    def busy(number, handler):
        if number <= 2:
            answer(handler, 429 if number == 1 else 503, retry_after="1" if number == 1 else "0")
        return number <= 2

    with unreliable(url, busy) as (client, keys):
        started = time.monotonic()
        assert result(get_limits.sync_detailed(client=client.api)).user_id == "contract"
        assert len(keys) == 3 and time.monotonic() - started >= 1


def test_a_request_that_may_not_be_repeated_is_sent_once(url):
    with unreliable(url, lambda _, handler: lose(handler)) as (client, keys):
        body = ApiKeyRequest(name=f"key {uuid.uuid4()}", scopes=["read"])
        with pytest.raises(httpx.TransportError):
            create_api_key.sync_detailed(client=client.api, body=body)
        assert len(keys) == 1
        with pytest.raises(httpx.TransportError):
            get_limits.sync_detailed(client=client.api)
        assert len(keys) == 5


def test_lists_are_iterated_over_to_their_end(beadle):
    tag = str(uuid.uuid4())
    for number in range(7):
        body = TodoTaskRequest(name=f"task {number}", type_="todo", tags=[tag])
        result(create_task.sync_detailed(client=beadle.api, body=body))
    assert sorted(task.name for task in beadle.tasks(tag=tag, limit=3)) == [f"task {number}" for number in range(7)]
    pages = list(beadle.pages(list_tasks.sync_detailed, tag=tag, limit=3))
    assert len(pages) >= 3 and sum(len(page.tasks) for page in pages) == 7


def test_the_routes_that_take_a_key_are_those_of_the_document():
    document = json.loads((Path(__file__).parents[4] / "functions/api/openapi.v1.json").read_text())
    takes = [
        path
        for path, item in document["paths"].items()
        if any(parameter["name"] == "Idempotency-Key" for parameter in item.get("post", {}).get("parameters", []))
    ]
    assert sorted(TAKES_KEY) == sorted(takes)
