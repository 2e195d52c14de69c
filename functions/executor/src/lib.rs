//! Runs the executions of a batch: parse, claim, admit, prepare, run, judge, settle.
