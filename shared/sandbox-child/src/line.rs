//! Lines of the protocol over stdin and stdout.

use std::{
    fs::File,
    io::{self, Read, Write},
    os::fd::AsFd,
};

use beadle_sandbox::{
    fault::{Failure, Fault},
    protocol::{FromChild, Start},
};

/// The most bytes that a start may have: the modules and the parameters of a function.
const MAX_START: usize = 16 * 1024 * 1024;

/// Reads the first two lines and not one byte more: what follows is the input of a script. The first is the length of the
/// second, so that only few bytes are read one by one.
pub(crate) fn read_start() -> Result<Start, Failure> {
    let unreadable =
        |why: String| Failure::new(Fault::Unavailable, format!("the start can't be read: {why}"));
    let mut stdin = raw_stdin().map_err(|error| unreadable(error.to_string()))?;
    let mut length: usize = 0;
    loop {
        let mut byte = [0];
        stdin.read_exact(&mut byte).map_err(|error| unreadable(error.to_string()))?;
        match byte {
            [b'\n'] => break,
            [digit @ b'0'..=b'9'] if length <= MAX_START => length = length * 10 + usize::from(digit - b'0'),
            _ => return Err(unreadable("it does not begin with its length".to_owned())),
        }
    }
    if length > MAX_START {
        return Err(unreadable(format!("it has more than {MAX_START} bytes")));
    }
    let mut text = vec![0; length];
    stdin.read_exact(&mut text).map_err(|error| unreadable(error.to_string()))?;
    serde_json::from_slice(&text).map_err(|error| unreadable(error.to_string()))
}

/// Stdin without a buffer.
pub(crate) fn raw_stdin() -> io::Result<File> {
    io::stdin().as_fd().try_clone_to_owned().map(File::from)
}

/// Writes one line.
pub(crate) fn write(line: &FromChild) -> io::Result<()> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    let mut stdout = io::stdout().lock();
    stdout.write_all(&bytes)?;
    stdout.flush()
}
