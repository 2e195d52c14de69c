//! The rules of Beadle, without I/O: entities, decisions, ports and use cases.
