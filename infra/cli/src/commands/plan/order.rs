//! In which order tasks are saved, since each names those that it runs after, and deleted, the other way round.

use std::collections::BTreeSet;

/// `tasks`, each with the tasks it runs after, such that what one runs after comes before it; what is not among them does not
/// matter.
///
/// # Errors
/// Those that run after each other in a circle, or after such a task.
pub fn in_order<T>(tasks: Vec<(String, Vec<String>, T)>) -> Result<Vec<T>, Vec<String>> {
    let mut left = tasks;
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let names: BTreeSet<String> = left.iter().map(|(name, ..)| name.clone()).collect();
        let is_ready = |upstream: &[String]| !upstream.iter().any(|name| names.contains(name));
        let (ready, waiting): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|(_, upstream, _)| is_ready(upstream));
        if ready.is_empty() {
            return Err(names.into_iter().collect());
        }
        ordered.extend(ready.into_iter().map(|(_, _, task)| task));
        left = waiting;
    }
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("a<b b<c c", Ok("cba"))]
    #[case("a b<elsewhere", Ok("ab"))]
    #[case("a<b b<a c", Err("ab"))]
    #[case("a<a", Err("a"))]
    #[case("", Ok(""))]
    fn what_a_task_runs_after_comes_first(#[case] tasks: &str, #[case] expected: Result<&str, &str>) {
        let tasks = tasks.split_whitespace().map(|task| {
            let (name, upstream) =
                task.split_once('<').map_or((task, None), |(name, upstream)| (name, Some(upstream)));
            (name.to_owned(), upstream.into_iter().map(str::to_owned).collect(), name.to_owned())
        });
        let ordered = in_order(tasks.collect()).map(|names| names.concat()).map_err(|names| names.concat());
        assert_eq!(ordered.as_deref().map_err(String::as_str), expected);
    }
}
