//! Settings from environment variables. All violations are reported together, each with the name of its
//! variable.

use std::{collections::BTreeMap, fmt, str::FromStr};

/// The variables of a process, or of a test.
///
/// ```
/// use beadle_runtime::Environment;
///
/// let variables = Environment::of([("TABLE_NAME", "beadle"), ("PORT", "8081")]);
/// let (table, port) = variables
///     .read(|env| {
///         let table = env.required("TABLE_NAME", "the name of the table");
///         (table, env.parsed("PORT", 8080, "a port", str::parse))
///     })
///     .unwrap();
/// assert_eq!((table.as_str(), port), ("beadle", 8081));
/// ```
pub struct Environment {
    lookup: Box<Lookup>,
}

type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Reads variables and collects violations; see [`Environment::read`].
pub struct Reader<'a> {
    environment: &'a Environment,
    violations: Vec<EnvViolation>,
}

/// A violation in one variable. Does not contain the value, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvViolation {
    /// The variable.
    pub name: String,
    /// The violated rule, including what is accepted.
    pub message: String,
}

/// All violations in the environment, one line for each variable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct EnvError(pub Vec<EnvViolation>);

impl fmt::Display for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{}: {}", violation.name, violation.message)?;
        }
        Ok(())
    }
}

impl Environment {
    /// The variables of this process. One that is not Unicode counts as unset.
    pub fn process() -> Self {
        Self { lookup: Box::new(|name| std::env::var(name).ok()) }
    }

    /// The given variables and no others.
    pub fn of<N: Into<String>, V: Into<String>>(variables: impl IntoIterator<Item = (N, V)>) -> Self {
        let variables: BTreeMap<String, String> =
            variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { lookup: Box::new(move |name| variables.get(name).cloned()) }
    }

    /// The same variables, but for the given ones, which have these values.
    #[must_use]
    pub fn with<N: Into<String>, V: Into<String>>(self, variables: impl IntoIterator<Item = (N, V)>) -> Self {
        let given = Self::of(variables);
        Self { lookup: Box::new(move |name| (given.lookup)(name).or_else(|| (self.lookup)(name))) }
    }

    /// The value of a variable without surrounding white space; an empty one counts as unset.
    pub fn get(&self, name: &str) -> Option<String> {
        (self.lookup)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// Reads settings. For each missing or invalid variable `build` gets a placeholder; its result is only
    /// returned if there is none.
    ///
    /// # Errors
    /// [`EnvError`] with all violations.
    pub fn read<T>(&self, build: impl FnOnce(&mut Reader<'_>) -> T) -> Result<T, EnvError> {
        let mut reader = Reader { environment: self, violations: Vec::new() };
        let settings = build(&mut reader);
        if reader.violations.is_empty() { Ok(settings) } else { Err(EnvError(reader.violations)) }
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").finish_non_exhaustive()
    }
}

impl Reader<'_> {
    /// The value of an optional variable.
    pub fn get(&self, name: &str) -> Option<String> {
        self.environment.get(name)
    }

    /// Rejects a variable that is set to nothing, where that could be a mistake that opens a door.
    pub fn not_empty(&mut self, name: &str) {
        if (self.environment.lookup)(name).is_some_and(|value| value.trim().is_empty()) {
            self.reject(name, "must not be empty");
        }
    }

    /// The value of a required variable. `accepts` describes it, as in "the name of the table".
    pub fn required(&mut self, name: &str, accepts: &str) -> String {
        self.get(name).unwrap_or_else(|| {
            self.reject(name, format!("must be set to {accepts}"));
            String::new()
        })
    }

    /// The value of a variable parsed by `parse`, or `default` when it is unset. `accepts` describes what
    /// `parse` accepts, as in "a number from 1 to 100".
    pub fn parsed<T, E>(
        &mut self,
        name: &str,
        default: T,
        accepts: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> T {
        let Some(text) = self.get(name) else { return default };
        parse(&text).unwrap_or_else(|_| {
            self.reject(name, format!("must be {accepts}"));
            default
        })
    }

    /// The value of a variable parsed by its type, or `default` when it is unset.
    pub fn parsed_or<T: FromStr>(&mut self, name: &str, default: T, accepts: &str) -> T {
        self.parsed(name, default, accepts, T::from_str)
    }

    /// `true` or `false` (also `1`, `0`, `yes`, `no`), or `default` when the variable is unset.
    pub fn flag(&mut self, name: &str, default: bool) -> bool {
        self.parsed(name, default, "true or false", |text| match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Ok(true),
            "false" | "0" | "no" => Ok(false),
            _ => Err(()),
        })
    }

    /// Records a violation, for rules about several variables.
    pub fn reject(&mut self, name: &str, message: impl Into<String>) {
        let violation = EnvViolation { name: name.to_owned(), message: message.into() };
        // A variable that is read for several purposes is reported once.
        if !self.violations.contains(&violation) {
            self.violations.push(violation);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_counts_as_unset() {
        let env = Environment::of([("EMPTY", ""), ("BLANK", " "), ("SET", " value ")]);
        assert_eq!(env.get("EMPTY"), None);
        assert_eq!(env.get("BLANK"), None);
        assert_eq!(env.get("ABSENT"), None);
        assert_eq!(env.get("SET").as_deref(), Some("value"));
        assert_eq!(env.read(|env| env.parsed_or("EMPTY", 7, "a number")), Ok(7));
    }

    #[test]
    fn all_violations_are_reported_together_without_values() {
        let env = Environment::of([("PORT", "hunter2"), ("TRUST", "maybe")]);
        let result = env.read(|env| {
            let table = env.required("TABLE_NAME", "the name of the table");
            let port: u16 = env.parsed_or("PORT", 8080, "a port number");
            (table, port, env.flag("TRUST", false))
        });
        assert_eq!(
            result.unwrap_err().to_string(),
            "TABLE_NAME: must be set to the name of the table\nPORT: must be a port number\nTRUST: must be true or false"
        );
    }

    #[test]
    fn flags_have_several_spellings() {
        let env = Environment::of([("A", "TRUE"), ("B", "1"), ("C", "no"), ("D", "0")]);
        let flags = env.read(|env| ["A", "B", "C", "D", "E"].map(|name| env.flag(name, true)));
        assert_eq!(flags, Ok([true, true, false, false, true]));
    }
}
