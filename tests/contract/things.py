"""Resources for the requests of the contract tests: a made-up id only leads to a 404, and the rest of its route stays
untested."""

import itertools
import os
import threading
from collections import Counter

import requests

# One of this many requests keeps the generated id.
MADE_UP = 5

MONITOR = {"name": "backup", "type": "monitor", "config": {"period": "1d"}}
TODO = {"name": "file the taxes", "type": "todo"}
TASK = {"name": "wait", "type": "simulated", "config": {"min_ms": 0, "max_ms": 0, "failure_rate": 0}, "schedule": "daily at 7:00"}
LATER = {"type": "simulated", "min_ms": 0, "max_ms": 0, "delay": "1h"}
REFUSED = {"type": "http", "url": "http://127.0.0.1:9/", "retries": 0}
CONFIG = {"name": "users", "rate_limit": {"rate": 5}}
TEMPLATE = {"name": "Ping", "category": "monitoring", "task_type": "http"}

mine = threading.local()
numbers = itertools.count()


def session():
    """The connection of this thread, with the token of the tests."""
    if not hasattr(mine, "session"):
        mine.session = requests.Session()
        mine.session.headers["Authorization"] = f"Bearer {os.environ['BEADLE_TOKEN']}"
    return mine.session


def post(path, body=None, **headers):
    """Posts as the callers of the tests do; returns the id of the new resource."""
    answer = session().post(os.environ["BEADLE_ADDRESS"] + path, json=body, headers=headers, timeout=40)
    answer.raise_for_status()
    made = answer.json() if answer.content else {}
    return made.get("id", made.get("task_id"))


def task():
    return post("/api/v1/tasks", TASK)


def hooked():
    return post("/api/v1/tasks", TASK | {"hook": {"verify": "none"}})


def monitor():
    return post("/api/v1/tasks", MONITOR)


def ping():
    """The token of the pings of a monitor."""
    url = f"{os.environ['BEADLE_ADDRESS']}/api/v1/tasks/{monitor()}/monitor"
    answer = session().get(url, timeout=40)
    answer.raise_for_status()
    return answer.json()["ping_path"].rsplit("/", 1)[1]


def todo():
    return post("/api/v1/tasks", TODO)


def done():
    made = todo()
    post(f"/api/v1/tasks/{made}/complete")
    return made


def deleted():
    made = todo()
    url = f"{os.environ['BEADLE_ADDRESS']}/api/v1/tasks/{made}"
    mine.session.delete(url, timeout=40).raise_for_status()
    return made


def execution():
    return post("/api/v1/execute", LATER)


def failed():
    return post("/api/v1/execute", REFUSED, Prefer="wait=10")


def config():
    return post("/api/v1/configs", CONFIG)


def api_key():
    return post("/api/v1/api-keys", {"name": "ci", "scopes": ["read"]})


def template():
    return post("/api/v1/templates", TEMPLATE)


def function():
    made = f"made{next(numbers)}"
    url = f"{os.environ['BEADLE_ADDRESS']}/api/v1/functions/{made}"
    body = {"modules": {"index.js": "export function first() { return 1 }"}}
    session().put(url, json=body, timeout=40).raise_for_status()
    return made


def calendar():
    # An owner has no more than fifty.
    made = f"made{next(numbers) % 20}"
    url = f"{os.environ['BEADLE_ADDRESS']}/api/v1/calendars/{made}"
    session().put(url, json={"days": ["2027-01-01"]}, timeout=40).raise_for_status()
    return made


def number():
    return post("/api/task", {"name": "minutes"})


# The longest prefix of a path in this table determines the resource of its id.
THINGS = {
    "/api/v1/tasks/{id}": task,
    "/api/v1/tasks/{id}/complete": todo,
    "/api/v1/tasks/{id}/monitor": monitor,
    "/api/v1/tasks/{id}/reopen": done,
    "/api/v1/tasks/{id}/restore": deleted,
    "/api/v1/tasks/{id}/cancel": execution,
    "/api/v1/executions/{id}": execution,
    "/api/v1/executions/{id}/retry": failed,
    "/api/v1/configs/{id}": config,
    "/api/v1/api-keys/{id}": api_key,
    "/api/v1/templates/{id}": template,
    "/api/v1/calendars/{name}": calendar,
    "/api/v1/functions/{name}": function,
    "/api/v1/accounts/{id}": lambda: "ada",
    "/hooks/{id}": hooked,
    "/ping/{token}": ping,
    "/api/tasks/{id}": task,
    "/api/task/{id}": number,
    "/task/{id}": number,
}


def id_for(operation):
    """The id of a resource for `operation`; None if it has none, and now and then."""
    path = operation.split(" ", 1)[1]
    known = max((start for start in THINGS if path.startswith(start)), key=len, default=None)
    if known is None:
        return None
    if not hasattr(mine, "ids"):
        mine.ids, mine.asked = {}, Counter()
    mine.asked[operation] += 1
    if mine.asked[operation] % MADE_UP == 0:
        return None
    if operation not in mine.ids:
        mine.ids[operation] = THINGS[known]()
    return mine.ids[operation]


def used(operation):
    """Replaces the resource of `operation`, which may have changed it."""
    if not operation.startswith("GET "):
        getattr(mine, "ids", {}).pop(operation, None)
