//! Accounts over a store of one row.
