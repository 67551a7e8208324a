//! Texts that are nearly right: a seed that is changed a few times, by the characters and words that its form makes much of.

use arbtest::arbitrary::{Result, Unstructured};

/// The longest text that is made, in bytes: what is quadratic shows at this length.
const LONGEST: usize = 8_192;

/// The longest of most texts, so that many are tried.
const USUAL: usize = 1_024;

/// The most changes of one text.
const MOST_CHANGES: usize = 12;

/// Characters that readers stumble over: of no width, joined to the one before, of the other direction, of several bytes, digits of
/// other scripts, separators of every kind.
const ODD: &str = "\0\u{1}\t\n\r\u{a0}\u{ad}\u{202f}\u{200b}\u{200d}\u{200e}\u{202e}\u{2066}\u{301}\u{20dd}\u{feff}\u{fffd}\u{fe0f}\u{1f1e8}\u{1f468}\
                   é\u{df}İıſ٣٫٪۴५３１．％一二三千百万亿零〇两第½⅓²①Ⅳ%‰°+±−–—-~/\\|.,:;'\"’«»()[]{}<>&#*_=^`$€¥№§¶";

/// Numbers at the edges of what is held.
const NUMBERS: [&str; 16] = [
    "0",
    "-1",
    "1.0",
    "1e9",
    "9999999999999999999999999999",
    "79228162514264337593543950336",
    "0.0000000000000000000000000001",
    "1,000,000.00",
    "1.000.000,00",
    "1 000 000",
    "18446744073709551616",
    "2147483648",
    "-9223372036854775808",
    "2024-02-30",
    "12024",
    "00",
];

/// A text that one of the seeds becomes, with words of its form.
pub(crate) fn text(u: &mut Unstructured<'_>, seeds: &[&str], words: &[&str]) -> Result<String> {
    let mut text = if u.ratio(1, 8)? { String::new() } else { (*u.choose(seeds)?).to_owned() };
    let longest = if u.ratio(1, 16)? { LONGEST } else { text.len().max(USUAL) };
    for _ in 0..u.int_in_range(0..=MOST_CHANGES)? {
        change(u, &mut text, seeds, words)?;
        let end = text.floor_char_boundary(longest);
        text.truncate(end);
    }
    Ok(text)
}

fn change(u: &mut Unstructured<'_>, text: &mut String, seeds: &[&str], words: &[&str]) -> Result<()> {
    let at = place(u, text)?;
    match u.int_in_range(0..=10)? {
        0 => text.replace_range(piece(u, text)?, ""),
        1 => {
            let repeated = text[piece(u, text)?].repeat(u.int_in_range(2..=40)?);
            text.insert_str(at, &repeated);
        }
        2..=4 => text.insert_str(at, u.choose(words)?),
        5 => {
            let nested = u.choose(words)?.repeat(u.int_in_range(2..=600)?);
            text.insert_str(at, &nested);
        }
        6 => text.insert(at, odd(u)?),
        7 => text.replace_range(number(u, text)?, u.choose(&NUMBERS)?),
        8 => text.truncate(at),
        9 => {
            let other = *u.choose(seeds)?;
            text.insert_str(at, &other[piece(u, other)?]);
        }
        _ => {
            let piece = piece(u, text)?;
            let moved = text[piece.clone()].to_owned();
            text.replace_range(piece, "");
            let at = place(u, text)?;
            text.insert_str(at, &moved);
        }
    }
    Ok(())
}

/// A place between two characters.
fn place(u: &mut Unstructured<'_>, text: &str) -> Result<usize> {
    Ok(text.floor_char_boundary(u.int_in_range(0..=text.len())?))
}

/// Some of a text: mostly little.
fn piece(u: &mut Unstructured<'_>, text: &str) -> Result<std::ops::Range<usize>> {
    let start = place(u, text)?;
    let most = if u.ratio(3, 4)? { 24 } else { text.len() };
    let end = text.ceil_char_boundary((start + u.int_in_range(0..=most)?).min(text.len()));
    Ok(start..end)
}

/// The digits that follow a place, or the place.
fn number(u: &mut Unstructured<'_>, text: &str) -> Result<std::ops::Range<usize>> {
    let from = place(u, text)?;
    let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()) else { return Ok(from..from) };
    let start = from + start;
    let digits = text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start);
    Ok(start..start + digits)
}

fn odd(u: &mut Unstructured<'_>) -> Result<char> {
    let at = ODD.floor_char_boundary(u.int_in_range(0..=ODD.len() - 1)?);
    let known = ODD[at..].chars().next().unwrap_or(' ');
    if u.ratio(1, 4)? { u.arbitrary() } else { Ok(known) }
}

/// Bytes of a file that were damaged on their way.
pub(crate) fn damaged(u: &mut Unstructured<'_>, mut bytes: Vec<u8>) -> Result<Vec<u8>> {
    for _ in 0..u.int_in_range(1..=MOST_CHANGES)? {
        let at = u.int_in_range(0..=bytes.len())?;
        match u.int_in_range(0..=4)? {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, u.arbitrary()?),
            2 => {
                let end = (at + u.int_in_range(0..=64_usize)?).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let new: u8 = u.arbitrary()?;
                bytes.get_mut(at).into_iter().for_each(|byte| *byte = new);
            }
        }
    }
    Ok(bytes)
}
