//! The addresses that are not public destinations.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// The purpose of a network, as far as the guard distinguishes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Hands out credentials of the machine; never allowed.
    Metadata,
    /// This machine or a private network.
    Local,
    /// Neither local nor on the internet.
    Reserved,
}

/// A network that is not public.
#[derive(Debug, Clone, Copy)]
pub struct ReservedNet {
    /// The network.
    pub net: IpNet,
    /// Its purpose.
    pub purpose: Purpose,
    /// The source of the entry.
    pub source: &'static str,
}

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix: u8, purpose: Purpose, source: &'static str) -> ReservedNet {
    ReservedNet { net: IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)), purpose, source }
}

const fn v6(segments: [u16; 8], prefix: u8, purpose: Purpose, source: &'static str) -> ReservedNet {
    let [a, b, c, d, e, f, g, h] = segments;
    let net = Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, d, e, f, g, h), prefix);
    ReservedNet { net: IpNet::V6(net), purpose, source }
}

/// Every network that is not public: the IANA special-purpose address registries (RFC 6890, RFC 8190) without
/// their globally reachable rows, multicast, and the metadata addresses of clouds. The first matching row
/// counts.
pub const RESERVED: &[ReservedNet] = &[
    v4(169, 254, 169, 254, 32, Purpose::Metadata, "AWS, Azure and Google: instance metadata"),
    v4(169, 254, 170, 2, 32, Purpose::Metadata, "AWS: credentials of ECS tasks"),
    v4(169, 254, 170, 23, 32, Purpose::Metadata, "AWS: EKS Pod Identity"),
    v4(100, 100, 100, 200, 32, Purpose::Metadata, "Alibaba Cloud: instance metadata"),
    v4(168, 63, 129, 16, 32, Purpose::Metadata, "Azure: WireServer"),
    v4(192, 0, 0, 192, 32, Purpose::Metadata, "Oracle Cloud: instance metadata"),
    v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0], 32, Purpose::Metadata, "AWS: instance metadata"),
    v6([0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254], 128, Purpose::Metadata, "Google: instance metadata"),
    v4(0, 0, 0, 0, 8, Purpose::Reserved, "RFC 791 section 3.2: this network"),
    v4(10, 0, 0, 0, 8, Purpose::Local, "RFC 1918: private"),
    v4(100, 64, 0, 0, 10, Purpose::Local, "RFC 6598: shared by carriers"),
    v4(127, 0, 0, 0, 8, Purpose::Local, "RFC 1122 section 3.2.1.3: loopback"),
    v4(169, 254, 0, 0, 16, Purpose::Reserved, "RFC 3927: link-local"),
    v4(172, 16, 0, 0, 12, Purpose::Local, "RFC 1918: private"),
    v4(192, 0, 0, 0, 24, Purpose::Reserved, "RFC 6890: protocol assignments"),
    v4(192, 0, 2, 0, 24, Purpose::Reserved, "RFC 5737: documentation"),
    v4(192, 88, 99, 0, 24, Purpose::Reserved, "RFC 7526: former 6to4 relays"),
    v4(192, 168, 0, 0, 16, Purpose::Local, "RFC 1918: private"),
    v4(198, 18, 0, 0, 15, Purpose::Reserved, "RFC 2544: benchmarks"),
    v4(198, 51, 100, 0, 24, Purpose::Reserved, "RFC 5737: documentation"),
    v4(203, 0, 113, 0, 24, Purpose::Reserved, "RFC 5737: documentation"),
    v4(224, 0, 0, 0, 4, Purpose::Reserved, "RFC 5771: multicast"),
    v4(240, 0, 0, 0, 4, Purpose::Reserved, "RFC 1112 section 4 and RFC 919: reserved, broadcast"),
    v6([0, 0, 0, 0, 0, 0, 0, 1], 128, Purpose::Local, "RFC 4291: loopback"),
    v6([0; 8], 96, Purpose::Reserved, "RFC 4291: unspecified, IPv4-compatible"),
    v6([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48, Purpose::Reserved, "RFC 8215: local translation"),
    v6([0x100, 0, 0, 0, 0, 0, 0, 0], 64, Purpose::Reserved, "RFC 6666: discarded"),
    v6([0x100, 0, 0, 1, 0, 0, 0, 0], 64, Purpose::Reserved, "RFC 9780: dummy prefix"),
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, Purpose::Reserved, "RFC 2928: protocol assignments, Teredo"),
    v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, Purpose::Reserved, "RFC 3849: documentation"),
    v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, Purpose::Reserved, "RFC 9637: documentation"),
    v6([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16, Purpose::Reserved, "RFC 9602: segment routing"),
    v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, Purpose::Local, "RFC 4193: unique local"),
    v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, Purpose::Reserved, "RFC 4291: link-local"),
    v6([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, Purpose::Reserved, "RFC 3879: former site-local"),
    v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, Purpose::Reserved, "RFC 4291: multicast"),
    // What is left outside of 2000::/3, where all global unicast addresses are.
    v6([0; 8], 3, Purpose::Reserved, "RFC 4291 section 2.4: not assigned"),
    v6([0x4000, 0, 0, 0, 0, 0, 0, 0], 2, Purpose::Reserved, "RFC 4291 section 2.4: not assigned"),
    v6([0x8000, 0, 0, 0, 0, 0, 0, 0], 1, Purpose::Reserved, "RFC 4291 section 2.4: not assigned"),
];

/// The network of [`RESERVED`] that contains `address`; `None` for a public address. An address that embeds
/// another one is treated as that one.
pub fn find(address: IpAddr) -> Option<&'static ReservedNet> {
    let address = reached(address);
    RESERVED.iter().find(|reserved| reserved.net.contains(&address))
}

/// The address that packets to `address` reach: an IPv6 address that embeds an IPv4 address is replaced by
/// it. These are IPv4-mapped (RFC 4291 section 2.5.5.2), NAT64 (RFC 6052 section 2.1) and 6to4 (RFC 3056
/// section 2) addresses.
pub fn reached(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        IpAddr::V4(Ipv4Addr::new(a, b, c, d))
    };
    match v6.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        _ => address,
    }
}

#[cfg(test)]
mod tests;
