//! The ports over SQLite, for one machine and for fast tests.
