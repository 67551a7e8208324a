//! Values of one unit in one column: unit and scale stand once, in its head, and the cells are short.

use figures::{Decimals, Unit, Value};

use super::form::{Form, Scale};
use super::style::Style;
use super::value::{Printing, UnitPlace};
use super::{PrintError, layout};

/// A column of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Unit and scale, `million CHF`; empty for a plain count.
    pub head: String,
    /// The values, in the order given.
    pub cells: Vec<String>,
}

impl Style {
    /// Prints values of a unit in the scale that the largest of them has by itself; `most_decimals` as in [`Printing`].
    ///
    /// # Errors
    /// [`PrintError`] when some value cannot be printed so.
    pub fn column(
        &self,
        values: &[&Value],
        unit: &Unit,
        most_decimals: Option<i32>,
    ) -> Result<Column, PrintError> {
        let largest = values.iter().max_by_key(|value| value.number.abs());
        let form = match largest {
            Some(largest) => self.scaled_as(largest, unit, most_decimals)?,
            None => Form::default(),
        };
        let least = form.scale.map_or(0, |scale| scale.exponent.saturating_neg());
        let cell = |value: &&Value| {
            // As without a head, zeros may hold the places of a whole number.
            let decimals = match value.decimals {
                Decimals::Exp(known) => Decimals::Exp(known.max(least)),
                Decimals::Inf => Decimals::Inf,
            };
            let value = &Value { decimals, ..**value };
            self.value(&Printing { value, unit, most_decimals, place: UnitPlace::Head }, &form)
        };
        Ok(Column {
            head: self.head(unit, &form)?,
            cells: values.iter().map(cell).collect::<Result<_, _>>()?,
        })
    }

    fn scaled_as(&self, value: &Value, unit: &Unit, most_decimals: Option<i32>) -> Result<Form, PrintError> {
        let prefix = self.unit(unit).prefix;
        let layout = layout::of(value, most_decimals, &Form::default(), prefix, &self.table, false)?;
        let scale = (layout.exponent != 0).then_some(Scale { exponent: layout.exponent, prefix });
        Ok(Form { scale, ..Form::default() })
    }
}
