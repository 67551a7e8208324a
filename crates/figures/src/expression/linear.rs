//! The linear form of an expression, for testing identities that share figures jointly.

use std::collections::BTreeMap;

use crate::rational::Rational;
use crate::unit::dimension::Dimension;

use super::evaluate::literal;
use super::{Expression, Function, Node};

/// `Σ coefficient × figure + constant`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinearForm {
    /// The coefficient of each name, none of them zero; that of a wildcard is of every figure it stands for. Each figure is taken
    /// in the base of its unit ([`Dimension::of`]).
    pub terms: BTreeMap<String, Rational>,
    /// What does not depend on a figure.
    pub constant: Rational,
    /// The unit of the numbers in the constant; bare where they have none.
    pub dimension: Dimension,
}

impl Expression {
    /// The linear form; of a statement that of its left side less its right one. `None` where the expression is not linear, multiplies
    /// with a number that has a unit, or adds constants of different units.
    #[must_use]
    pub fn linear(&self) -> Option<LinearForm> {
        let left = self.left.linear()?;
        match &self.right {
            Some((_, right)) => left.plus(right.linear()?.scaled(&Rational::from(-1))),
            None => Some(left),
        }
        .map(LinearForm::without_zeros)
    }
}

impl LinearForm {
    fn constant(constant: Rational, dimension: Dimension) -> Self {
        Self { terms: BTreeMap::new(), constant, dimension }
    }

    fn plus(mut self, other: Self) -> Option<Self> {
        self.dimension = match (self.dimension, other.dimension) {
            (Dimension::Bare, same) | (same, Dimension::Bare) => same,
            (one, same) => (one == same).then_some(one)?,
        };
        self.constant = self.constant.plus(&other.constant);
        for (name, coefficient) in other.terms {
            let sum = self.terms.entry(name).or_insert_with(Rational::zero);
            *sum = sum.plus(&coefficient);
        }
        Some(self)
    }

    fn scaled(mut self, by: &Rational) -> Self {
        self.constant = self.constant.times(by);
        self.terms.values_mut().for_each(|coefficient| *coefficient = coefficient.times(by));
        self
    }

    fn without_zeros(mut self) -> Self {
        self.terms.retain(|_, coefficient| !coefficient.is_zero());
        self
    }

    /// The number, if it is one without a figure and without a unit.
    fn number(&self) -> Option<&Rational> {
        (self.terms.is_empty() && self.dimension == Dimension::Bare).then_some(&self.constant)
    }
}

impl Node {
    fn linear(&self) -> Option<LinearForm> {
        match self {
            Self::Number(number) => {
                let quantity = literal(number);
                Some(LinearForm::constant(quantity.interval.single()?.clone(), quantity.dimension))
            }
            Self::Reference(reference) => {
                let mut form = LinearForm::constant(Rational::zero(), Dimension::Bare);
                form.terms.insert(reference.text().to_owned(), Rational::one());
                Some(form)
            }
            Self::Negative(node) => Some(node.linear()?.scaled(&Rational::from(-1))),
            Self::Sum(parts) => {
                let mut forms = parts.iter().map(|(minus, node)| {
                    let sign = Rational::from(if *minus { -1 } else { 1 });
                    Some(node.linear()?.scaled(&sign))
                });
                let first = forms.next()??;
                forms.try_fold(first, |sum, form| sum.plus(form?))
            }
            Self::Product(parts) => {
                let mut forms = parts.iter().map(|(over, node)| Some((*over, node.linear()?)));
                let first = forms.next()??.1;
                forms.try_fold(first, |product, form| multiplied(product, form?))
            }
            Self::Call(function, arguments) => called(*function, arguments),
        }
    }
}

fn multiplied(product: LinearForm, (over, form): (bool, LinearForm)) -> Option<LinearForm> {
    if over {
        return Some(product.scaled(&Rational::one().over(form.number()?)?));
    }
    match (product.number().cloned(), form.number()) {
        (_, Some(number)) => Some(product.scaled(number)),
        (Some(number), None) => Some(form.scaled(&number)),
        (None, None) => None,
    }
}

fn called(function: Function, arguments: &[Node]) -> Option<LinearForm> {
    let mut forms = arguments.iter().map(Node::linear);
    let first = forms.next()??;
    match function {
        Function::Sum => forms.try_fold(first, |sum, form| sum.plus(form?)),
        Function::Mean => {
            let wildcard = |node: &Node| match node {
                Node::Reference(reference) => reference.is_wildcard(),
                Node::Number(_) | Node::Negative(_) | Node::Sum(_) | Node::Product(_) | Node::Call(..) => {
                    false
                }
            };
            let count = i64::try_from(arguments.len()).ok().filter(|_| !arguments.iter().any(wildcard))?;
            let sum = forms.try_fold(first, |sum, form| sum.plus(form?))?;
            Some(sum.scaled(&Rational::of(1, count)?))
        }
        Function::Difference => forms.next()??.plus(first.scaled(&Rational::from(-1))),
        Function::Min
        | Function::Max
        | Function::Count
        | Function::Abs
        | Function::Share
        | Function::Growth
        | Function::Round => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let form = text.parse::<Expression>().expect("an expression").linear();
        let written = form.map(|form| {
            let terms = form.terms.iter().map(|(name, coefficient)| format!("{coefficient} {name}"));
            let constant = std::iter::once(format!("{} {}", form.constant, form.dimension));
            terms.chain(constant).collect::<Vec<_>>().join(" + ")
        });
        assert_eq!(written.as_deref(), expected, "{text}");
    }

    #[test]
    fn identities_of_sums_differences_and_weights_are_linear() {
        check("a/b + a/c - a/d = a/e", Some("1 a/b + 1 a/c + -1 a/d + -1 a/e + 0 1"));
        check("sum(a/b?x=*) = a/b", Some("-1 a/b + 1 a/b?x=* + 0 1"));
        check("2 * (a/b - 3 kCHF) / 4", Some("0.5 a/b + -1500 CHF"));
        check("a/b - a/b = 0", Some("0 1"));
        check("mean(a/b, a/c, 3 person)", Some("≈0.333333 a/b + ≈0.333333 a/c + 1 person"));
        check("difference(a/b, a/c)", Some("-1 a/b + 1 a/c + 0 1"));
        check("-(a/b) = 100 % - a/c", Some("-1 a/b + 1 a/c + -100 percent"));
    }

    #[test]
    fn what_is_not_linear_has_no_linear_form() {
        for text in [
            "a/b * a/c",
            "a/b / a/c",
            "1 / a/b",
            "a/b / 0",
            "abs(a/b)",
            "share(a/b, a/c)",
            "mean(a/b?x=*)",
            "3 person * a/b",
            "a/b + 1 CHF + 1 person",
        ] {
            check(text, None);
        }
    }
}
