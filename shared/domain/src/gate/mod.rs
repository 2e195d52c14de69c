//! The gates of a config: rate limit, circuit breaker and concurrency, decided without I/O.
