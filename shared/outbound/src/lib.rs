//! What goes out to the world: one runner per task type over one HTTP client.
