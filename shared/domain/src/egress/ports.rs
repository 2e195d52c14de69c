//! Ports of services that do not speak HTTP.

/// Ports that HTTP calls must not use. Requests that such a service reads as commands of its own protocol are
/// a well-known attack.
///
/// The first group is the list that browsers block (WHATWG Fetch section 2.9, "port blocking"), the second
/// the databases and remote desktops that it lacks (IANA Service Name and Port Number Registry). Each group
/// is in ascending order.
pub const BLOCKED: &[u16] = &[
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103,
    104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514,
    515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723,
    2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
    // SMB, SQL Server, Oracle, MySQL, RDP, PostgreSQL, AMQP, VNC, Redis, Cassandra, memcached, MongoDB
    445, 1433, 1521, 3306, 3389, 5432, 5672, 5900, 6379, 9042, 11211, 27017,
];

/// Whether HTTP calls may use `port`.
pub fn are_for_http(port: u16) -> bool {
    !BLOCKED.contains(&port)
}
