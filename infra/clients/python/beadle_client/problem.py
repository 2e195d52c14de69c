"""What a request fails with."""

from __future__ import annotations

from typing import TypeVar

from .generated.models import Problem
from .generated.types import Response

T = TypeVar("T")


class BeadleError(Exception):
    """The server refused a request (RFC 9457)."""

    def __init__(self, status: int, problem: Problem | None) -> None:
        super().__init__(f"status {status}" if problem is None else f"{problem.code} ({status}): {problem.detail}")
        self.status = status
        """The HTTP status."""
        self.code = None if problem is None else problem.code
        """The stable word for what happened, such as `task_not_found`; None if something else than Beadle responded."""
        self.problem = problem
        """The whole body; None if something else than Beadle responded."""


class WaitTimeout(Exception):
    """An execution has not ended in time."""

    def __init__(self, execution_id: str) -> None:
        super().__init__(f"{execution_id} has not ended in time")
        self.execution_id = execution_id


def result(response: Response[T | Problem]) -> T:
    """What a route responded with.

    Raises BeadleError if it refused the request.
    """
    refused = isinstance(response.parsed, Problem)
    if refused or response.status_code >= 300:
        raise BeadleError(response.status_code, response.parsed if isinstance(response.parsed, Problem) else None)
    return response.parsed  # type: ignore[return-value]
