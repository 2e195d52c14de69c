//! Compresses the documents of the API and the files of the console once, so that the program holds only their compressed forms:
//! they are a tenth of the size, and nothing is compressed while a caller waits.

use std::{
    env,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

const DOCUMENTS: [&str; 3] = ["openapi.json", "openapi.v1.json", "beadle.schema.json"];

/// The folder with what the page of the console loads.
const CONSOLE: &str = "console/app";

/// Below the maximum of 11, which takes ten times as long for a twentieth of the size.
const BROTLI_QUALITY: i32 = 9;

const WINDOW_BITS: i32 = 22;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    for name in DOCUMENTS {
        println!("cargo::rerun-if-changed={name}");
        let content = fs::read(name)?;
        compress(&content, &out.join(name))?;
    }
    println!("cargo::rerun-if-changed={CONSOLE}");
    let mut files = Vec::new();
    find(Path::new(CONSOLE), &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for (number, file) in files.iter().enumerate() {
        compress(&fs::read(file)?, &out.join(format!("console.{number}")))?;
        let path = file.strip_prefix(CONSOLE).map_err(io::Error::other)?.to_string_lossy();
        let form = |coding: &str| {
            format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/console.{number}.{coding}\"))")
        };
        table += &format!("({path:?}, Precompressed::new({}, {})),\n", form("gz"), form("br"));
    }
    fs::write(out.join("console.rs"), table + "]")
}

/// All files below a folder that are served: not the licences of what comes from elsewhere.
fn find(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| ["js", "css", "svg"].iter().any(|served| extension == *served))
        {
            files.push(path);
        }
    }
    Ok(())
}

/// Writes the compressed forms of `content` beside `path`.
fn compress(content: &[u8], path: &Path) -> io::Result<()> {
    gzip(content, &path.with_added_extension("gz"))?;
    brotli(content, &path.with_added_extension("br"))
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
