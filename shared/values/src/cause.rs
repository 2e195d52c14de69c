//! Causes of errors: an error of a port keeps the error of its adapter as its source, and a log line prints
//! the whole chain.

use std::{error::Error, fmt, sync::Arc};

/// The cause of an error, with all of its own causes. Cloning is cheap.
///
/// Its text is for the log; callers of the API never see it.
#[derive(Clone)]
pub struct Cause(Arc<dyn Error + Send + Sync>);

impl Cause {
    /// The failure of `doing` (such as `read an item`), whose own cause is `source`.
    pub fn new(doing: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Arc::new(Step { doing: doing.into(), source: source.into() }))
    }

    /// The error itself, without a further text.
    pub fn of(source: impl Error + Send + Sync + 'static) -> Self {
        Self(Arc::new(source))
    }
}

impl From<String> for Cause {
    fn from(text: String) -> Self {
        Self(Arc::from(Box::<dyn Error + Send + Sync>::from(text)))
    }
}

impl From<&str> for Cause {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// Passes on an error that several callers get.
impl<E: Error + Send + Sync + 'static> From<Arc<E>> for Cause {
    fn from(source: Arc<E>) -> Self {
        Self(source)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Error for Cause {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

/// Causes are equal if they print the same chain.
impl PartialEq for Cause {
    fn eq(&self, other: &Self) -> bool {
        Chain(self).to_string() == Chain(other).to_string()
    }
}

impl Eq for Cause {}

/// What failed, and why.
#[derive(Debug)]
struct Step {
    doing: String,
    source: Box<dyn Error + Send + Sync>,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.doing)
    }
}

impl Error for Step {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

/// Prints an error and its causes in one line, separated by colons. A cause whose text already ends the text
/// of its effect is not repeated.
#[derive(Debug)]
pub struct Chain<'a>(pub &'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printed = self.0.to_string();
        f.write_str(&printed)?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            let text = cause.to_string();
            if !printed.ends_with(&text) {
                write!(f, ": {text}")?;
                printed = text;
            }
            next = cause.source();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[derive(Debug, thiserror::Error)]
    enum PortError {
        #[error("the store is unavailable")]
        Unavailable(#[source] Cause),
        #[error("the file can't be read: {0}")]
        Repeating(#[source] io::Error),
    }

    fn refused() -> io::Error {
        io::Error::other("connection refused")
    }

    #[test]
    fn a_chain_prints_every_cause_once() {
        let cases: [(PortError, &str); 4] = [
            (
                PortError::Unavailable(Cause::new("read an item", refused())),
                "the store is unavailable: read an item: connection refused",
            ),
            (PortError::Unavailable(Cause::of(refused())), "the store is unavailable: connection refused"),
            (PortError::Unavailable("throttled".into()), "the store is unavailable: throttled"),
            (PortError::Repeating(refused()), "the file can't be read: connection refused"),
        ];
        for (error, printed) in cases {
            assert_eq!(Chain(&error).to_string(), printed);
        }
    }

    #[test]
    fn the_error_of_the_adapter_can_be_reached() {
        let error = PortError::Unavailable(Cause::new("read an item", refused()));
        let source = error.source().and_then(Error::source).expect("the cause of the cause");
        assert!(source.is::<io::Error>());
    }
}
