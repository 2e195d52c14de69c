//! What a caller may have meant: the nearest word, and a phrase put right.

use beadle_values::suggestion::closest;

use super::{
    clock_time::ClockTime,
    expression::read_phrase,
    fault::Fault,
    phrase::{self, WEEKDAYS},
    timezone::Zone,
};

/// The accepted forms, for a text that is like none of them.
pub(super) const ACCEPTED: &str = "accepted are `every 5 minutes`, `daily at 09:00`, `weekdays at 09:00`, \
    `every monday at 09:00`, `monthly on 1 at 06:00`, `hourly`, `*/5 * * * *`, `cron(0 9 ? * MON-FRI *)`, \
    `rate(5 minutes)`, `at(2027-01-01T09:00:00)`, a time such as `2027-01-01T09:00:00Z`, and null or `manual`";

const VOCABULARY: [&str; 22] = [
    "every", "daily", "hourly", "weekly", "monthly", "weekdays", "weekends", "weekday", "weekend", "second",
    "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "last", "noon",
    "midnight",
];
const SYNONYMS: [(&str, &str); 15] = [
    ("each", "every"),
    ("everyday", "daily"),
    ("s", "seconds"),
    ("sec", "seconds"),
    ("secs", "seconds"),
    ("m", "minutes"),
    ("min", "minutes"),
    ("mins", "minutes"),
    ("h", "hours"),
    ("hr", "hours"),
    ("hrs", "hours"),
    ("d", "days"),
    ("w", "weeks"),
    ("&", "and"),
    ("workdays", "weekdays"),
];
const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// The fault of a phrase with what was meant as its hint, if that can be guessed.
pub(super) fn improve(fault: Fault, text: &str) -> Fault {
    match put_right(text) {
        Some(phrase) => fault.hint(format!("did you mean `{phrase}`?")),
        None => match with_zone(text) {
            Some(object) => fault.hint(format!("did you mean `{object}`?")),
            None => fault,
        },
    }
}

/// For a phrase that names its zone: the object that says so.
fn with_zone(text: &str) -> Option<String> {
    let zone =
        text.split_whitespace().filter(|word| word.contains('/')).find_map(|word| Zone::parse(word).ok())?;
    let rest: Vec<&str> =
        text.split_whitespace().filter(|word| !word.contains('/') && *word != "in").collect();
    let phrase = put_right(&rest.join(" "))?;
    Some(format!("{{\"expression\": \"{phrase}\", \"timezone\": \"{zone}\"}}"))
}

fn put_right(text: &str) -> Option<String> {
    let words: Vec<String> = phrase::words(text).iter().flat_map(|word| repair(word)).collect();
    if words.len() > 24 {
        return None;
    }
    let phrase = with_full_hours(&words).join(" ");
    let at = with_at(&phrase);
    let candidates = [
        phrase.clone(),
        at.clone(),
        format!("every {phrase}"),
        format!("daily {at}"),
        format!("{phrase} at 09:00"),
        format!("every {phrase} at 09:00"),
        format!("{phrase} on monday at 09:00"),
        format!("{phrase} on 1 at 09:00"),
    ];
    candidates.into_iter().find(|candidate| read_phrase(candidate).is_ok())
}

/// One word spelled right: a known word, a number in digits, a time as `09:00`; `5min` becomes two words.
fn repair(word: &str) -> Vec<String> {
    if let Ok(time) = ClockTime::parse(&word.replace(['.', 'h'], ":")).or_else(|_| ClockTime::parse(word)) {
        return vec![time.to_string()];
    }
    let split = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(word.len());
    let ordinal = matches!(&word[split..], "st" | "nd" | "rd" | "th");
    if split > 0 && split < word.len() && !ordinal {
        let (number, unit) = word.split_at(split);
        return vec![number.to_owned(), spelled(unit)];
    }
    vec![spelled(word)]
}

fn spelled(word: &str) -> String {
    if let Some(number) = NUMBERS.iter().position(|name| *name == word) {
        return number.to_string();
    }
    if let Some((_, meant)) = SYNONYMS.iter().find(|(synonym, _)| *synonym == word) {
        return (*meant).to_owned();
    }
    // Short words are near to too many others.
    let fixed = word.len() < 4 || word.bytes().any(|byte| byte.is_ascii_digit());
    let known = VOCABULARY.iter().chain(WEEKDAYS.iter()).copied();
    let most = if word.len() > 5 { 2 } else { 1 };
    let meant = if fixed { None } else { closest(word, known, most) };
    meant.unwrap_or(word).to_owned()
}

/// A bare number after `at` as a full hour: `at 9` is `at 09:00`.
fn with_full_hours(words: &[String]) -> Vec<String> {
    let mut after_at = false;
    let hour = |word: &String| word.parse().ok().and_then(ClockTime::full_hour);
    words
        .iter()
        .map(|word| {
            after_at |= word == "at";
            hour(word).filter(|_| after_at).map_or_else(|| word.clone(), |time| time.to_string())
        })
        .collect()
}

/// The phrase with `at` before its first time of day, where it has none.
fn with_at(phrase: &str) -> String {
    match phrase.split(' ').find(|word| ClockTime::parse(word).is_ok()) {
        Some(time) if !phrase.split(' ').any(|word| word == "at") => {
            phrase.replacen(time, &format!("at {time}"), 1)
        }
        _ => phrase.to_owned(),
    }
}
