//! What a word or phrase means where quantities are read, and how tables name it.

use figures::Bound;

use super::joint::Joint;
use super::mention::{Direction, Kind, Relation, Role};

/// A meaning of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// A number below a thousand that adds to what stands before: seven, seventeen, двести.
    Small(u32),
    /// A word that multiplies by a power of ten: hundred, thousand.
    Power(u32),
    /// One and a half, of the scale that follows: полтора.
    OneAndHalf,
    /// Half of the scale before it: and a half.
    AndHalf,
    /// Between the parts of a number in words, after a multiple of this: and.
    Joiner(u32),
    /// A scale after a number.
    Scale(i32),
    /// A scale that is written to the digits: 5bn.
    Attached(i32),
    /// A fraction as a whole.
    Fraction(u32, u32),
    /// What makes a fraction of the number before it: thirds.
    Denominator(u32),
    /// Between denominator and numerator: 分之.
    Over,
    /// A factor as a whole, as a fraction: doubled 2/1, halved 1/2.
    Multiple(u32, u32),
    /// What makes a factor of the number before it: times.
    Times,
    /// A number that is only near: une trentaine.
    Vague(u32, Bound),
    /// A limit before a number.
    Before(Bound),
    /// A limit after a number.
    After(Bound),
    /// A unit by its code.
    Unit(String),
    /// A unit that stands before the number.
    UnitBefore(String),
    /// Words that may stand between number and unit: of.
    Filler,
    /// Between the ends of a range.
    Between,
    /// Between the ends of a range that opened with [`Sense::OpenPair`].
    PairedAnd,
    /// Before the first end of a range.
    Open,
    /// Before the first of two ends that an "and" joins: between.
    OpenPair,
    /// A change: what the next number is in it, where it leads.
    Change(Option<Role>, Option<Direction>),
    /// A noun or comparative after a number that tells a change: increase, higher.
    ChangeAfter(Direction),
    /// How a period stands to what is said.
    Relation(Relation),
    /// The same after the period: 年底.
    RelationAfter(Relation),
    /// Words after a year: года, 年.
    Year,
    /// 月 and 日, after their numbers.
    MonthMark,
    /// See [`Sense::MonthMark`].
    DayMark,
    /// A month by name.
    Month(i8),
    /// Between day, month and year: of, de.
    DateFiller,
    /// Before a number that names something.
    Label(Kind),
    /// After a number that names something: 号决议.
    LabelAfter(Kind),
    /// Before an ordinal: 第.
    OrdinalBefore,
    /// Before what a rate is given for: per 100.
    Per,
    /// Makes a period belong to what follows: 2019年的.
    Of,
    /// Between a limit and its number: more than the 5.
    Article,
    /// After the digits of an ordinal: rd, er.
    OrdinalAfter,
    /// An ordinal in words.
    Ordinal(u32),
    /// A phrase that states nothing though it looks so.
    Shield,
    /// A word that ends a noun phrase.
    Stop,
    /// Tells that something is held against something else: more, as much.
    Comparative,
    /// Behind a comparative a "than", elsewhere it opens a clause: que.
    Relative,
    /// What joins numbers to a sum or to a change.
    Joint(Joint),
}

/// The meaning that a table's section and key stand for; nothing for one that is unknown.
pub(super) fn sense(section: &str, key: &str) -> Option<Sense> {
    Some(match section {
        "small" => Sense::Small(key.parse().ok()?),
        "power" => Sense::Power(key.parse().ok()?),
        "joiner" => Sense::Joiner(key.parse().ok()?),
        "scale" => Sense::Scale(key.parse().ok()?),
        "attached" => Sense::Attached(key.parse().ok()?),
        "fraction" => fraction(key).map(|(n, d)| Sense::Fraction(n, d))?,
        "denominator" => Sense::Denominator(key.parse().ok()?),
        "multiple" => fraction(key).map(|(n, d)| Sense::Multiple(n, d))?,
        "vague" => {
            let (number, bound) = key.split_once(' ')?;
            Sense::Vague(number.parse().ok()?, bound.parse().ok()?)
        }
        "before" => Sense::Before(key.parse().ok()?),
        "after" => Sense::After(key.parse().ok()?),
        "unit" => Sense::Unit(key.to_owned()),
        "range" => match key {
            "between" => Sense::Between,
            "and" => Sense::PairedAnd,
            "open" => Sense::Open,
            "open-pair" => Sense::OpenPair,
            _ => return None,
        },
        "change" => change(key)?,
        "period" => Sense::Relation(relation(key)?),
        "period-after" => Sense::RelationAfter(relation(key)?),
        "month" => Sense::Month(key.parse().ok()?),
        "label" => Sense::Label(kind(key)?),
        "label-after" => Sense::LabelAfter(kind(key)?),
        "ordinal" => Sense::Ordinal(key.parse().ok()?),
        "joint" => Sense::Joint(joint(key)?),
        "other" => other(key)?,
        _ => return None,
    })
}

fn joint(key: &str) -> Option<Joint> {
    Some(match key {
        "total" => Joint::Total,
        "subtotal" => Joint::Subtotal,
        "share" => Joint::Share,
        "of-which" => Joint::OfWhich,
        "together" => Joint::Together,
        "rest" => Joint::Rest,
        "link" => Joint::Link,
        "yearly" => Joint::Yearly,
        "than" => Joint::Than,
        "unsure" => Joint::Unsure,
        _ => return None,
    })
}

fn fraction(key: &str) -> Option<(u32, u32)> {
    let (n, d) = key.split_once('/')?;
    Some((n.parse().ok()?, d.parse().ok().filter(|d| *d > 0)?))
}

fn change(key: &str) -> Option<Sense> {
    let (up, down) = (Some(Direction::Up), Some(Direction::Down));
    Some(match key {
        "from" => Sense::Change(Some(Role::From), None),
        "to" => Sense::Change(Some(Role::To), None),
        "by" => Sense::Change(Some(Role::By), None),
        "factor" => Sense::Change(Some(Role::Factor), None),
        "move" => Sense::Change(None, None),
        "rise" => Sense::Change(None, up),
        "rise-by" => Sense::Change(Some(Role::By), up),
        "rise-from" => Sense::Change(Some(Role::From), up),
        "fall-from" => Sense::Change(Some(Role::From), down),
        "rise-to" => Sense::Change(Some(Role::To), up),
        "fall" => Sense::Change(None, down),
        "fall-by" => Sense::Change(Some(Role::By), down),
        "fall-to" => Sense::Change(Some(Role::To), down),
        "rise-after" => Sense::ChangeAfter(Direction::Up),
        "fall-after" => Sense::ChangeAfter(Direction::Down),
        _ => return None,
    })
}

fn relation(key: &str) -> Option<Relation> {
    let all = [Relation::In, Relation::AsAt, Relation::Since, Relation::Until, Relation::Between];
    all.into_iter().find(|r| r.name() == key)
}

fn kind(key: &str) -> Option<Kind> {
    [Kind::Section, Kind::Document, Kind::Name].into_iter().find(|k| k.name() == key)
}

fn other(key: &str) -> Option<Sense> {
    Some(match key {
        "one-and-half" => Sense::OneAndHalf,
        "and-half" => Sense::AndHalf,
        "over" => Sense::Over,
        "times" => Sense::Times,
        "filler" | "counter" => Sense::Filler,
        "year" => Sense::Year,
        "month-mark" => Sense::MonthMark,
        "day-mark" => Sense::DayMark,
        "date-filler" => Sense::DateFiller,
        "ordinal-before" => Sense::OrdinalBefore,
        "ordinal-after" => Sense::OrdinalAfter,
        "shield" => Sense::Shield,
        "per" => Sense::Per,
        "of" => Sense::Of,
        "article" => Sense::Article,
        "stop" => Sense::Stop,
        "comparative" => Sense::Comparative,
        "relative" => Sense::Relative,
        _ => return None,
    })
}
