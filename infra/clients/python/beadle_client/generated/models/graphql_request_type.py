from typing import Literal

GraphqlRequestType = Literal["graphql"]

GRAPHQL_REQUEST_TYPE_VALUES: set[GraphqlRequestType] = {
    "graphql",
}


def check_graphql_request_type(value: str) -> GraphqlRequestType:
    if value in GRAPHQL_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GRAPHQL_REQUEST_TYPE_VALUES!r}")
