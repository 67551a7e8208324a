//! Filters of lists: a subset of AIP-160.
//!
//! ```text
//! filter     = [ expression ]
//! expression = sequence *( "AND" sequence )
//! sequence   = factor *( factor )                ; side by side means AND
//! factor     = term *( "OR" term )               ; OR binds tighter than AND, as AIP-160 has it
//! term       = [ "NOT" / "-" ] ( "(" expression ")" / comparison )
//! comparison = field ( "=" / "!=" / "<" / "<=" / ">" / ">=" / ":" ) value
//! value      = bare / '"' text '"'               ; in quotes, \" and \\ are escapes
//! ```
//! `:` asks whether a text holds another, or (`field:*`) whether the field is given.

use std::fmt;

/// The longest filter that is read, in bytes.
pub const MAX_FILTER_BYTES: usize = 4_096;
/// The most comparisons of one filter.
pub const MAX_COMPARISONS: usize = 64;
/// How deep parentheses may go.
const MAX_DEPTH: usize = 16;

/// What rows must be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All of these; an empty list is every row.
    All(Vec<Filter>),
    /// At least one of these.
    Any(Vec<Filter>),
    /// Not this.
    Not(Box<Filter>),
    /// A field compared with a value.
    Test(Comparison),
}

/// A field compared with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The field.
    pub field: String,
    /// How.
    pub operator: Operator,
    /// With what.
    pub value: String,
    /// Where the field stands, in characters from 1.
    pub position: usize,
    /// Where the value stands.
    pub value_position: usize,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `:`
    Has,
}

/// Every operator as it is written, longer ones first.
const OPERATORS: [(&str, Operator); 7] = [
    ("!=", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("=", Operator::Equal),
    ("<", Operator::Less),
    (">", Operator::Greater),
    (":", Operator::Has),
];

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(OPERATORS.iter().find(|(_, o)| o == self).map_or("", |(text, _)| text))
    }
}

/// What is wrong with a filter, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at character {position}: {problem}")]
pub struct FilterError {
    /// The character, from 1.
    pub position: usize,
    /// What is wrong and what to do.
    pub problem: String,
}

impl FilterError {
    /// An error at a character.
    pub fn at(position: usize, problem: impl Into<String>) -> Self {
        Self { position, problem: problem.into() }
    }
}

/// Reads a filter; empty text is every row.
///
/// # Errors
/// [`FilterError`] with the character where the filter stops making sense.
pub fn parse(text: &str) -> Result<Filter, FilterError> {
    if text.len() > MAX_FILTER_BYTES {
        return Err(FilterError::at(
            1,
            format!("the filter is longer than {MAX_FILTER_BYTES} bytes; shorten it"),
        ));
    }
    if let Some(at) = text.chars().position(|c| c == '\0') {
        return Err(FilterError::at(at.saturating_add(1), "the character NUL is in no record; remove it"));
    }
    let mut parser = Parser { rest: text, position: 1, comparisons: 0 };
    parser.space();
    if parser.rest.is_empty() {
        return Ok(Filter::All(Vec::new()));
    }
    let filter = parser.expression(0)?;
    if parser.rest.is_empty() {
        Ok(filter)
    } else {
        Err(parser.error("unexpected text; remove it or join it by AND"))
    }
}

struct Parser<'a> {
    rest: &'a str,
    position: usize,
    comparisons: usize,
}

impl<'a> Parser<'a> {
    fn error(&self, problem: &str) -> FilterError {
        FilterError::at(self.position, problem)
    }

    fn expression(&mut self, depth: usize) -> Result<Filter, FilterError> {
        if depth > MAX_DEPTH {
            return Err(self.error("too many parentheses; simplify the filter"));
        }
        let mut parts = vec![self.factor(depth)?];
        loop {
            let joined = self.keyword("AND");
            if !joined && !self.term_follows() {
                break;
            }
            parts.push(self.factor(depth)?);
        }
        Ok(one_or(parts, Filter::All))
    }

    fn factor(&mut self, depth: usize) -> Result<Filter, FilterError> {
        let mut parts = vec![self.term(depth)?];
        while self.keyword("OR") {
            parts.push(self.term(depth)?);
        }
        Ok(one_or(parts, Filter::Any))
    }

    fn term(&mut self, depth: usize) -> Result<Filter, FilterError> {
        if self.keyword("NOT") || self.sign("-") {
            return Ok(Filter::Not(Box::new(self.operand(depth)?)));
        }
        self.operand(depth)
    }

    fn operand(&mut self, depth: usize) -> Result<Filter, FilterError> {
        if self.sign("(") {
            let inner = self.expression(depth.saturating_add(1))?;
            return if self.sign(")") { Ok(inner) } else { Err(self.error("`)` is missing")) };
        }
        self.comparison().map(Filter::Test)
    }

    fn comparison(&mut self) -> Result<Comparison, FilterError> {
        self.comparisons = self.comparisons.saturating_add(1);
        if self.comparisons > MAX_COMPARISONS {
            return Err(self.error(&format!("more than {MAX_COMPARISONS} comparisons; split the request")));
        }
        let position = self.position;
        let field = self.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.')).to_owned();
        if field.is_empty() {
            return Err(self.error("a field is expected, as in area = \"AFR\""));
        }
        self.space();
        let found = OPERATORS.iter().find(|(text, _)| self.rest.starts_with(text));
        let Some((text, operator)) = found else {
            return Err(self.error("an operator is expected: = != < <= > >= or :"));
        };
        self.sign(text);
        let value_position = self.position;
        let value = self.value()?;
        Ok(Comparison { field, operator: *operator, value, position, value_position })
    }

    fn value(&mut self) -> Result<String, FilterError> {
        let value = if self.rest.starts_with('"') { self.quoted()? } else { self.bare()? };
        self.space();
        Ok(value)
    }

    fn bare(&mut self) -> Result<String, FilterError> {
        let text = self.take_while(|c| c.is_alphanumeric() || "_.-/:+%*".contains(c));
        if text.is_empty() {
            return Err(self
                .error("a value is expected; put text with other signs than letters and digits in quotes"));
        }
        Ok(text.to_owned())
    }

    fn quoted(&mut self) -> Result<String, FilterError> {
        let opened = self.position;
        self.advance(1);
        let mut text = String::new();
        while let Some(c) = self.rest.chars().next() {
            self.advance(c.len_utf8());
            match c {
                '"' => return Ok(text),
                '\\' => {
                    let Some(escaped) = self.rest.chars().next().filter(|c| matches!(c, '"' | '\\')) else {
                        return Err(
                            self.error("in quotes a backslash stands only before a quote or a backslash")
                        );
                    };
                    self.advance(1);
                    text.push(escaped);
                }
                other => text.push(other),
            }
        }
        Err(FilterError::at(opened, "the quotes are not closed"))
    }

    /// Whether something other than an end of the expression follows.
    fn term_follows(&self) -> bool {
        !self.rest.is_empty() && !self.rest.starts_with(')')
    }

    /// Takes a keyword, if it stands here as a word of its own.
    fn keyword(&mut self, word: &str) -> bool {
        let Some(after) = self.rest.strip_prefix(word) else { return false };
        if after.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.')) {
            return false;
        }
        self.advance(word.len());
        self.space();
        true
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = self.rest.starts_with(sign);
        if found {
            self.advance(sign.len());
            self.space();
        }
        found
    }

    fn space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    fn take_while(&mut self, holds: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest;
        let end = rest.find(|c| !holds(c)).unwrap_or(rest.len());
        self.advance(end);
        rest.get(..end).unwrap_or_default()
    }

    /// Passes over some bytes, which end at a character's boundary.
    fn advance(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at(bytes.min(self.rest.len()));
        self.position = self.position.saturating_add(passed.chars().count());
        self.rest = rest;
    }
}

fn one_or(mut parts: Vec<Filter>, several: impl FnOnce(Vec<Filter>) -> Filter) -> Filter {
    if parts.len() == 1 { parts.swap_remove(0) } else { several(parts) }
}

#[cfg(test)]
mod tests;
