//! A clock that is moved by hand, for tests of tasks: `beadle dev --clock manual`.
//!
//! [`advance`] moves it from one thing that is due to the next, [`routes`] are how users do.

mod advance;
mod routes;

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicI64, Ordering},
};

use beadle_application::port::{Clock, Jitter};
use jiff::Timestamp;

pub(super) use self::{advance::Mover, routes::with_clock};

/// The file in the data folder that has the time of the clock.
pub const FILE: &str = "clock";

/// A clock that shows the same time until it is moved. Its time is kept in a file, so that it does not go back when the process
/// is started again.
#[derive(Debug)]
pub(super) struct ManualClock {
    milliseconds: AtomicI64,
    file: PathBuf,
}

impl ManualClock {
    /// The clock of the data folder `data_dir`; one that was never moved shows `now`.
    ///
    /// # Errors
    /// When its file can't be read, or holds no time.
    pub(super) fn open(data_dir: &Path, now: Timestamp) -> io::Result<Self> {
        let file = data_dir.join(FILE);
        let invalid = |error: jiff::Error| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", file.display()))
        };
        let time = match fs::read_to_string(&file) {
            Ok(text) => text.trim().parse::<Timestamp>().map_err(invalid)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => now,
            Err(error) => return Err(error),
        };
        Ok(Self { milliseconds: AtomicI64::new(time.as_millisecond()), file })
    }

    /// Moves it to `time`, if that is later. The file is written before, since nothing that was stored may lie ahead of it.
    ///
    /// # Errors
    /// When the file can't be written.
    fn set(&self, time: Timestamp) -> io::Result<()> {
        let new = self.file.with_extension("new");
        let mut written = fs::File::create(&new)?;
        written.write_all(time.to_string().as_bytes())?;
        written.sync_all()?;
        fs::rename(&new, &self.file)?;
        self.milliseconds.fetch_max(time.as_millisecond(), Ordering::SeqCst);
        Ok(())
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        let milliseconds = self.milliseconds.load(Ordering::SeqCst);
        Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Draws a half each time, so that a test has the same delays each time.
#[derive(Debug, Clone, Copy)]
pub(super) struct EvenJitter;

impl Jitter for EvenJitter {
    fn fraction(&self) -> f64 {
        0.5
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_moved_shows_its_time_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let at = |second| Timestamp::from_second(second).unwrap();
        let clock = ManualClock::open(folder.path(), at(100)).unwrap();
        assert_eq!(clock.now(), at(100));
        clock.set(at(200)).unwrap();
        clock.set(at(150)).unwrap();
        assert_eq!(clock.now(), at(200), "it never goes back");
        clock.set(at(300)).unwrap();
        drop(clock);
        assert_eq!(ManualClock::open(folder.path(), at(100)).unwrap().now(), at(300));
        fs::write(folder.path().join(FILE), "noon").unwrap();
        assert_eq!(ManualClock::open(folder.path(), at(100)).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
