//! Which words of a passage stand in the place of which, told so that each is found: the words before occur once.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Replaced;
use super::passage::{Passage, Piece};

/// A run of pieces of both sides.
#[derive(Clone, Copy, Debug)]
struct Run {
    before: (usize, usize),
    after: (usize, usize),
}

/// The words that differ. Where most of them do, the passage is replaced as a whole.
pub(super) fn replaced(before: &Passage, after: &Passage) -> Vec<Replaced> {
    let texts = |passage: &Passage| passage.0.iter().map(|piece| piece.text.clone()).collect::<Vec<_>>();
    let (old, new) = (texts(before), texts(after));
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut runs: Vec<Run> = Vec::new();
    for op in ops.into_iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        let (a, b) = (op.old_range(), op.new_range());
        match runs.last_mut() {
            // What only a space or a sign keeps apart is one replacement.
            Some(last) if !says_a_word(before.0.get(last.before.1..a.start)) => {
                last.before.1 = a.end;
                last.after.1 = b.end;
            }
            _ => runs.push(Run { before: (a.start, a.end), after: (b.start, b.end) }),
        }
    }
    let mut widened: Vec<Run> = Vec::new();
    for run in runs {
        let run = unique(run, before, after);
        match widened.last_mut() {
            Some(last) if last.before.1 >= run.before.0 => {
                last.before.1 = run.before.1;
                last.after.1 = run.after.1;
            }
            _ => widened.push(run),
        }
    }
    let all =
        widened.iter().map(|run| run.before.1.saturating_sub(run.before.0)).fold(0, usize::saturating_add);
    if all.saturating_mul(3) > before.0.len().saturating_mul(2) && before.0.len() > 3 {
        let run = Run { before: (0, before.0.len()), after: (0, after.0.len()) };
        return vec![told(run, before, after)];
    }
    widened.into_iter().map(|run| told(run, before, after)).collect()
}

fn says_a_word(pieces: Option<&[Piece]>) -> bool {
    pieces.unwrap_or_default().iter().any(|piece| piece.text.chars().any(char::is_alphanumeric))
}

/// The run with words before and behind it until both sides say something, and what was said occurs once.
fn unique(mut run: Run, before: &Passage, after: &Passage) -> Run {
    let whole = before.text();
    for _ in 0..before.0.len() {
        let words = text(before, run.before);
        let both = says_a_word(before.0.get(run.before.0..run.before.1))
            && says_a_word(after.0.get(run.after.0..run.after.1));
        if both && occurs_once(&whole, words.trim()) {
            break;
        }
        // To the left first, as one reads. Both sides are alike there, or the run would begin earlier.
        if run.before.0 > 0 && run.after.0 > 0 {
            run.before.0 = run.before.0.saturating_sub(1);
            run.after.0 = run.after.0.saturating_sub(1);
        } else if run.before.1 < before.0.len() && run.after.1 < after.0.len() {
            run.before.1 = run.before.1.saturating_add(1);
            run.after.1 = run.after.1.saturating_add(1);
        }
    }
    run
}

/// Whether words stand in a text in one place: where they overlap themselves, as in "12 12 12", there are two.
fn occurs_once(whole: &str, words: &str) -> bool {
    whole.find(words).is_some_and(|first| whole.rfind(words) == Some(first))
}

fn text(passage: &Passage, (start, end): (usize, usize)) -> String {
    passage.0.get(start..end).unwrap_or_default().iter().map(|piece| piece.text.as_str()).collect()
}

fn told(run: Run, before: &Passage, after: &Passage) -> Replaced {
    let pieces = |passage: &Passage, (start, end): (usize, usize)| {
        passage
            .0
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .filter_map(|piece| piece.key.clone())
            .collect::<Vec<_>>()
    };
    let mut keys = pieces(before, run.before);
    keys.extend(pieces(after, run.after));
    keys.sort_unstable();
    keys.dedup();
    Replaced {
        before: text(before, run.before).trim().to_owned(),
        after: text(after, run.after).trim().to_owned(),
        keys,
    }
}
