//! Names of figures become keys: aliases are looked up and placeholders such as `@year` are put in, by whoever knows them.

use crate::key::FigureKey;

use super::{Expression, ExpressionError, Node, Reference};

impl Expression {
    /// The same expression with every name replaced by the key that `key_of` gives for it.
    ///
    /// # Errors
    /// [`ExpressionError`] at the first name for which `key_of` gives a message instead. Its column is counted in `text`, which the
    /// expression was read from.
    pub fn resolve(
        &self,
        text: &str,
        mut key_of: impl FnMut(&Reference) -> Result<FigureKey, String>,
    ) -> Result<Self, ExpressionError> {
        let mut replace = |reference: &Reference| match key_of(reference) {
            Ok(key) => Ok(Reference { text: key.to_string(), at: reference.at }),
            Err(problem) => Err(ExpressionError::new(text, reference.at, problem)),
        };
        let left = self.left.replaced(&mut replace)?;
        let right = match &self.right {
            Some((relation, node)) => Some((*relation, node.replaced(&mut replace)?)),
            None => None,
        };
        Ok(Self { left, right })
    }
}

type Replace<'a> = dyn FnMut(&Reference) -> Result<Reference, ExpressionError> + 'a;

impl Node {
    fn replaced(&self, replace: &mut Replace<'_>) -> Result<Self, ExpressionError> {
        Ok(match self {
            Self::Number(number) => Self::Number(number.clone()),
            Self::Reference(reference) => Self::Reference(replace(reference)?),
            Self::Negative(node) => Self::Negative(Box::new(node.replaced(replace)?)),
            Self::Sum(parts) => Self::Sum(replaced_list(parts, replace)?),
            Self::Product(parts) => Self::Product(replaced_list(parts, replace)?),
            Self::Call(function, arguments) => {
                let arguments =
                    arguments.iter().map(|node| node.replaced(replace)).collect::<Result<_, _>>()?;
                Self::Call(*function, arguments)
            }
        })
    }
}

fn replaced_list(
    parts: &[(bool, Node)],
    replace: &mut Replace<'_>,
) -> Result<Vec<(bool, Node)>, ExpressionError> {
    parts.iter().map(|(turned, node)| Ok((*turned, node.replaced(replace)?))).collect()
}
