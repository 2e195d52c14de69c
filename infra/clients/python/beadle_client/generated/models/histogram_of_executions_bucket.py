from typing import Literal

HistogramOfExecutionsBucket = Literal["1d", "1h", "1m"]

HISTOGRAM_OF_EXECUTIONS_BUCKET_VALUES: set[HistogramOfExecutionsBucket] = {
    "1d",
    "1h",
    "1m",
}


def check_histogram_of_executions_bucket(value: str) -> HistogramOfExecutionsBucket:
    if value in HISTOGRAM_OF_EXECUTIONS_BUCKET_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {HISTOGRAM_OF_EXECUTIONS_BUCKET_VALUES!r}")
