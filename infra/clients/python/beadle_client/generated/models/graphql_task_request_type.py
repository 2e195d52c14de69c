from typing import Literal

GraphqlTaskRequestType = Literal["graphql"]

GRAPHQL_TASK_REQUEST_TYPE_VALUES: set[GraphqlTaskRequestType] = {
    "graphql",
}


def check_graphql_task_request_type(value: str) -> GraphqlTaskRequestType:
    if value in GRAPHQL_TASK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GRAPHQL_TASK_REQUEST_TYPE_VALUES!r}")
