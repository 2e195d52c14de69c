//! How many executions a model may still start.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::client::{Error, Result};

/// What is left of a number of executions.
#[derive(Debug)]
pub struct Budget {
    left: AtomicU32,
    granted: u32,
}

impl Budget {
    /// A budget of so many executions.
    pub fn new(granted: u32) -> Self {
        Self { left: AtomicU32::new(granted), granted }
    }

    /// Takes one execution from the budget.
    ///
    /// # Errors
    /// [`Error::Usage`] if nothing is left.
    pub fn take(&self) -> Result<()> {
        let less = |left: u32| left.checked_sub(1);
        match self.left.fetch_update(Ordering::AcqRel, Ordering::Acquire, less) {
            Ok(_) => Ok(()),
            Err(_) => Err(Error::Usage(format!(
                "the budget of {} executions is used up: whoever runs `beadle mcp` can start it again, with a larger \
                 --max-executions if that is wanted",
                self.granted
            ))),
        }
    }

    /// Gives one back, because the server refused what it was taken for. An answer that did not arrive is not given back:
    /// the execution may have been started.
    pub fn settle<T>(&self, result: Result<T>) -> Result<T> {
        if matches!(result, Err(Error::Refused(_) | Error::Usage(_) | Error::NotFound(_))) {
            self.left.fetch_add(1, Ordering::AcqRel);
        }
        result
    }

    /// How many are left.
    pub fn left(&self) -> u32 {
        self.left.load(Ordering::Acquire)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Problem;

    #[test]
    fn what_was_refused_costs_nothing_and_what_may_have_started_does() {
        let budget = Budget::new(2);
        budget.take().unwrap();
        budget.settle::<()>(Err(Problem { status: 422, ..Problem::default() }.into())).unwrap_err();
        assert_eq!(budget.left(), 2);
        budget.take().unwrap();
        let lost = Error::Unreachable { url: String::new(), reason: String::new() };
        budget.settle::<()>(Err(lost)).unwrap_err();
        assert_eq!(budget.left(), 1);
        budget.take().unwrap();
        budget.settle(Ok(())).unwrap();
        let refused = budget.take().unwrap_err();
        assert_eq!((refused.exit_code(), budget.left()), (2, 0));
        assert!(refused.to_string().contains("the budget of 2 executions"));
    }
}
