"""Repeats requests that may be repeated."""

from __future__ import annotations

import json
import random
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import httpx

# With these nothing was started, so that any request may be repeated.
REFUSED = frozenset({429, 503})

# With these nobody knows.
UNKNOWN = frozenset({502, 504})

# The routes that take an `Idempotency-Key`.
TAKES_KEY = (
    "/api/v1/execute",
    "/api/v1/tasks/execute",
    "/api/v1/tasks",
    "/api/v1/tasks/{id}/execute",
    "/api/v1/tasks/batch",
    "/api/v1/tasks/from-template",
    "/api/v1/executions/batch",
    "/api/v1/executions/replay",
    "/api/v1/executions/{id}/retry",
    "/api/v1/batches/{id}/replay",
    "/api/v1/configs",
    "/api/v1/accounts/{id}/credits",
)
_TAKES_KEY = re.compile("|".join(path.replace("{id}", "[^/]+") for path in TAKES_KEY))

_KEY = "idempotency-key"


@dataclass(frozen=True)
class RetryPolicy:
    """When requests are repeated."""

    attempts: int = 4
    """How often a request is sent at most."""
    base: float = 0.25
    """The longest pause before the second attempt, which doubles with each further one, in seconds."""
    longest: float = 30.0
    """The longest pause, in seconds, whatever `Retry-After` says."""


class RetryTransport(httpx.BaseTransport):
    """Sends each request until it is answered, for as often as the policy says.

    A request that starts something gets an `Idempotency-Key` unless it has one: the same in each attempt.
    """

    def __init__(
        self, policy: RetryPolicy, inner: httpx.BaseTransport | None = None, path: str = "", every: bool = False
    ) -> None:
        self._policy = policy
        self._inner = inner or httpx.HTTPTransport()
        self._path = path
        self._every = every
        self._sleep: Callable[[float], None] = time.sleep

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        repeatable = self._every or self._is_repeatable(request)
        for attempt in range(1, self._policy.attempts + 1):
            last = attempt == self._policy.attempts
            pause = random.uniform(0, min(self._policy.longest, self._policy.base * 2 ** (attempt - 1)))
            try:
                response = self._inner.handle_request(request)
                # A stream of events has no end to wait for.
                if not response.headers.get("content-type", "").startswith("text/event-stream"):
                    response.read()
            except httpx.TransportError:
                if last or not repeatable:
                    raise
            else:
                again = response.status_code in REFUSED or (repeatable and response.status_code in UNKNOWN)
                if last or not again:
                    return response
                response.close()
                pause = min(self._policy.longest, max(pause, _retry_after(response)))
            self._sleep(pause)
        raise ValueError("a policy has at least one attempt")

    def _is_repeatable(self, request: httpx.Request) -> bool:
        if request.method != "POST":
            # A change that was made, and whose response was lost, has another version the second time.
            return "if-match" not in request.headers
        if _TAKES_KEY.fullmatch(request.url.path.removeprefix(self._path)) and not _defers_record(request.content):
            request.headers.setdefault(_KEY, str(uuid.uuid4()))
        return _KEY in request.headers

    def close(self) -> None:
        self._inner.close()


def _defers_record(content: bytes) -> bool:
    """Whether a body asks for a deferred record. A repeat under a key would find what it started by the record, so that it
    takes none."""
    try:
        body = json.loads(content)
    except ValueError:
        return False
    requests = body.get("requests", [body]) if isinstance(body, dict) else []
    return isinstance(requests, list) and any(isinstance(request, dict) and request.get("record") == "deferred" for request in requests)


def _retry_after(response: httpx.Response) -> float:
    """The seconds that the server asks for; 0 if it asks for none."""
    seconds = response.headers.get("retry-after", "")
    return float(seconds) if seconds.isdigit() else 0.0
