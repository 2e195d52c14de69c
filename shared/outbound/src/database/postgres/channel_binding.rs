//! The hash of a certificate that a login is bound to: `tls-server-end-point` (RFC 5929 section 4.1).

use aws_lc_rs::digest::{Algorithm, SHA256, SHA384, SHA512, digest};

/// Object identifiers of signature algorithms in DER (RFC 8017 appendix C, RFC 5758 section 3.2), with their
/// hashes; MD5 and SHA-1 count as SHA-256.
const SIGNATURES: [(&[u8], &Algorithm); 8] = [
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 4], &SHA256),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 5], &SHA256),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 11], &SHA256),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 12], &SHA384),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 13], &SHA512),
    (&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2], &SHA256),
    (&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 3], &SHA384),
    (&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 4], &SHA512),
];

const SEQUENCE: u8 = 0x30;
const OBJECT_IDENTIFIER: u8 = 0x06;

/// The hash of `certificate` (DER) by the hash function of its signature; `None` if that has none, as
/// Ed25519.
pub(super) fn hash(certificate: &[u8]) -> Option<Vec<u8>> {
    // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { algorithm, … }, … }
    // (RFC 5280 section 4.1).
    let (content, _) = element(certificate, SEQUENCE)?;
    let (_, rest) = element(content, SEQUENCE)?;
    let (signature, _) = element(rest, SEQUENCE)?;
    let (identifier, _) = element(signature, OBJECT_IDENTIFIER)?;
    let (_, algorithm) = SIGNATURES.iter().find(|(known, _)| *known == identifier)?;
    Some(digest(algorithm, certificate).as_ref().to_vec())
}

/// The content of the element with `tag` that `der` begins with, and what follows it (X.690 section 8.1).
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = der.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0..=0x7F => (usize::from(length), rest),
        0x81..=0x84 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(length & 0x7F))?;
            (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    (first == tag).then_some((content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The outline of a certificate that is signed by the algorithm.
    fn certificate(identifier: &[u8]) -> Vec<u8> {
        let wrap =
            |tag, content: Vec<u8>| [&[tag, u8::try_from(content.len()).unwrap()][..], &content].concat();
        let signature = wrap(SEQUENCE, wrap(OBJECT_IDENTIFIER, identifier.to_vec()));
        wrap(SEQUENCE, [wrap(SEQUENCE, vec![2, 1, 1]), signature, vec![3, 1, 0]].concat())
    }

    #[test]
    fn a_certificate_is_hashed_as_it_is_signed() {
        for (identifier, algorithm) in SIGNATURES {
            let certificate = certificate(identifier);
            assert_eq!(hash(&certificate).unwrap(), digest(algorithm, &certificate).as_ref());
        }
    }

    #[test]
    fn other_signatures_and_other_bytes_have_no_hash() {
        assert_eq!(hash(&certificate(&[0x2B, 0x65, 0x70])), None, "Ed25519");
        let whole = certificate(SIGNATURES[2].0);
        for length in 0..whole.len() - 3 {
            assert_eq!(hash(&whole[..length]), None);
        }
    }
}
