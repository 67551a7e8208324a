//! Bytes of a text file as text: UTF-8, or UTF-16 that says so; nothing is guessed.

use super::error::DraftError;
use super::limits::Limits;

/// The text of a file, without the mark of its encoding.
pub(super) fn text(bytes: &[u8]) -> Result<String, DraftError> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest, 3)?,
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => utf8(bytes, 0)?,
    };
    if let Some(byte) = text.bytes().position(|b| b == 0) {
        return Err(DraftError::Encoding { encoding: "text", byte });
    }
    Ok(text)
}

/// The same, of a form in which a line is a block: no line is longer than a block may be.
pub(super) fn lines(bytes: &[u8], limits: &Limits) -> Result<String, DraftError> {
    if bytes.len() > limits.text {
        return Err(DraftError::TooLarge { what: "the text".to_owned(), limit: limits.text });
    }
    let text = text(bytes)?;
    match text.split('\n').position(|line| line.len() > limits.line) {
        Some(at) => {
            let what = format!("line {}", at.saturating_add(1));
            Err(DraftError::TooLarge { what, limit: limits.line })
        }
        None => Ok(text),
    }
}

fn utf8(bytes: &[u8], skipped: usize) -> Result<String, DraftError> {
    let wrong = |e: std::str::Utf8Error| DraftError::Encoding {
        encoding: "UTF-8",
        byte: e.valid_up_to().saturating_add(skipped),
    };
    std::str::from_utf8(bytes).map(str::to_owned).map_err(wrong)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DraftError> {
    let wrong = |read: usize| DraftError::Encoding { encoding: "UTF-16", byte: read.saturating_add(2) };
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut read = 0_usize;
    for unit in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let c = unit.map_err(|_| wrong(read))?;
        read = read.saturating_add(c.len_utf16().saturating_mul(2));
        text.push(c);
    }
    if rest.is_empty() { Ok(text) } else { Err(wrong(read)) }
}
