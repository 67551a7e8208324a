//! From messages, which others sent, to the pure types: everything is checked.

mod figure;
mod listing;
mod measure;

/// A message that is not of the form its proto says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct DecodeError {
    /// The path of the field: `figures[3].period`.
    pub field: String,
    /// What is wrong with it.
    pub problem: String,
}

impl DecodeError {
    /// An error of a field.
    pub fn new(field: impl Into<String>, problem: impl ToString) -> Self {
        Self { field: field.into(), problem: problem.to_string() }
    }

    /// The same error seen from the message that holds the field.
    #[must_use]
    pub fn within(self, parent: &str) -> Self {
        Self { field: format!("{parent}.{}", self.field), problem: self.problem }
    }

    /// The same error seen from the message that holds the field in a list.
    #[must_use]
    pub fn at(self, list: &str, index: usize) -> Self {
        self.within(&format!("{list}[{index}]"))
    }
}

/// Decodes each item of a list, naming the one at fault.
fn each<M, T>(list: &str, items: Vec<M>) -> Result<Vec<T>, DecodeError>
where
    T: TryFrom<M, Error = DecodeError>,
{
    let decoded = items.into_iter().enumerate();
    decoded.map(|(i, m)| T::try_from(m).map_err(|e| e.at(list, i))).collect()
}
