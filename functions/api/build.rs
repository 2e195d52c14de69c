//! Compresses the documents of the API and the files of its pages once, so that the program holds only their compressed forms:
//! they are a tenth of the size, and nothing is compressed while a caller waits.

use std::{
    env,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

/// The documents of the API, the schema of plans, and the bundle of the console and of the API reference.
const FILES: [&str; 10] = [
    "openapi.json",
    "openapi.v1.json",
    "beadle.schema.json",
    "console/bundle/docs.css",
    "console/bundle/docs.js",
    "console/bundle/icon.svg",
    "console/bundle/main.js",
    "console/bundle/shared.js",
    "console/bundle/styles.css",
    "console/bundle/theme.js",
];

/// Below the maximum of 11, which takes ten times as long for a twentieth of the size.
const BROTLI_QUALITY: i32 = 9;

const WINDOW_BITS: i32 = 22;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    for path in FILES.map(Path::new) {
        println!("cargo::rerun-if-changed={}", path.display());
        let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?.to_string_lossy();
        let content = fs::read(path)?;
        gzip(&content, &out.join(format!("{name}.gz")))?;
        brotli(&content, &out.join(format!("{name}.br")))?;
    }
    Ok(())
}

fn gzip(content: &[u8], path: &Path) -> io::Result<()> {
    let mut encoder = GzEncoder::new(File::create(path)?, Compression::best());
    encoder.write_all(content)?;
    encoder.finish()?.sync_data()
}

fn brotli(mut content: &[u8], path: &Path) -> io::Result<()> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: WINDOW_BITS,
        size_hint: content.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut content, &mut File::create(path)?, &parameters)?;
    Ok(())
}
