//! Why a command did not do what it was asked for, and the exit code that says so.

use std::io;

use super::Problem;

/// The result of a command.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a command ended otherwise than well.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line can't be understood.
    #[error("{0}")]
    Usage(String),
    /// The server refused the request.
    #[error(transparent)]
    Refused(#[from] Box<Problem>),
    /// No name and no id is like what was given.
    #[error("{0}")]
    NotFound(String),
    /// There was no response.
    #[error("can't reach {url}: {reason}")]
    Unreachable {
        /// The server's address.
        url: String,
        /// What the network said.
        reason: String,
    },
    /// The server has something else than a plan says, and an exit code was asked for.
    #[error("{0}")]
    Differs(String),
    /// Something else failed.
    #[error("{0}")]
    Failed(String),
    /// An execution that was waited for has failed or was cancelled.
    #[error("{0}")]
    Unsuccessful(String),
    /// What was waited for has not ended in time.
    #[error("{0}")]
    StillRunning(String),
    /// Whoever called pressed Ctrl-C, or answered no.
    #[error("{0}")]
    Interrupted(String),
    /// The output can't be written.
    #[error("can't write the output: {0}")]
    Output(#[from] io::Error),
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Refused(Box::new(problem))
    }
}

impl Error {
    /// The exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            // The reader of a pipe that went away, such as `head`, has what it wanted.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
            Self::Unreachable { .. } | Self::Failed(_) | Self::Output(_) => 1,
            Self::Usage(_) | Self::Differs(_) => 2,
            Self::Unsuccessful(_) => 3,
            Self::NotFound(_) => 5,
            Self::StillRunning(_) => 8,
            Self::Interrupted(_) => 130,
            Self::Refused(problem) => match problem.status {
                400 | 422 => 2,
                401 => 4,
                404 => 5,
                429 => 7,
                _ => 1,
            },
        }
    }

    /// The same, with the faults of a body under the flags that set its members: pairs of a member's path and a flag.
    #[must_use]
    pub fn under(self, flags: &[(&str, &str)]) -> Self {
        match self {
            Self::Refused(mut problem) => {
                problem.name_flags(flags);
                Self::Refused(problem)
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_of_a_refusal_has_its_exit_code() {
        let table =
            [(400, 2), (401, 4), (403, 1), (404, 5), (409, 1), (422, 2), (429, 7), (500, 1), (503, 1)];
        for (status, code) in table {
            let problem = Problem { status, ..Problem::default() };
            assert_eq!(Error::from(problem).exit_code(), code, "{status}");
        }
    }

    #[test]
    fn a_reader_that_went_away_is_no_failure() {
        assert_eq!(Error::Output(io::ErrorKind::BrokenPipe.into()).exit_code(), 0);
        assert_eq!(Error::Output(io::ErrorKind::StorageFull.into()).exit_code(), 1);
    }
}
