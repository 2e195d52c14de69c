use rstest::rstest;

use super::*;

/// The addresses directly before and after a network, where they exist.
fn neighbours(net: IpNet) -> [Option<IpAddr>; 2] {
    match net {
        IpNet::V4(net) => {
            let (first, last) = (u32::from(net.network()), u32::from(net.broadcast()));
            [first.checked_sub(1), last.checked_add(1)].map(|address| Some(Ipv4Addr::from(address?).into()))
        }
        IpNet::V6(net) => {
            let (first, last) = (u128::from(net.network()), u128::from(net.broadcast()));
            [first.checked_sub(1), last.checked_add(1)].map(|address| Some(Ipv6Addr::from(address?).into()))
        }
    }
}

#[test]
fn every_network_has_the_bounds_of_its_row() {
    for row in RESERVED {
        for address in [row.net.network(), row.net.broadcast()] {
            let found = find(address).unwrap_or_else(|| panic!("{address} of {}", row.net));
            assert!(found.net == row.net || row.net.contains(&found.net), "{address}: {}", found.net);
        }
        for address in neighbours(row.net).into_iter().flatten() {
            let found = find(address).map(|found| found.net);
            assert_ne!(found, Some(row.net), "{address} is beside {}", row.net);
        }
        assert_eq!(row.net.network(), row.net.addr(), "{} is written with its first address", row.net);
        assert!(!row.source.is_empty());
    }
}

/// The table written differently, so that a lost or narrowed row in [`RESERVED`] is noticed.
#[rstest]
#[case("0.0.0.0/8", false, true)]
#[case("10.0.0.0/8", true, true)]
#[case("100.64.0.0/10", true, true)]
#[case("127.0.0.0/8", true, true)]
#[case("169.254.0.0/16", true, true)]
#[case("172.16.0.0/12", true, true)]
#[case("192.0.0.0/24", true, true)]
#[case("192.0.2.0/24", true, true)]
#[case("192.88.99.0/24", true, true)]
#[case("192.168.0.0/16", true, true)]
#[case("198.18.0.0/15", true, true)]
#[case("198.51.100.0/24", true, true)]
#[case("203.0.113.0/24", true, true)]
#[case::multicast("224.0.0.0/4", true, false)]
#[case::broadcast("240.0.0.0/4", false, false)]
#[case("169.254.169.254/32", false, false)]
#[case("169.254.170.2/32", false, false)]
#[case("168.63.129.16/32", true, true)]
#[case::unspecified("::/96", false, false)]
#[case("64:ff9b:1::/48", false, false)]
#[case("100::/64", false, false)]
#[case("2001::/23", true, true)]
#[case("2001:db8::/32", true, true)]
#[case("3fff::/20", true, true)]
#[case("5f00::/16", false, false)]
#[case("fc00::/7", false, false)]
#[case("fe80::/10", false, false)]
#[case("fec0::/10", false, false)]
#[case("ff00::/8", false, false)]
#[case::below_global_unicast("::/3", false, true)]
#[case::above_global_unicast("4000::/2", true, false)]
#[case::the_upper_half("8000::/1", false, false)]
fn reserved_networks_and_their_neighbours(#[case] net: IpNet, #[case] before: bool, #[case] after: bool) {
    assert!(find(net.network()).is_some() && find(net.broadcast()).is_some(), "{net}");
    let is_open = neighbours(net).map(|address| address.is_some_and(|address| find(address).is_none()));
    assert_eq!(is_open, [before, after], "before and after {net}");
}

#[rstest]
#[case::mapped("::ffff:10.0.0.1", Some("10.0.0.0/8"))]
#[case::mapped_metadata("::ffff:169.254.169.254", Some("169.254.169.254/32"))]
#[case::mapped_public("::ffff:93.184.216.34", None)]
#[case::nat64("64:ff9b::127.0.0.1", Some("127.0.0.0/8"))]
#[case::nat64_public("64:ff9b::93.184.216.34", None)]
#[case::six_to_four("2002:7f00:1::", Some("127.0.0.0/8"))]
#[case::six_to_four_metadata("2002:a9fe:a9fe::1", Some("169.254.169.254/32"))]
#[case::six_to_four_public("2002:5db8:d822::1", None)]
#[case::teredo("2001:0:4136:e378:8000:63bf:3fff:fdd2", Some("2001::/23"))]
#[case::compatible("::127.0.0.1", Some("::/96"))]
#[case::translated("::ffff:0:127.0.0.1", Some("::/3"))]
#[case::never_assigned("4000::1", Some("4000::/2"))]
#[case::never_assigned("e000::1", Some("8000::/1"))]
#[case::first_global_unicast("2000::1", None)]
#[case::public("2606:4700::6810:85e5", None)]
#[case::public("8.8.8.8", None)]
fn embedded_addresses_are_checked(#[case] address: IpAddr, #[case] expected: Option<&str>) {
    assert_eq!(find(address).map(|found| found.net), expected.map(|net| net.parse().unwrap()));
}
