//! Names and unique prefixes in place of ids.

use beadle_values::id::{ApiKeyId, BatchId, ConfigId, ExecutionId, TaskId};
use serde_json::Value;

use super::{Amount, Client, Error, Pages, Result};

/// How many of the newest executions are looked through for a prefix.
const NEWEST: usize = 1000;
/// How many candidates an ambiguous name lists.
const SHOWN: usize = 5;

/// What has an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// A task.
    Task,
    /// An execution, which has no name.
    Execution,
    /// A config.
    Config,
    /// A batch.
    Batch,
    /// An API key.
    Key,
}

impl Noun {
    /// The word, the prefix of its ids (without the underscore), the path of its list, and the member of the list.
    const fn facts(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Task => ("task", TaskId::PREFIX, "/api/v1/tasks", "tasks"),
            Self::Execution => ("execution", ExecutionId::PREFIX, "/api/v1/executions", "executions"),
            Self::Config => ("config", ConfigId::PREFIX, "/api/v1/configs", "configs"),
            Self::Batch => ("batch", BatchId::PREFIX, "/api/v1/batches", "batches"),
            Self::Key => ("API key", ApiKeyId::PREFIX, "/api/v1/api-keys", "api_keys"),
        }
    }

    /// The member of the answer that has the list.
    pub const fn member(self) -> &'static str {
        self.facts().3
    }

    /// The path of its list.
    pub const fn list(self) -> &'static str {
        self.facts().2
    }
}

/// The id of the one that is called `given`: an id, a name, or the beginning of either that only one has.
///
/// # Errors
/// [`Error::NotFound`] if there is none, [`Error::Usage`] if there are several.
pub async fn id(client: &Client, noun: Noun, given: &str) -> Result<String> {
    if is_id(noun, given) {
        return Ok(given.to_owned());
    }
    let (_, prefix, path, member) = noun.facts();
    let amount = if noun == Noun::Execution { Amount::First(NEWEST) } else { Amount::All };
    // Where the server can search for a name, it does.
    let search = (noun == Noun::Task && !given.starts_with(prefix)).then(|| given.to_owned());
    if noun == Noun::Key {
        let keys = client.get(path).await?;
        return choose(noun, given, keys[member].as_array().map_or(&[], Vec::as_slice));
    }
    let (items, _) = Pages::new(client, path, member, vec![("q", search.clone())], amount).collect().await?;
    match choose(noun, given, &items) {
        // A search for a name does not find the beginning of an id that is given without `tsk_`.
        Err(Error::NotFound(_)) if search.is_some() && is_hexadecimal(given) => {
            let (items, _) = Pages::new(client, path, member, Vec::new(), amount).collect().await?;
            choose(noun, given, &items)
        }
        chosen => chosen,
    }
}

/// The path of the one that is called `given`.
///
/// # Errors
/// What [`id`] returns.
pub async fn path(client: &Client, noun: Noun, given: &str) -> Result<String> {
    Ok(format!("{}/{}", noun.list(), id(client, noun, given).await?))
}

fn is_id(noun: Noun, given: &str) -> bool {
    match noun {
        Noun::Task => given.parse::<TaskId>().is_ok(),
        Noun::Execution => given.parse::<ExecutionId>().is_ok(),
        Noun::Config => given.parse::<ConfigId>().is_ok(),
        Noun::Batch => given.parse::<BatchId>().is_ok(),
        Noun::Key => given.parse::<ApiKeyId>().is_ok(),
    }
}

fn is_hexadecimal(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn choose(noun: Noun, given: &str, items: &[Value]) -> Result<String> {
    let (word, prefix, ..) = noun.facts();
    let text = |item: &Value, member: &str| item[member].as_str().unwrap_or_default().to_owned();
    let lower = given.to_lowercase();
    let (of_id, of_name) = (|item: &Value| text(item, "id"), |item: &Value| text(item, "name"));
    let steps: [&dyn Fn(&Value) -> bool; 4] = [
        &|item| of_id(item) == given || of_name(item) == given,
        &|item| of_name(item).to_lowercase() == lower,
        &|item| {
            let id = of_id(item);
            let digits = id.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_'));
            id.starts_with(given) || digits.is_some_and(|digits| digits.starts_with(given))
        },
        &|item| of_name(item).to_lowercase().starts_with(&lower),
    ];
    // An empty text is the beginning of everything.
    let steps = if given.is_empty() { &[][..] } else { &steps[..] };
    for step in steps {
        let found: Vec<&Value> = items.iter().filter(|item| step(item)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(of_id(one)),
            several => {
                let mut message = format!("{given} may be {} {word}s:", several.len());
                if word.ends_with("ch") {
                    message = format!("{given} may be {} {word}es:", several.len());
                }
                for item in several.iter().take(SHOWN) {
                    message.push_str(&format!("\n  {}  {}", of_id(item), of_name(item)));
                }
                return Err(Error::Usage(message));
            }
        }
    }
    let where_from = if noun == Noun::Execution { " among the newest 1000" } else { "" };
    Err(Error::NotFound(format!("no {word} is called {given}{where_from}")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn chosen(given: &str) -> std::result::Result<String, u8> {
        let tasks = [
            json!({"id": "tsk_0a1", "name": "Poll"}),
            json!({"id": "tsk_0a2", "name": "Poll the shop"}),
            json!({"id": "tsk_b33", "name": "report"}),
            json!({"id": "tsk_b44", "name": "Report"}),
        ];
        choose(Noun::Task, given, &tasks).map_err(|error| error.exit_code())
    }

    #[test]
    fn a_name_an_id_or_the_beginning_of_one() {
        let found = |id: &str| Ok(id.to_owned());
        assert_eq!(chosen("Poll"), found("tsk_0a1"), "the whole name beats the beginning of another");
        assert_eq!(chosen("poll t"), found("tsk_0a2"));
        assert_eq!(chosen("tsk_0a2"), found("tsk_0a2"));
        assert_eq!(chosen("tsk_b3"), found("tsk_b33"));
        assert_eq!(chosen("b4"), found("tsk_b44"));
        assert_eq!(chosen("report"), found("tsk_b33"));
        assert_eq!(chosen("REPORT"), Err(2));
        assert_eq!(chosen("tsk_0"), Err(2));
        assert_eq!(chosen("p"), Err(2));
        assert_eq!(chosen("shop"), Err(5));
        assert_eq!(chosen(""), Err(5));
    }

    #[test]
    fn a_whole_id_needs_no_search() {
        assert!(is_id(Noun::Task, "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"));
        assert!(!is_id(Noun::Config, "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"));
        assert!(!is_id(Noun::Task, "tsk_0198"));
    }
}
