//! Where a request comes from, as the server that accepted the connection knows it.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

/// The client of a request: an extension that a server adds. Where there is none, nothing is limited or logged by address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// Its address. A server behind a proxy says which proxies it believes.
    pub address: IpAddr,
    /// How the client reached the server, or the proxy before it.
    pub scheme: Scheme,
}

/// The scheme of a request's URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Without encryption.
    Http,
    /// Over TLS.
    Https,
}

/// The addresses that count as one: whoever has one of a /64 network of IPv6 usually has all of them (RFC 6177).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Network(IpAddr);

impl Client {
    /// The network whose requests without valid credentials are counted together.
    pub(crate) fn network(&self) -> Network {
        Network(match self.address.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        })
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Http => "http",
            Self::Https => "https",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_network_count_together() {
        let network =
            |address: &str| Client { address: address.parse().unwrap(), scheme: Scheme::Https }.network();
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
        assert_eq!(network("192.0.2.1"), network("::ffff:192.0.2.1"));
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff:0:0:1"));
        assert_ne!(network("2001:db8::1"), network("2001:db8:0:1::1"));
    }
}
