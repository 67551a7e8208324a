//! What is looked at in each answer by itself: digits, limits, and the year before.

use figures::interval::far_above;
use figures::{Bound, Decimals, Interval, Value};
use interchange::mistake::Mistake;
use interchange::workbook::{Answer, Column, Given};
use interchange::{Place, mistake::Problem};

use super::block::Item;

/// A year apart, values of one thing rarely differ by a power of ten.
const A_YEAR: u16 = 1;

/// The value of an answer, or what is wrong with it; none for an answer without a value.
pub(super) fn value(file: &str, answer: &Answer, item: &Item) -> Result<Option<Value>, Box<Mistake>> {
    let Some(Given::Value(number)) = answer.given else { return Ok(None) };
    let number = number.normalize();
    let known_to = answer.known_to.unwrap_or(item.known_to);
    // What nobody chose fits the number: 12.5 is not known to 1 only since last year's value was.
    let usual = answer.known_to.is_none() || answer.known_to == Some(item.known_to);
    let written = i32::try_from(number.scale()).map_or(Decimals::Inf, Decimals::Exp);
    let made = Value::new(number, known_to, answer.bound);
    let value = match made {
        Ok(value) => value,
        Err(_) if usual && number.scale() > 0 => Value::new(number, written, answer.bound)
            .map_err(|error| told(file, answer, Column::Value, &error))?,
        Err(error) => return Err(told(file, answer, Column::Value, &error)),
    };
    against_known(file, answer, item, &value)?;
    Ok(Some(value))
}

/// A slip of scale, or a value far beyond a limit, is refused, unless somebody says in the comment why it is right.
fn against_known(file: &str, answer: &Answer, item: &Item, value: &Value) -> Result<(), Box<Mistake>> {
    let explained = answer.comment.is_some();
    let known = [(&item.before, A_YEAR, "last year's value"), (&item.recorded, 0, "the recorded value")];
    for (figure, years, what) in known {
        let Some((figure, other)) = figure.as_ref().and_then(|figure| Some((figure, figure.value?))) else {
            continue;
        };
        if let Some(power) = checks::slip(value, &other, years).filter(|_| !explained) {
            let (number, other) = (value.number, other.number.normalize());
            let factor = factor(power);
            let problem = format!("{number} is about {factor} times {what}, {other} ({})", figure.key);
            return Err(mistake(file, answer, Column::Value, problem, REMEDY));
        }
    }
    let recorded = item.recorded.as_ref().and_then(|figure| figure.value);
    let least = recorded.filter(|least| least.bound != Bound::Exact && !explained);
    if let Some(least) = least.filter(|least| far_above(least, &Interval::of(value))) {
        let problem = format!(
            "{} is more than twice the recorded {} {}",
            value.number,
            least.bound.name(),
            least.number.normalize()
        );
        return Err(mistake(file, answer, Column::Value, problem, REMEDY));
    }
    Ok(())
}

const REMEDY: &str = "correct it, or say in the comment why it is right";

/// `1000`, or `1/1000`.
fn factor(power: i32) -> String {
    let zeros = usize::try_from(power.unsigned_abs()).unwrap_or_default();
    let number = format!("1{}", "0".repeat(zeros));
    if power > 0 { number } else { format!("1/{number}") }
}

fn told(file: &str, answer: &Answer, column: Column, error: &impl std::fmt::Display) -> Box<Mistake> {
    let Problem { problem, remedy } = Problem::of_error(error);
    mistake(file, answer, column, problem, &remedy)
}

/// A mistake at a cell.
pub(super) fn mistake(
    file: &str,
    answer: &Answer,
    column: Column,
    problem: String,
    remedy: &str,
) -> Box<Mistake> {
    let cell = answer.cell(column);
    let place = Place::new(file, answer.row, column.place());
    Box::new(Mistake::new(place, format!("{cell}: {problem}"), remedy).of(&cell))
}
