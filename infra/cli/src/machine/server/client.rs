//! For whom a proxy asks: `Forwarded` (RFC 7239), or `X-Forwarded-For` and `X-Forwarded-Proto`, which preceded it.

mod forwarded;
mod x_forwarded;

use std::{net::IpAddr, str::FromStr};

use axum::http::HeaderMap;
use beadle_api::{Client, Scheme};
use ipnet::IpNet;

/// The networks of proxies that are believed. What others say of their clients is ignored: anybody could.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<IpNet>);

/// What a proxy says of where it has a request from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hop {
    /// `None` where it keeps the address to itself.
    address: Option<IpAddr>,
    scheme: Option<Scheme>,
}

/// A text is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a network such as 10.1.0.0/16 or fd12::/48, or an address")]
pub struct NotANetwork;

impl TrustedProxies {
    /// Believes the proxies of these networks.
    pub fn new(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    /// Whether nobody is believed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A network; a single address means only itself.
    ///
    /// # Errors
    /// [`NotANetwork`].
    pub fn network(text: &str) -> Result<IpNet, NotANetwork> {
        IpNet::from_str(text).or_else(|_| text.parse().map(IpAddr::into)).map_err(|_| NotANetwork)
    }

    /// The client of a request that `peer` sends by `scheme`. Each trusted proxy is asked for the one before it, so what a client
    /// itself writes into these headers is never believed.
    ///
    /// Where the two kinds of headers disagree, one of them comes from the client, and both are ignored.
    pub(super) fn client(&self, peer: IpAddr, scheme: Scheme, headers: &HeaderMap) -> Client {
        let peer = Client { address: peer.to_canonical(), scheme };
        if !self.contains(peer.address) {
            return peer;
        }
        let found = [forwarded::hops(headers), x_forwarded::hops(headers)]
            .map(|hops| hops.map(|hops| self.first_stranger(peer, &hops)));
        match found {
            [None, None] => peer,
            [Some(client), None] | [None, Some(client)] => client,
            [Some(one), Some(other)] if one.address == other.address => one,
            [Some(_), Some(_)] => {
                tracing::debug!(
                    "Forwarded and X-Forwarded-For disagree; the proxy has to remove one of them"
                );
                peer
            }
        }
    }

    /// Follows the proxies from the last one to the first address that is none of theirs.
    fn first_stranger(&self, peer: Client, hops: &[Hop]) -> Client {
        let mut client = peer;
        for hop in hops.iter().rev() {
            client.scheme = hop.scheme.unwrap_or(client.scheme);
            let Some(address) = hop.address else { break };
            client.address = address.to_canonical();
            if !self.contains(client.address) {
                break;
            }
        }
        client
    }

    fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// The parts of all values of a header, as one list.
fn list<'h>(headers: &'h HeaderMap, name: &str) -> Option<Vec<&'h str>> {
    let values = headers.get_all(name).iter().map(|value| value.to_str().ok());
    values.collect::<Option<Vec<_>>>().filter(|values| !values.is_empty())
}

/// An address with or without a port; one of IPv6 stands in brackets, if there is a port.
fn address(text: &str) -> Option<IpAddr> {
    let bracketed = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (host, port) = match bracketed {
        Some((host, rest)) => (host, if rest.is_empty() { rest } else { rest.strip_prefix(':')? }),
        None => text.split_once(':').filter(|(_, port)| !port.contains(':')).unwrap_or((text, "")),
    };
    let is_port = |port: &str| port.starts_with('_') || port.parse::<u16>().is_ok();
    let host: IpAddr = host.parse().ok().filter(|host: &IpAddr| bracketed.is_none() || host.is_ipv6())?;
    (port.is_empty() || is_port(port)).then_some(host)
}

fn scheme(text: &str) -> Option<Scheme> {
    let is = |name: &str| text.eq_ignore_ascii_case(name);
    if is("https") { Some(Scheme::Https) } else { is("http").then_some(Scheme::Http) }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::no_proxy("203.0.113.9", &[], "http 203.0.113.9")]
    #[case::a_stranger_is_not_believed("203.0.113.9", &[("forwarded", "for=198.51.100.1;proto=https")], "http 203.0.113.9")]
    #[case::nor_by_the_older_headers("203.0.113.9", &[("x-forwarded-for", "198.51.100.1")], "http 203.0.113.9")]
    #[case::forwarded("10.0.0.1", &[("forwarded", "for=198.51.100.1;proto=https")], "https 198.51.100.1")]
    #[case::an_ipv6_client("10.0.0.1", &[("Forwarded", r#"For="[2001:db8::7]:4711"; proto=HTTPS"#)], "https 2001:db8::7")]
    #[case::a_mapped_peer("::ffff:10.0.0.1", &[("forwarded", "for=198.51.100.1")], "http 198.51.100.1")]
    #[case::two_proxies("10.0.0.1", &[("forwarded", "for=192.0.2.1, for=198.51.100.1;proto=https, for=10.0.0.2")], "https 198.51.100.1")]
    #[case::in_two_lines("10.0.0.1", &[("forwarded", "for=198.51.100.1"), ("forwarded", "for=10.0.0.2")], "http 198.51.100.1")]
    #[case::only_proxies("10.0.0.1", &[("forwarded", "for=10.0.0.3, for=10.0.0.2")], "http 10.0.0.3")]
    #[case::a_client_that_is_not_told("10.0.0.1", &[("forwarded", "for=198.51.100.1, for=_hidden;proto=https")], "https 10.0.0.1")]
    #[case::unknown("10.0.0.1", &[("forwarded", "for=unknown")], "http 10.0.0.1")]
    #[case::a_comma_in_quotes("10.0.0.1", &[("forwarded", r#"for=198.51.100.1;by="_a,\"b;for=192.0.2.1""#)], "http 198.51.100.1")]
    #[case::nonsense("10.0.0.1", &[("forwarded", "for=198.51.100.1;=,\"")], "http 10.0.0.1")]
    #[case::older("10.0.0.1", &[("x-forwarded-for", "192.0.2.1, 198.51.100.1"), ("x-forwarded-proto", "https")], "https 198.51.100.1")]
    #[case::older_with_ports("10.0.0.1", &[("x-forwarded-for", "198.51.100.1:4711, [fd12::1]:80")], "http 198.51.100.1")]
    #[case::older_in_steps("10.0.0.1", &[("x-forwarded-for", "198.51.100.1,10.0.0.2"), ("x-forwarded-proto", "https,http")], "https 198.51.100.1")]
    #[case::only_the_scheme("10.0.0.1", &[("x-forwarded-proto", "https")], "https 10.0.0.1")]
    #[case::older_nonsense("10.0.0.1", &[("x-forwarded-for", "198.51.100.1, ?"), ("x-forwarded-proto", "gopher")], "http 10.0.0.1")]
    #[case::both("10.0.0.1", &[("forwarded", "for=198.51.100.1;proto=https"), ("x-forwarded-for", "198.51.100.1")], "https 198.51.100.1")]
    #[case::both_of_which_one_is_forged("10.0.0.1", &[("forwarded", "for=192.0.2.1"), ("x-forwarded-for", "198.51.100.1")], "http 10.0.0.1")]
    fn the_client_is_whom_trusted_proxies_name(
        #[case] peer: &str,
        #[case] given: &[(&str, &str)],
        #[case] expected: &str,
    ) {
        let networks = ["10.0.0.0/8", "fd12::/48"].map(|text| TrustedProxies::network(text).unwrap());
        let mut headers = HeaderMap::new();
        for (name, value) in given {
            headers.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
        }
        let proxies = TrustedProxies::new(networks.into());
        let Client { address, scheme } = proxies.client(peer.parse().unwrap(), Scheme::Http, &headers);
        assert_eq!(format!("{scheme} {address}"), expected);
    }

    #[test]
    fn a_network_is_an_address_or_more() {
        let shown = |text: &str| TrustedProxies::network(text).map(|network| network.to_string());
        assert_eq!(shown("10.1.0.0/16"), Ok("10.1.0.0/16".to_owned()));
        assert_eq!(shown("::1"), Ok("::1/128".to_owned()));
        assert_eq!(shown("proxy.example"), Err(NotANetwork));
    }
}
