//! Suggestions for rejected texts: the closest word, and a corrected phrase. [`meaning`] knows phrases with another meaning than
//! a corrected spelling would give them, [`notation`] the notations of other schedulers.

mod meaning;
mod notation;

use beadle_values::suggestion::closest;

use super::{
    clock_time::ClockTime,
    error::Error,
    expression::read_phrase,
    phrase::{self, WEEKDAYS},
    timezone::Zone,
};

pub(super) use self::notation::foreign;

/// The accepted forms, for a text that resembles none of them.
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
    ("midday", "noon"),
];
const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// Adds the phrase that was probably meant as a hint, if it can be guessed.
pub(super) fn improve(error: Error, text: &str) -> Error {
    if let Some(hint) = meaning::hint(text) {
        return error.hint(hint);
    }
    match correct(text) {
        Some(phrase) => error.hint(format!("did you mean `{phrase}`?")),
        None => match with_zone(text) {
            Some(object) => error.hint(format!("did you mean `{object}`?")),
            None => error,
        },
    }
}

/// For a phrase that contains a time zone: the equivalent object form. A zone without a slash, such as `UTC`, stands at the end.
fn with_zone(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let last = words.len().checked_sub(1)?;
    let is_zone = |(position, word): &(usize, &&str)| word.contains('/') || *position == last;
    let (position, zone) = words
        .iter()
        .enumerate()
        .filter(is_zone)
        .find_map(|(position, word)| Some((position, Zone::parse_exact(word)?)))?;
    let rest = words.iter().enumerate().filter(|(at, word)| *at != position && **word != "in");
    let phrase = correct(&rest.map(|(_, word)| *word).collect::<Vec<_>>().join(" "))?;
    Some(format!("{{\"expression\": \"{phrase}\", \"timezone\": \"{zone}\"}}"))
}

fn correct(text: &str) -> Option<String> {
    let words: Vec<String> =
        with_half_days(phrase::words(text))?.iter().flat_map(|word| repair(word)).collect();
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

/// Gives hours without `am` or `pm` that of the next time: `5 and 6pm` are `5pm and 6pm`. `9 and 5pm` may be either, so there is no
/// correction.
fn with_half_days(mut words: Vec<String>) -> Option<Vec<String>> {
    let hour = |word: &str| word.parse::<u8>().ok().filter(|hour| (1..=12).contains(hour));
    for position in (1..words.len()).rev() {
        let Some(half) = ["am", "pm"].into_iter().find(|half| words[position].ends_with(half)) else {
            continue;
        };
        let Some(end) = hour(words[position].trim_end_matches(half)) else { continue };
        let mut before = position;
        while before > 0 && (words[before - 1] == "and" || hour(&words[before - 1]).is_some()) {
            before -= 1;
            if let Some(earlier) = hour(&words[before]) {
                if earlier % 12 >= end % 12 {
                    return None;
                }
                words[before].push_str(half);
            }
        }
    }
    Some(words)
}

/// Corrects one word: a known word, a number in digits, a time as `09:00`; `5min` becomes two words.
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
    // Short words are too close to many others.
    let fixed = word.len() < 4 || word.bytes().any(|byte| byte.is_ascii_digit());
    // What stands before a known word changes its meaning: `biweekly` is not `weekly`.
    let prefixed = |known: &&str| word.len() > known.len() && word.ends_with(known);
    let known = VOCABULARY.iter().chain(WEEKDAYS.iter()).copied().filter(|known| !prefixed(known));
    let most = if word.len() > 5 { 2 } else { 1 };
    let meant = if fixed { None } else { closest(word, known, most) };
    meant.unwrap_or(word).to_owned()
}

/// Replaces a bare number after `at` by the full hour: `at 9` becomes `at 09:00`.
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

/// Inserts `at` before the first time of day if the phrase has no `at`.
fn with_at(phrase: &str) -> String {
    match phrase.split(' ').find(|word| ClockTime::parse(word).is_ok()) {
        Some(time) if !phrase.split(' ').any(|word| word == "at") => {
            phrase.replacen(time, &format!("at {time}"), 1)
        }
        _ => phrase.to_owned(),
    }
}
