//! Where a declaration finds a value: a column of its register, or of one joined to it.

/// The first given of one or several columns: `area`, `projects.area`, or `area` or else `members.area`.
///
/// A column of another register than the declaration's own is written `table.field`; that register must be joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Col(Vec<&'static str>);

impl Col {
    /// This column, or where it is empty another.
    #[must_use]
    pub fn or(mut self, other: impl Into<Self>) -> Self {
        self.0.extend(other.into().0);
        self
    }

    /// The table, where it is not the declaration's own, and the field of each column in turn.
    pub fn parts(&self) -> impl Iterator<Item = (Option<&'static str>, &'static str)> {
        self.0.iter().map(|text| match text.split_once('.') {
            Some((table, field)) => (Some(table), field),
            None => (None, *text),
        })
    }
}

impl From<&'static str> for Col {
    fn from(text: &'static str) -> Self {
        Self(vec![text])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_may_stand_in_for_another() {
        let col = Col::from("area").or("members.area");
        assert_eq!(col.parts().collect::<Vec<_>>(), [(None, "area"), (Some("members"), "area")]);
    }
}
