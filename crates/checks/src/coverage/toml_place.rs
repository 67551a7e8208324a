//! Places as they are written in `coverage.toml`: `line:column`.

/// Reads `line:column`, both from 1.
pub(super) fn parse(text: &str) -> Option<(u32, u32)> {
    let (line, column) = text.split_once(':')?;
    let number = |t: &str| t.parse::<u32>().ok().filter(|n| *n >= 1);
    Some((number(line)?, number(column)?))
}
