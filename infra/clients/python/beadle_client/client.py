"""The client: what the generated functions are called with, and what goes beyond a single request."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from .callback import Callback
from .generated.api.executions import get_execution, list_executions
from .generated.api.tasks import list_tasks
from .generated.client import AuthenticatedClient
from .generated.models import Execution, Task
from .problem import WaitTimeout, result
from .retry import RetryPolicy, RetryTransport

# How an execution ends.
ENDS = frozenset({"completed", "failed", "cancelled"})

# The pauses between two looks at an execution that is waited for, in seconds.
_FIRST_LOOK, _GROWTH, _LONGEST_LOOK = 0.2, 1.5, 5.0


class Beadle:
    """A client of one server, with an API key or a token (a JWT).

    `api` is what the functions in `generated.api` take as `client`; they are called through it, and so they are
    repeated where that does no harm.
    """

    def __init__(
        self,
        url: str,
        *,
        api_key: str | None = None,
        token: str | None = None,
        retry: RetryPolicy | None = None,
        timeout: float = 60.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        if (api_key is None) == (token is None):
            raise ValueError("either api_key or token has to be given")
        self._url = url.rstrip("/")
        policy = retry or RetryPolicy()
        # Each report of a job may be repeated.
        self._reports = httpx.Client(transport=RetryTransport(policy, transport, every=True), timeout=timeout)
        path = httpx.URL(self._url).path.rstrip("/")
        self.api = AuthenticatedClient(
            base_url=self._url,
            token=api_key or token or "",
            prefix="" if api_key else "Bearer",
            auth_header_name="X-API-Key" if api_key else "Authorization",
            timeout=httpx.Timeout(timeout),
            httpx_args={"transport": RetryTransport(policy, transport, path)},
        )

    def wait(self, execution_id: str, timeout: float | None = None) -> Execution:
        """Waits until an execution has ended: `completed`, `failed` or `cancelled`.

        Raises WaitTimeout if it has not after `timeout` seconds.
        """
        until = None if timeout is None else time.monotonic() + timeout
        pause = _FIRST_LOOK
        while True:
            execution = result(get_execution.sync_detailed(execution_id, client=self.api))
            # One whose record is deferred has neither a result nor an error before that is written.
            if isinstance(execution, Execution) and execution.status in ENDS:
                return execution
            left = _LONGEST_LOOK if until is None else until - time.monotonic()
            if left <= 0:
                raise WaitTimeout(execution_id)
            time.sleep(min(pause, left))
            pause = min(_LONGEST_LOOK, pause * _GROWTH)

    def pages(self, operation: Callable[..., Any], *path: str, **query: Any) -> Iterator[Any]:
        """Iterates over the pages of a list, such as `list_audit.sync_detailed`."""
        while True:
            page = result(operation(*path, client=self.api, **query))
            yield page
            if not page.next_cursor:
                return
            query["cursor"] = page.next_cursor

    def tasks(self, **query: Any) -> Iterator[Task]:
        """Iterates over all tasks that `list_tasks` finds."""
        for page in self.pages(list_tasks.sync_detailed, **query):
            yield from page.tasks

    def executions(self, **query: Any) -> Iterator[Execution]:
        """Iterates over all executions that `list_executions` finds."""
        for page in self.pages(list_executions.sync_detailed, **query):
            yield from page.executions

    def callback(self, url: str) -> Callback:
        """The way back to the execution whose `${callback.url}` it is.

        Raises ForeignCallback if it is not a URL of this server.
        """
        return Callback(self._url, url, self._reports)

    def close(self) -> None:
        """Closes its connections."""
        self.api.get_httpx_client().close()
        self._reports.close()

    def __enter__(self) -> Beadle:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
