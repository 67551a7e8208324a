//! One evaluation: what names stand for, and the result of each part.

use std::collections::BTreeMap;

use crate::quantity::{Quantity, QuantityError};
use crate::statement::missing::MissingStrategy;
use crate::unit::dimension::Dimension;

use super::super::parser::decimals;
use super::super::{Function, Node, Reference};
use super::{Absence, Evaluation, EvaluationError, Found, Outcome, Settings, Step, literal};

/// The most lines of arithmetic that are kept.
const MAX_STEPS: usize = 1_000;

/// One evaluation.
pub(super) struct Run<'a> {
    settings: &'a Settings,
    found: BTreeMap<String, Vec<Option<Quantity>>>,
    steps: Vec<Step>,
    absent: Vec<(String, Absence)>,
}

impl<'a> Run<'a> {
    pub(super) fn new(settings: &'a Settings) -> Self {
        Self { settings, found: BTreeMap::new(), steps: Vec::new(), absent: Vec::new() }
    }

    /// Whether a name has been looked up.
    pub(super) fn knows(&self, reference: &Reference) -> bool {
        self.found.contains_key(reference.text())
    }

    pub(super) fn done(self, outcome: Outcome, sides: Vec<Option<Quantity>>) -> Evaluation {
        Evaluation { outcome, steps: self.steps, absent: self.absent, sides }
    }

    /// Keeps what a name stands for, and notes it.
    pub(super) fn look(&mut self, reference: &Reference, mut found: Vec<Found>) {
        if found.is_empty() {
            found.push(Found { key: reference.text().to_owned(), value: Err(Absence::Nothing) });
        }
        let mut items = Vec::with_capacity(found.len());
        for Found { key, value } in found {
            items.push(match value {
                Ok((value, unit)) => {
                    let quantity = Quantity::read(&value, &unit, &self.settings.reading);
                    self.note(key, &quantity);
                    Some(quantity)
                }
                Err(absence) => {
                    self.absent.push((key, absence));
                    None
                }
            });
        }
        self.found.insert(reference.text().to_owned(), items);
    }

    fn note(&mut self, part: String, result: &Quantity) {
        if self.steps.len() < MAX_STEPS {
            self.steps.push(Step { part, result: result.clone() });
        }
    }

    /// What a side comes to; `None` where its strategy makes it null.
    pub(super) fn side(
        &mut self,
        node: &Node,
        strategy: MissingStrategy,
    ) -> Result<Option<Quantity>, EvaluationError> {
        let mut references = Vec::new();
        node.collect(&mut references);
        let items = || references.iter().filter_map(|r| self.found.get(r.text())).flatten();
        let missing = items().filter(|item| item.is_none()).count();
        if strategy.is_null(missing, items().count()) {
            return Ok(None);
        }
        self.node(node).map(Some)
    }

    fn node(&mut self, node: &Node) -> Result<Quantity, EvaluationError> {
        let operation = |error| EvaluationError::Operation { part: node.to_string(), error };
        let result = match node {
            Node::Number(number) => return Ok(literal(number)),
            Node::Reference(reference) => return self.one(reference),
            Node::Negative(inner) => self.node(inner)?.negated(),
            Node::Sum(parts) => self.folded(parts, |sum, part, minus| {
                if minus { sum.minus(part) } else { sum.plus(part) }.map_err(operation)
            })?,
            Node::Product(parts) => self.folded(parts, |product, part, over| {
                if over { product.over(part).map_err(operation) } else { Ok(product.times(part)) }
            })?,
            Node::Call(function, arguments) => self.call(*function, arguments)?.map_err(operation)?,
        };
        self.note(node.to_string(), &result);
        Ok(result)
    }

    fn folded(
        &mut self,
        parts: &[(bool, Node)],
        next: impl Fn(&Quantity, &Quantity, bool) -> Result<Quantity, EvaluationError>,
    ) -> Result<Quantity, EvaluationError> {
        let mut made: Option<Quantity> = None;
        for (turned, part) in parts {
            let part = self.node(part)?;
            made = Some(match made {
                None => part,
                Some(made) => next(&made, &part, *turned)?,
            });
        }
        Ok(made.unwrap_or_else(nothing))
    }

    /// The one figure of a name; zero where it is missing, since its side is not null.
    fn one(&self, reference: &Reference) -> Result<Quantity, EvaluationError> {
        match self.found.get(reference.text()).map(Vec::as_slice) {
            Some([item]) => Ok(item.clone().unwrap_or_else(nothing)),
            Some(items) => {
                Err(EvaluationError::Several { name: reference.text().to_owned(), count: items.len() })
            }
            None => Ok(nothing()),
        }
    }

    /// A function of its arguments; the outer error is of an argument, the inner one of the function itself.
    fn call(
        &mut self,
        function: Function,
        arguments: &[Node],
    ) -> Result<Result<Quantity, QuantityError>, EvaluationError> {
        let mut values = Vec::new();
        for argument in arguments {
            match (argument, function.arguments()) {
                (Node::Reference(reference), None) => {
                    let items = self.found.get(reference.text()).into_iter().flatten();
                    values.extend(items.flatten().cloned());
                }
                _ => values.push(self.node(argument)?),
            }
        }
        let extreme = |pick: fn(&Quantity, &Quantity) -> Result<Quantity, QuantityError>| {
            let mut rest = values.iter();
            let first = rest.next().cloned().ok_or(QuantityError::Nothing)?;
            rest.try_fold(first, |best, value| pick(&best, value))
        };
        Ok(match (function, values.as_slice()) {
            (Function::Sum, values) => Quantity::sum(values),
            (Function::Mean, values) => Quantity::mean(values),
            (Function::Min, _) => extreme(Quantity::min),
            (Function::Max, _) => extreme(Quantity::max),
            (Function::Count, values) => Ok(counted(values.len())),
            (Function::Abs, [number]) => Ok(number.abs()),
            (Function::Share, [part, whole]) => part.share_of(whole),
            (Function::Growth, [earlier, later]) => later.growth_from(earlier),
            (Function::Difference, [earlier, later]) => later.difference_from(earlier),
            (Function::Round, [number, _]) => {
                Ok(number.nearest(arguments.get(1).and_then(decimals).unwrap_or_default()))
            }
            // The parser counts arguments.
            (
                Function::Abs | Function::Share | Function::Growth | Function::Difference | Function::Round,
                _,
            ) => Err(QuantityError::Nothing),
        })
    }
}

fn nothing() -> Quantity {
    counted(0)
}

fn counted(count: usize) -> Quantity {
    Quantity::exact(i64::try_from(count).unwrap_or(i64::MAX), Dimension::Bare)
}
