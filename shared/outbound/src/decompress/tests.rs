use flate2::{Compression, write};
use rstest::rstest;
use std::io::Write;

use super::*;

const MAX: usize = 1000;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = write::GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zlib(text: &[u8]) -> Vec<u8> {
    let mut encoder = write::ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn deflate(text: &[u8]) -> Vec<u8> {
    let mut encoder = write::DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
}

/// `hello` as `printf hello | brotli` writes it.
const BROTLI: [u8; 9] = [0x0b, 0x02, 0x80, b'h', b'e', b'l', b'l', b'o', 0x03];

async fn decompressed(body: Vec<u8>, codings: &[Coding]) -> Result<(Bytes, bool), CallError> {
    decompress(body.into(), false, codings.to_vec(), MAX).await
}

#[rstest]
#[case::gzip(gzip(b"hello"), &[Coding::Gzip])]
#[case::several_members([gzip(b"he"), gzip(b""), gzip(b"llo")].concat(), &[Coding::Gzip])]
#[case::padding([gzip(b"hello"), vec![0; 8]].concat(), &[Coding::Gzip])]
#[case::zlib(zlib(b"hello"), &[Coding::Deflate])]
#[case::bare_deflate(deflate(b"hello"), &[Coding::Deflate])]
#[case::brotli(BROTLI.to_vec(), &[Coding::Brotli])]
#[case::zstd(zstd(b"hello"), &[Coding::Zstd])]
#[case::several_frames([zstd(b"he"), zstd(b"llo")].concat(), &[Coding::Zstd])]
#[case::twice(gzip(&zlib(b"hello")), &[Coding::Deflate, Coding::Gzip])]
#[tokio::test]
async fn every_coding_is_decompressed(#[case] body: Vec<u8>, #[case] codings: &[Coding]) {
    assert_eq!(decompressed(body, codings).await, Ok((Bytes::from_static(b"hello"), false)));
}

#[rstest]
#[case(Coding::Gzip, gzip as fn(&[u8]) -> Vec<u8>)]
#[case(Coding::Deflate, zlib)]
#[case(Coding::Zstd, zstd)]
#[tokio::test]
async fn a_body_is_cut_at_the_limit(#[case] coding: Coding, #[case] compress: fn(&[u8]) -> Vec<u8>) {
    for (len, truncated) in [(MAX, false), (MAX + 1, true), (1_000_000, true)] {
        let (body, more) = decompressed(compress(&vec![b'x'; len]), &[coding]).await.unwrap();
        assert_eq!((body.len(), more), (MAX, truncated), "{len}");
    }
}

#[tokio::test]
async fn of_a_body_cut_on_the_way_the_beginning_is_decompressed() {
    let text: Vec<u8> = (0..20_000u32).flat_map(|n| n.to_le_bytes()).collect();
    let mut body = gzip(&text);
    body.truncate(body.len() / 2);
    let (body, truncated) = decompress(body.into(), true, vec![Coding::Gzip], 1 << 20).await.unwrap();
    assert!(truncated && !body.is_empty() && text.starts_with(&body));
}

#[rstest]
#[case(Coding::Gzip)]
#[case(Coding::Deflate)]
#[case(Coding::Brotli)]
#[case(Coding::Zstd)]
#[tokio::test]
async fn a_body_that_is_not_compressed_so_is_an_error(#[case] coding: Coding) {
    let error = decompressed(b"{\"a\": \"plain JSON\"}".to_vec(), &[coding]).await.unwrap_err();
    assert_eq!(error, CallError::InvalidResponse("its content can't be unpacked".to_owned()));
}
