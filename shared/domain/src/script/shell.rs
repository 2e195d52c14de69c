//! Scripts run without a shell. An argument that only a shell would understand is a mistake, and is answered with what to
//! do instead.

/// Arguments that are shell syntax, and what to do instead.
const SYNTAX: [(&[&str], &str); 3] = [
    (
        &[">", ">>", "2>", "2>>", "&>", "2>&1", "1>"],
        "have the program write the file itself, such as `pg_dump -f backup.sql` (or `pg_dump --file=backup.sql`); what it \
         prints is kept as the result",
    ),
    (&["<", "<<", "<<<"], "have the program read the file itself, or give its content as the task's `input`"),
    (
        &["|", "|&", "||", "&&", ";", "&"],
        "make a task of each command and let one depend on the other with `dependencies`, or call one script that does both",
    ),
];

/// What to do instead of `argument`, if it is shell syntax. A character inside an argument is only a character.
pub fn syntax(argument: &str) -> Option<&'static str> {
    let argument = argument.trim();
    SYNTAX.iter().find(|(words, _)| words.contains(&argument)).map(|(_, hint)| *hint)
}
