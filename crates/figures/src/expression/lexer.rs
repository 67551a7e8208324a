//! From text to tokens.
//!
//! A word begins with a letter, or with `@` where it gives a name another period, and ends at a space, a comma, a parenthesis or one of `<`, `>` and `!`. Keys hold `/`, `*`, `-`, `=` and
//! `%`, so an operator behind a word stands behind a space.

use crate::statement::Relation;

use super::ExpressionError;

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Digits with at most one point and a power of ten.
    Number(&'a str),
    /// A key, an alias, a function or a unit.
    Word(&'a str),
    Plus,
    Minus,
    Times,
    Over,
    Open,
    Close,
    Comma,
    Relation(Relation),
    End,
}

/// A token and its byte offset.
pub(super) type Placed<'a> = (Token<'a>, usize);

impl Token<'_> {
    /// How a message names it.
    pub(super) fn name(self) -> String {
        match self {
            Self::Number(text) | Self::Word(text) => {
                format!("`{}`", text.chars().take(60).collect::<String>())
            }
            Self::Plus => "`+`".to_owned(),
            Self::Minus => "`-`".to_owned(),
            Self::Times => "`*`".to_owned(),
            Self::Over => "`/`".to_owned(),
            Self::Open => "`(`".to_owned(),
            Self::Close => "`)`".to_owned(),
            Self::Comma => "`,`".to_owned(),
            Self::Relation(relation) => format!("`{relation}`"),
            Self::End => "the end".to_owned(),
        }
    }
}

/// Every token of a text, the last one [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Placed<'_>>, ExpressionError> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let at = text.len().saturating_sub(rest.len());
        let (token, length) = token(rest, first).ok_or_else(|| {
            let problem = format!(
                "`{first}` begins nothing; write keys, numbers with a point and no grouping, + - * / ( ) and = != < <= > >="
            );
            ExpressionError::new(text, at, problem)
        })?;
        found.push((token, at));
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    found.push((Token::End, text.len()));
    Ok(found)
}

/// The first token and its length in bytes.
fn token(rest: &str, first: char) -> Option<(Token<'_>, usize)> {
    let single = |token| Some((token, first.len_utf8()));
    match first {
        '+' => single(Token::Plus),
        '-' | '−' => single(Token::Minus),
        '*' | '×' => single(Token::Times),
        '/' | '÷' => single(Token::Over),
        '(' => single(Token::Open),
        ')' => single(Token::Close),
        ',' => single(Token::Comma),
        '%' => single(Token::Word(rest.get(..1)?)),
        '=' | '!' | '<' | '>' | '≠' | '≤' | '≥' => relation(rest, first),
        _ if first.is_ascii_digit() => {
            let length = number(rest);
            Some((Token::Number(rest.get(..length)?), length))
        }
        _ if first.is_ascii_alphabetic() || first == '@' => {
            let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '<' | '>' | '!');
            let length = rest.find(ends).unwrap_or(rest.len());
            Some((Token::Word(rest.get(..length)?), length))
        }
        _ => None,
    }
}

fn relation(rest: &str, first: char) -> Option<(Token<'_>, usize)> {
    let two = rest.get(..2).and_then(|sign| Some((Relation::from_sign(sign)?, sign.len())));
    let (relation, length) = match two {
        Some(found) => found,
        None => (Relation::from_sign(rest.get(..first.len_utf8())?)?, first.len_utf8()),
    };
    Some((Token::Relation(relation), length))
}

/// The length of `digits [ "." digits ] [ "e" digits ]`.
fn number(rest: &str) -> usize {
    let digits = |from: usize| {
        let tail = rest.get(from..).unwrap_or_default();
        from.saturating_add(tail.bytes().take_while(u8::is_ascii_digit).count())
    };
    let mut end = digits(0);
    for sign in [".", "e"] {
        let behind = end.saturating_add(1);
        if rest.get(end..behind) == Some(sign) && digits(behind) > behind {
            end = digits(behind);
        }
    }
    end
}
