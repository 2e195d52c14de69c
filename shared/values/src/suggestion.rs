//! Suggestions for misspelled words.

/// The candidate with the fewest edits from `word`, at most `most` and at most half of its letters, ignoring case: a word of
/// which more than half is changed is another word.
pub fn closest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>, most: usize) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let most = most.min(word.len() / 2);
    let near = |candidate: &&'a str| candidate.chars().count().abs_diff(word.len()) <= most;
    let distances = candidates.filter(near).map(|candidate| {
        let letters: Vec<char> = candidate.to_lowercase().chars().collect();
        (edits(&word, &letters), candidate)
    });
    distances
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, found)| found)
}

/// The edit distance between two words: insertions, deletions, substitutions and transpositions.
fn edits(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=to.len()).collect();
    for (row, letter) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in to.iter().enumerate() {
            let replaced = previous[column] + usize::from(letter != other);
            let mut best = replaced.min(previous[column + 1] + 1).min(current[column] + 1);
            let swapped = row > 0 && column > 0 && from[row - 1] == *other && *letter == to[column - 1];
            if swapped {
                best = best.min(before[column - 1] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous[to.len()]
}
