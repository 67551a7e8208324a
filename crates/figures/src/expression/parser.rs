//! From tokens to an expression, by recursive descent within a bound.

use rust_decimal::Decimal;

use crate::key::FigureKey;
use crate::measure::nearest;
use crate::unit::Unit;
use crate::value::{parse_decimal, power_of_ten};

use super::lexer::{Placed, Token, tokens};
use super::{
    Expression, ExpressionError, Function, MAX_BYTES, MAX_DEPTH, MAX_FACTORS, Node, Number, Reference,
};

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Placed<'a>>,
    next: usize,
    depth: usize,
    factors: usize,
}

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Result<Expression, ExpressionError> {
    if text.len() > MAX_BYTES {
        let problem = format!("longer than {MAX_BYTES} bytes; split it into several expressions");
        return Err(ExpressionError::new(text, MAX_BYTES, problem));
    }
    let mut parser = Parser { text, tokens: tokens(text)?, next: 0, depth: 0, factors: 0 };
    let left = parser.side()?;
    let right = match parser.peek() {
        (Token::Relation(relation), _) => {
            parser.skip();
            Some((relation, parser.side()?))
        }
        _ => None,
    };
    match parser.peek() {
        (Token::End, _) => Ok(Expression { left, right }),
        (Token::Relation(_), at) => {
            Err(parser.error(at, "a second relation; make a statement of each, as in a < b and b < c"))
        }
        (token, at) => Err(parser.unexpected(token, at)),
    }
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Placed<'a> {
        self.tokens.get(self.next).copied().unwrap_or((Token::End, self.text.len()))
    }

    fn skip(&mut self) {
        self.next = self.next.saturating_add(1);
    }

    fn error(&self, at: usize, problem: impl Into<String>) -> ExpressionError {
        ExpressionError::new(self.text, at, problem)
    }

    fn unexpected(&self, token: Token<'_>, at: usize) -> ExpressionError {
        let name = token.name();
        let problem = match token {
            Token::Close => "a `)` without its `(`; take it away or open it before".to_owned(),
            Token::Comma => "a `,` outside of a function; use a point for decimals".to_owned(),
            Token::Number(_) | Token::Word(_) | Token::Open => {
                format!(
                    "{name} follows without an operator; put + - * / or a relation between, with spaces around"
                )
            }
            Token::Plus | Token::Minus | Token::Times | Token::Over | Token::Relation(_) | Token::End => {
                return self.misplaced(token, at);
            }
        };
        self.error(at, problem)
    }

    /// A side of a statement: a wildcard cannot stand alone there.
    fn side(&mut self) -> Result<Node, ExpressionError> {
        let node = self.sum()?;
        self.one_figure(&node)?;
        Ok(node)
    }

    fn one_figure(&self, node: &Node) -> Result<(), ExpressionError> {
        match node {
            Node::Reference(reference) if reference.is_wildcard() => Err(self.error(
                reference.offset(),
                "a wildcard stands for several figures; put it into sum, mean, min, max or count",
            )),
            Node::Reference(_)
            | Node::Number(_)
            | Node::Negative(_)
            | Node::Sum(_)
            | Node::Product(_)
            | Node::Call(..) => Ok(()),
        }
    }

    fn sum(&mut self) -> Result<Node, ExpressionError> {
        self.list(Self::product, [Token::Plus, Token::Minus], Node::Sum)
    }

    fn product(&mut self) -> Result<Node, ExpressionError> {
        self.list(Self::factor, [Token::Times, Token::Over], Node::Product)
    }

    /// Parts with one of two operators between them; one part alone is itself.
    fn list(
        &mut self,
        part: fn(&mut Self) -> Result<Node, ExpressionError>,
        [keeps, turns]: [Token<'_>; 2],
        node: fn(Vec<(bool, Node)>) -> Node,
    ) -> Result<Node, ExpressionError> {
        let first = part(self)?;
        let mut parts = vec![(false, first)];
        loop {
            let (token, at) = self.peek();
            if token != keeps && token != turns {
                break;
            }
            if matches!(token, Token::Times | Token::Over) {
                self.count_factor(at)?;
            }
            self.skip();
            parts.push((token == turns, part(self)?));
        }
        if parts.len() > 1 {
            for (_, part) in &parts {
                self.one_figure(part)?;
            }
            return Ok(node(parts));
        }
        parts.pop().map(|(_, only)| only).ok_or_else(|| self.error(0, "there is nothing"))
    }

    fn factor(&mut self) -> Result<Node, ExpressionError> {
        let (token, at) = self.peek();
        if self.depth >= MAX_DEPTH {
            let problem =
                format!("nested deeper than {MAX_DEPTH}; give the inner part a statement of its own");
            return Err(self.error(at, problem));
        }
        self.depth = self.depth.saturating_add(1);
        self.skip();
        let node = match token {
            Token::Minus => {
                let node = self.factor()?;
                self.one_figure(&node)?;
                Node::Negative(Box::new(node))
            }
            Token::Open => {
                let node = self.sum()?;
                self.one_figure(&node)?;
                self.close(at)?;
                node
            }
            Token::Number(digits) => self.number(digits, at)?,
            Token::Word(word) if self.peek().0 == Token::Open => self.call(word, at)?,
            Token::Word(word) => self.reference(word, at)?,
            Token::Plus
            | Token::Times
            | Token::Over
            | Token::Close
            | Token::Comma
            | Token::Relation(_)
            | Token::End => return Err(self.misplaced(token, at)),
        };
        self.depth = self.depth.saturating_sub(1);
        Ok(node)
    }

    fn count_factor(&mut self, at: usize) -> Result<(), ExpressionError> {
        self.factors = self.factors.saturating_add(1);
        if self.factors > MAX_FACTORS {
            let problem =
                format!("more than {MAX_FACTORS} products, quotients, shares and growths; split it");
            return Err(self.error(at, problem));
        }
        Ok(())
    }

    fn misplaced(&self, token: Token<'_>, at: usize) -> ExpressionError {
        self.error(at, format!("{} comes where a key, a number, a function or `(` must stand", token.name()))
    }

    fn close(&mut self, opened: usize) -> Result<(), ExpressionError> {
        match self.peek() {
            (Token::Close, _) => {
                self.skip();
                Ok(())
            }
            (Token::End, _) => Err(self.error(opened, "a `(` without its `)`; close it")),
            (token, at) => Err(self.unexpected(token, at)),
        }
    }

    fn number(&mut self, digits: &str, at: usize) -> Result<Node, ExpressionError> {
        let (mantissa, power) = digits.split_once('e').unwrap_or((digits, "0"));
        let power = power.parse().ok().and_then(power_of_ten);
        let number = parse_decimal(mantissa).ok().zip(power).and_then(|(n, power)| n.checked_mul(power));
        let number: Decimal = number
            .ok_or_else(|| self.error(at, format!("`{digits}` has too many digits; at most 28 are kept")))?;
        let unit = match self.peek() {
            (Token::Word(word), at) => {
                self.skip();
                Some(Unit::new(word).map_err(|error| self.error(at, error.to_string()))?)
            }
            _ => None,
        };
        Ok(Node::Number(Number { number: number.normalize(), unit }))
    }

    fn reference(&mut self, word: &str, at: usize) -> Result<Node, ExpressionError> {
        self.name(word, at)?;
        let text = match self.peek() {
            (Token::Word(period), _) if period.starts_with('@') => {
                self.skip();
                format!("{word} {period}")
            }
            _ => word.to_owned(),
        };
        Ok(Node::Reference(Reference { text, at }))
    }

    fn name(&self, word: &str, at: usize) -> Result<(), ExpressionError> {
        if word.contains('/') {
            word.parse::<FigureKey>().map_err(|error| {
                let problem = format!("{}; an operator behind a key needs a space before it", error.problem);
                self.error(at.saturating_add(error.offset), problem)
            })?;
            if let Some(offset) = stray(word) {
                let problem =
                    "this cannot stand in a key; put a space before an operator, or percent-encode it";
                return Err(self.error(at.saturating_add(offset), problem));
            }
        } else if !word.starts_with(|c: char| c.is_ascii_lowercase())
            || !word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        {
            let problem = format!(
                "`{word}` is no key and no alias; write service/measure?dimension=value, and spaces around operators"
            );
            return Err(self.error(at, problem));
        }
        Ok(())
    }

    fn call(&mut self, word: &str, at: usize) -> Result<Node, ExpressionError> {
        let function = Function::from_name(word).ok_or_else(|| {
            let names = Function::NAMES.iter().map(|(_, name)| *name);
            let hint =
                nearest(word, names.clone()).map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
            let all = names.collect::<Vec<_>>().join(", ");
            self.error(at, format!("there is no function `{word}`{hint} There are {all}."))
        })?;
        match function {
            Function::Share | Function::Growth => self.count_factor(at)?,
            Function::Sum
            | Function::Mean
            | Function::Min
            | Function::Max
            | Function::Count
            | Function::Abs
            | Function::Difference
            | Function::Round => {}
        }
        let opened = self.peek().1;
        self.skip();
        let mut arguments = Vec::new();
        loop {
            let argument = self.sum()?;
            if function.arguments().is_some() {
                self.one_figure(&argument)?;
            }
            arguments.push(argument);
            match self.peek() {
                (Token::Comma, _) => self.skip(),
                _ => break,
            }
        }
        self.close(opened)?;
        let usage = || self.error(at, format!("write {}", function.usage()));
        if function.arguments().is_some_and(|wanted| wanted != arguments.len()) {
            return Err(usage());
        }
        if function == Function::Round && arguments.get(1).and_then(decimals).is_none() {
            return Err(self.error(at, "the decimals of round are a whole number from -18 to 18"));
        }
        Ok(Node::Call(function, arguments))
    }
}

/// Where a key holds a sign that its grammar does not have, or a second `=` in one dimension: an operator without its space.
fn stray(word: &str) -> Option<usize> {
    let mut given = false;
    word.char_indices().find_map(|(at, c)| {
        let again = c == '=' && given;
        given = (given || c == '=') && c != '&';
        let year = || word.get(..at).is_some_and(|before| before.ends_with("@year"));
        let good = c.is_ascii_alphanumeric() || "-._~/:@%*?&=".contains(c) || (c == '+' && year());
        (again || !good).then_some(at)
    })
}

/// The second argument of round.
pub(super) fn decimals(node: &Node) -> Option<i32> {
    let (sign, number) = match node {
        Node::Negative(inner) => (-1, inner.as_ref()),
        Node::Number(_) | Node::Reference(_) | Node::Sum(_) | Node::Product(_) | Node::Call(..) => (1, node),
    };
    match number {
        Node::Number(Number { number, unit: None }) => {
            let decimals: i32 = number.to_string().parse().ok()?;
            Some(decimals.checked_mul(sign)?).filter(|d| (-18..=18).contains(d))
        }
        Node::Number(_)
        | Node::Reference(_)
        | Node::Negative(_)
        | Node::Sum(_)
        | Node::Product(_)
        | Node::Call(..) => None,
    }
}
