"""Hooks of schemathesis with knowledge about this API beyond its document."""

import atexit
import json
import os
import re
import sys
import threading
import zlib
from collections import Counter
from pathlib import Path

import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

sys.path.insert(0, str(Path(__file__).parent))

import things
from acceptable import acceptable
from beyond_schema import BEYOND_SCHEMA

# One of this many bodies is sent as generated, although it may break a rule beyond its schema.
AS_GENERATED = 4

# Streams of events end by themselves only with their execution.
STREAMS = ["GET /api/v1/executions/{id}/events", "GET /api/v1/events"]

# What contains any request has one that is simulated in its place: each type is tested alone, and a batch answers 207 whatever its parts are.
CONTAINERS = ["ExecutionBatchRequest", "BatchRequest", "TaskBatchRequest"]
STAND_INS = {"AdHocRequest": "SimulatedRequest", "TaskRequest": "SimulatedTaskRequest"}

# Another route of `POST /api/v1/execute`.
ALIAS = "/api/v1/tasks/execute"

# How often each operation returned each status, how often each row of BEYOND_SCHEMA excused a refusal, and what no row did:
# schemathesis shows only the first finding of an operation.
answered, excused, unlisted = Counter(), Counter(), Counter()
lock = threading.Lock()


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Has what is tested alone once, not again in all that contains it: these were half of all cases."""
    schemas = raw_schema["components"]["schemas"]
    for name in CONTAINERS:
        schemas[name] = with_stand_ins(schemas[name])
    alias = raw_schema["paths"][ALIAS]["post"]
    alias["requestBody"] = with_stand_ins(alias["requestBody"])


def with_stand_ins(part):
    text = json.dumps(part)
    for name, stand_in in STAND_INS.items():
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{stand_in}"')
    return json.loads(text)


@schemathesis.check
def refused_for_what_the_schema_states(ctx, response, case):
    """A request that fits its schema is refused only for a rule that no schema can state."""
    if response.status_code != 422 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    problem = response.json()
    faults = problem["detail"] if problem.get("code") == "validation" else []
    stated = [fault for fault in faults if not is_beyond_schema(case.operation.label, fault)]
    with lock:
        unlisted.update((case.operation.label, fault["type"], place(fault), fault["msg"]) for fault in stated)
    assert not stated, f"the schema of the request does not say so: {stated}"


def is_beyond_schema(operation, fault):
    for row, (of, kind, where, _) in enumerate(BEYOND_SCHEMA):
        if fault["type"] == kind and re.search(of, operation) and re.fullmatch(where, place(fault), re.S):
            with lock:
                excused[row, place(fault)] += 1
            return True
    return False


def place(fault):
    return ".".join(map(str, fault["loc"]))


def is_negative(case):
    """Whether the query is one that the document does not allow, and so is refused at once."""
    query = None if case.meta is None else case.meta.components.get(ParameterLocation.QUERY)
    return query is not None and query.mode.is_negative


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """Makes most requests refer to existing resources and send acceptable bodies, and few of them wait for long."""
    if case.operation.label in STREAMS and not is_negative(case):
        case.query = {**(case.query or {}), "for": "100ms"}
    if case.meta is None or case.meta.phase.name == TestPhase.STATEFUL:
        return
    example = case.meta.phase.name == TestPhase.EXAMPLES
    if case.operation.headers.get("Prefer") is not None and (example or "Prefer" not in case.headers):
        case.headers["Prefer"] = "wait=1"
    path = case.meta.components.get(ParameterLocation.PATH)
    if path is not None and path.mode.is_positive:
        known = things.id_for(case.operation.label)
        if known is not None:
            parameter = next(name for name in ("name", "token", "id") if name in case.path_parameters)
            case.path_parameters[parameter] = known
            if "version" in case.path_parameters:
                case.path_parameters["version"] = 1
            if "signal" in case.path_parameters:
                case.path_parameters["signal"] = "start"
    body = case.meta.components.get(ParameterLocation.BODY)
    if body is not None and body.mode.is_positive and isinstance(case.body, dict):
        # Chosen by its content, so that concurrency does not change the choice.
        if zlib.crc32(repr(case.body).encode("utf-8", "surrogatepass")) % AS_GENERATED != 0:
            case.body = acceptable(case.body)


@schemathesis.hook
def after_call(ctx, case, response):
    with lock:
        answered[case.operation.label, response.status_code] += 1
    if response.status_code < 300:
        things.used(case.operation.label)


@atexit.register
def report():
    if path := os.environ.get("BEADLE_CONTRACT_REPORT"):
        counts = {"answered": answered, "excused": excused, "unlisted": unlisted}
        Path(path).write_text(json.dumps({name: [[*key, n] for key, n in counter.items()] for name, counter in counts.items()}))
