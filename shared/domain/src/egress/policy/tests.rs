use rstest::rstest;

use super::*;

fn scope(hosts: &[&str], ports: &[u16], schemes: &[&str]) -> EgressScope {
    let texts = |given: &[&str]| given.iter().map(|text| (*text).to_owned()).collect();
    EgressScope { hosts: texts(hosts), ports: ports.to_vec(), schemes: texts(schemes) }
}

fn check(policy: &EgressPolicy, url: &str) -> Result<(), EgressError> {
    policy.check_call(&url.parse().unwrap(), &EgressScope::default())
}

#[rstest]
#[case::decimal("http://2130706433/")]
#[case::octal("http://0177.0.0.1/")]
#[case::hex("http://0x7f000001/")]
#[case::mixed("http://0x7f.1/")]
#[case::short("http://127.1/")]
#[case::zero("http://0/")]
#[case::padded("http://127.000.000.001/")]
#[case::trailing_dot("http://127.0.0.1./")]
#[case::full_width("http://１２７.０.０.１/")]
#[case::escaped("http://%31%32%37.0.0.1/")]
#[case::mapped("http://[::ffff:127.0.0.1]/")]
#[case::mapped_hex("http://[::ffff:a9fe:a9fe]/")]
#[case::loopback_6("http://[::1]/")]
#[case::unspecified_6("http://[::]/")]
#[case::link_local_6("http://[fe80::1]/")]
#[case::nat64("http://[64:ff9b::7f00:1]/")]
#[case::six_to_four("http://[2002:7f00:1::]/")]
#[case::metadata("http://169.254.169.254/latest/meta-data/")]
#[case::metadata_decimal("http://2852039166/")]
#[case::metadata_6("http://[fd00:ec2::254]/")]
#[case::localhost("http://localhost/")]
#[case::localhost_dot("http://localhost./")]
#[case::localhost_upper("http://LOCALHOST:8080/")]
#[case::localhost_below("http://a.localhost/")]
fn rejects_every_notation_of_a_local_address(#[case] url: &str) {
    let refusal = check(&EgressPolicy::strict(Vec::new()), url).unwrap_err();
    let text = refusal.to_string();
    assert!(text.starts_with("calls to private, local or reserved addresses are not allowed: "), "{text}");
}

/// An address with a zone is not a URL (WHATWG URL section 3.5), so no such request can be made.
#[rstest]
#[case("http://[fe80::1%25eth0]/")]
#[case("http://[fe80::1%eth0]/")]
#[case("http://0x100000000/")]
#[case("http://256.0.0.1/")]
fn an_invalid_url_is_not_called(#[case] url: &str) {
    assert!(url.parse::<Url>().is_err());
}

#[rstest]
#[case("http://user@a.example/", EgressError::UserInformation)]
#[case("http://a.example@127.0.0.1/", EgressError::UserInformation)]
#[case("ftp://a.example/", EgressError::Scheme("ftp".into()))]
#[case("file:///etc/passwd", EgressError::Scheme("file".into()))]
#[case("http://a.example:22/", EgressError::Port(22))]
#[case("https://a.example:6379/", EgressError::Port(6379))]
#[case("http://a.example:0/", EgressError::Port(0))]
fn rejects_other_destinations(#[case] url: &str, #[case] expected: EgressError) {
    assert_eq!(check(&EgressPolicy::strict(Vec::new()), url), Err(expected));
}

#[rstest]
#[case("https://a.example/")]
#[case("http://a.example:8080/")]
#[case("http://a.example:9200/")]
#[case("http://93.184.216.34/")]
#[case("http://[2606:4700::1]:8443/")]
#[case("http://notlocalhost/")]
fn allows_the_internet(#[case] url: &str) {
    assert_eq!(check(&EgressPolicy::strict(Vec::new()), url), Ok(()));
}

#[rstest]
#[case("http://127.0.0.1:5432/", true)]
#[case("http://localhost:3000/", true)]
#[case("http://[::1]/", true)]
#[case("http://192.168.1.1/", true)]
#[case("http://169.254.169.254/", false)]
#[case("http://[::ffff:169.254.170.2]/", false)]
#[case("http://[fd00:ec2::254]/", false)]
#[case("http://169.254.1.1/", false)]
#[case("http://224.0.0.1/", false)]
fn a_single_machine_allows_local_destinations(#[case] url: &str, #[case] open: bool) {
    assert_eq!(check(&EgressPolicy::open(), url).is_ok(), open);
}

#[rstest]
#[case("10.1.2.3", true)]
#[case("10.2.0.1", false)]
#[case("::ffff:10.1.0.1", true)]
#[case("fd12::1", true)]
#[case("169.254.1.1", true)]
#[case::never("169.254.169.254", false)]
#[case("127.0.0.1", false)]
fn allows_configured_networks(#[case] address: IpAddr, #[case] open: bool) {
    let nets = ["10.1.0.0/16", "fd12::/16", "169.254.0.0/16"].map(|net| net.parse().unwrap());
    assert_eq!(EgressPolicy::strict(nets.into()).admits(address), open);
}

#[test]
fn rejected_addresses_of_a_name_are_dropped() {
    let policy = EgressPolicy::strict(Vec::new());
    let addresses = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<IpAddr>>();
    let mixed = addresses(&["10.0.0.1", "8.8.8.8", "::1"]);
    assert_eq!(policy.filter("a.example", mixed, |ip| *ip), Ok(addresses(&["8.8.8.8"])));
    let refused = policy.filter("a.example", addresses(&["10.0.0.1"]), |ip| *ip).unwrap_err();
    assert!(!refused.to_string().contains("10.0.0.1"), "{refused}");
    assert_eq!(policy.filter("a.example", addresses(&[]), |ip| *ip), Ok(Vec::new()));
}

#[rstest]
#[case("https://a.example/", true)]
#[case("https://A.Example./", true)]
#[case("https://x.b.example/", true)]
#[case("https://x.y.b.example/", true)]
#[case("https://b.example/", false)]
#[case("https://xb.example/", false)]
#[case("https://a.example.evil.example/", false)]
#[case("http://a.example/", false)]
#[case("https://a.example:8443/", false)]
fn a_config_restricts_destinations(#[case] url: &str, #[case] open: bool) {
    let scope = scope(&["a.example", "*.b.example"], &[443], &["https"]);
    let checked = EgressPolicy::strict(Vec::new()).check_call(&url.parse().unwrap(), &scope);
    assert_eq!(checked.is_ok(), open, "{checked:?}");
}
