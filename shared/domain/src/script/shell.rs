//! Scripts run without a shell. An argument that only a shell would understand is a mistake, and is answered with what to
//! do instead.

/// What to do instead of a redirection of output.
const WRITE: &str = "have the program write the file itself, such as `pg_dump -f backup.sql` (or `pg_dump --file=backup.sql`); \
     what it prints is kept as the result";

/// What to do instead of a redirection of input.
const READ: &str = "have the program read the file itself, or give its content as the task's `input`";

/// What to do instead of joining commands.
const JOIN: &str = "make a task of each command and let one depend on the other with `dependencies`, or call one script that \
     does both";

/// What to do instead of a command in the background.
const BACKGROUND: &str = "nothing outlives the run: make a task of its own of it";

/// What to do instead of the output of another command.
const COMMAND: &str = "let the script find it out itself, or give it as the task's `input`";

/// What to do instead of a variable.
const VARIABLE: &str =
    "write the value or a placeholder such as ${input.name}, or let the script read its environment";

/// What joins commands, if it stands alone.
const OPERATORS: [(&str, &str); 6] =
    [("|", JOIN), ("|&", JOIN), ("&&", JOIN), ("||", JOIN), (";", JOIN), ("&", BACKGROUND)];

/// What sends output elsewhere or takes input from there, alone or before the name of a file.
const REDIRECTIONS: [(&str, &str); 9] = [
    ("2>&1", WRITE),
    ("2>>", WRITE),
    ("2>", WRITE),
    ("1>", WRITE),
    ("&>", WRITE),
    (">>", WRITE),
    (">", WRITE),
    ("<<", READ),
    ("<", READ),
];

/// What to do instead of `argument`, if it is meant for a shell: an operator by itself, a redirection, or something that a
/// shell would replace. A character inside an argument is only a character.
pub fn syntax(argument: &str) -> Option<&'static str> {
    let argument = argument.trim();
    let operator = OPERATORS.iter().find(|(operator, _)| argument == *operator);
    let redirection =
        || REDIRECTIONS.iter().find(|(sign, _)| argument.strip_prefix(sign).is_some_and(is_name_of_a_file));
    operator.or_else(redirection).map(|(_, hint)| *hint).or_else(|| expansion(argument))
}

/// Whether `rest` could stand for a file behind `<` or `>`, unlike the rest of `>=` and of `<tag>`.
fn is_name_of_a_file(rest: &str) -> bool {
    !rest.starts_with('=') && !rest.contains('>')
}

/// What a shell would replace.
fn expansion(argument: &str) -> Option<&'static str> {
    let name = argument.strip_prefix('$').unwrap_or_default();
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let is_command = argument.starts_with("$(") && argument.ends_with(')')
        || argument.len() > 1 && argument.starts_with('`') && argument.ends_with('`');
    match (is_command, is_name) {
        (true, _) => Some(COMMAND),
        (false, true) => Some(VARIABLE),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(">", WRITE)]
    #[case("> backup.sql", WRITE)]
    #[case(">>out", WRITE)]
    #[case("2>&1", WRITE)]
    #[case("2>/dev/null", WRITE)]
    #[case("&>", WRITE)]
    #[case("< in", READ)]
    #[case("<<<", READ)]
    #[case("|", JOIN)]
    #[case(" && ", JOIN)]
    #[case(";", JOIN)]
    #[case("&", BACKGROUND)]
    #[case("$(date)", COMMAND)]
    #[case("`id`", COMMAND)]
    #[case("$HOME", VARIABLE)]
    fn a_whole_argument_for_a_shell_is_found(#[case] argument: &str, #[case] hint: &str) {
        assert_eq!(syntax(argument), Some(hint));
    }

    #[rstest]
    fn a_character_inside_an_argument_is_only_a_character(
        #[values(
            "a>b",
            "x & y",
            "--if=>",
            "|x",
            "*.log",
            "cost: $5",
            "$5",
            "${secret:x}",
            "a;b",
            "`",
            "$(",
            "",
            "-",
            ">=",
            "<=5",
            "<b>bold</b>"
        )]
        argument: &str,
    ) {
        assert_eq!(syntax(argument), None);
    }
}
