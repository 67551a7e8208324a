//! What is said of a change, as arithmetic: a growth in per cent, a difference, a factor; and whether two ends allow it.

use figures::interval::End;
use figures::{Bound, Dimension, Interval, Quantity, Rational, Unit};

use crate::draft::examine::stated::{self, Stated, alike, around, is_in, tenths};
use crate::quantities::{Direction, Kind, Lexicon, Mention, Role};
use crate::reading::Amount;

/// What a claim is of two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Growth in per cent.
    Growth,
    /// Growth as a part of the value before: by a third.
    Part,
    /// The value after as a multiple of the value before; of a fall the other way round.
    Ratio,
    /// Growth as a multiple of the value before: 增长了1.5倍.
    Plus,
    /// The difference, in the unit of the ends or in points.
    Difference,
}

/// What is said of a change.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// What it may be, the likeliest first.
    pub(super) forms: Vec<Form>,
    /// The value before, in each of its readings.
    pub(super) from: Vec<Stated>,
    /// The value after.
    pub(super) to: Vec<Stated>,
    /// What is said, without its sign.
    pub(super) said: Vec<Stated>,
    /// Where it leads; nothing where no word says so.
    pub(super) way: Option<Direction>,
    /// What the two ends give is measured in.
    dimension: Dimension,
    /// Whether the two ends are shares in per cent.
    of_shares: bool,
}

/// Another reading of one of the numbers, to try a cause with.
#[derive(Clone, Debug)]
pub(super) enum Other {
    /// In another form.
    Form(Form),
    /// The other way.
    Turned,
    /// The value before times a factor.
    From(Rational),
    /// The value after times a factor.
    To(Rational),
    /// What is said times a factor.
    Said(Rational),
}

impl Claim {
    /// Nothing where units do not go together, or a number is not known.
    pub(super) fn of(by: &Mention, [from, to]: [&Mention; 2], lexicon: &Lexicon) -> Option<Self> {
        let forms = forms(by, to, lexicon);
        if forms.is_empty() {
            return None;
        }
        let said = if by.kind == Kind::Multiple { factors(by)? } else { stated::readings(by)? };
        let way = by.change.and_then(|change| change.direction);
        let dimension = match forms.first()? {
            Form::Growth => Dimension::of(&Unit::new("percent").ok()?).0,
            Form::Part | Form::Ratio | Form::Plus => Dimension::of(&Unit::new("ratio").ok()?).0,
            Form::Difference if is_in(to, "percent") => Dimension::of(&Unit::new("pp").ok()?).0,
            Form::Difference => {
                let unit = to.codes().first().and_then(|code| Unit::new(code).ok());
                unit.map_or(Dimension::Bare, |unit| Dimension::of(&unit).0)
            }
        };
        Some(Self {
            forms,
            from: stated::readings(from)?,
            to: stated::readings(to)?,
            said: said.into_iter().map(without_sign).collect(),
            way: signed(by, way),
            dimension,
            of_shares: is_in(from, "percent") && is_in(to, "percent"),
        })
    }

    /// The same with another number said, whatever its way.
    pub(super) fn saying(&self, factor: &Rational) -> Self {
        let scaled = |said: &Stated| Stated { nominal: None, interval: said.interval.scaled(factor) };
        Self { said: self.said.iter().map(scaled).collect(), way: None, ..self.clone() }
    }

    /// Whether some reading of all three numbers is right; with another reading of one of them if asked.
    pub(super) fn holds(&self, other: Option<Other>) -> bool {
        let scaled = |all: &[Stated], factor: Option<&Rational>| match factor {
            Some(factor) => all.iter().map(|s| s.interval.scaled(factor)).collect::<Vec<_>>(),
            None => all.iter().map(|s| s.interval.clone()).collect(),
        };
        let (mut from, mut to, mut said) = (None, None, None);
        let (mut forms, mut turned) = (self.forms.clone(), false);
        match other {
            None => {}
            Some(Other::Form(form)) => forms = vec![form],
            Some(Other::Turned) => turned = true,
            Some(Other::From(factor)) => from = Some(factor),
            Some(Other::To(factor)) => to = Some(factor),
            Some(Other::Said(factor)) => said = Some(factor),
        }
        let (from, to, said) = (
            scaled(&self.from, from.as_ref()),
            scaled(&self.to, to.as_ref()),
            scaled(&self.said, said.as_ref()),
        );
        let ways: Vec<Direction> = match self.way {
            Some(way) if turned => vec![opposite(way)],
            Some(way) => vec![way],
            None => vec![Direction::Up, Direction::Down],
        };
        let mut every = from.iter().flat_map(|a| to.iter().map(move |b| (a, b)));
        every.any(|(a, b)| {
            ways.iter().any(|way| {
                forms.iter().any(|form| match form.made(a, b, *way) {
                    Some(made) => said.iter().any(|said| made.meets(said)),
                    // What has no result contradicts nothing.
                    None => true,
                })
            })
        })
    }

    /// Whether a growth in per cent of two shares is the very difference of their printed digits, and not what these give as growth: from
    /// 65 % to 68 %, up 3 %. Rounding may explain it, but hardly does.
    pub(super) fn is_points_in_percent(&self) -> bool {
        let nominal = |all: &[Stated]| all.first().and_then(|stated| stated.nominal.clone());
        let numbers = || Some((nominal(&self.from)?, nominal(&self.to)?, nominal(&self.said)?));
        let Some((from, to, said)) = numbers().filter(|_| self.of_shares && self.forms == [Form::Growth])
        else {
            return false;
        };
        let growth = to.minus(&from).over(&from).map(|ratio| ratio.times(&Rational::from(100)).abs());
        let is_growth = growth.is_some_and(|growth| growth.minus(&said).abs() <= Rational::one());
        to.minus(&from).abs() == said && !is_growth
    }

    /// What the two ends give, in the likeliest form and readings.
    pub(super) fn made(&self) -> Option<Quantity> {
        let (form, from, to) = (self.forms.first()?, self.from.first()?, self.to.first()?);
        // Told with its own sign: a fall is below zero.
        let up = match form {
            Form::Ratio => self.way.unwrap_or(Direction::Up),
            Form::Growth | Form::Part | Form::Plus | Form::Difference => Direction::Up,
        };
        let interval = form.made(&from.interval, &to.interval, up)?;
        let nominal = from.nominal.as_ref().zip(to.nominal.as_ref()).and_then(|(a, b)| {
            let (a, b) = (Interval::point(a.clone()), Interval::point(b.clone()));
            form.made(&a, &b, up)?.single().cloned()
        });
        Some(Quantity { nominal, interval, dimension: self.dimension.clone() })
    }
}

impl Form {
    /// What two ends give in this form, positive where they lead the way that is said.
    fn made(self, from: &Interval, to: &Interval, way: Direction) -> Option<Interval> {
        let ratio = || to.over(from).filter(|_| is_positive(from));
        let grown = || Some(ratio()?.minus(&Interval::point(Rational::one())));
        let made = match self {
            Self::Growth => grown()?.scaled(&Rational::from(100)),
            Self::Part | Self::Plus => grown()?,
            Self::Difference => to.minus(from),
            Self::Ratio => {
                return match way {
                    Direction::Up => ratio(),
                    Direction::Down => from.over(to).filter(|_| is_positive(to)),
                };
            }
        };
        Some(if way == Direction::Down { made.negated() } else { made })
    }
}

/// What a mention may mean of two ends; nothing where it can be of another thing.
fn forms(by: &Mention, to: &Mention, lexicon: &Lexicon) -> Vec<Form> {
    let role = by.change.map(|change| change.role);
    let of_shares = is_in(to, "percent") || is_in(to, "pp");
    let is_percent = is_in(by, "percent");
    if by.kind == Kind::Multiple {
        return match role {
            Some(Role::By) if lexicon.times_add() => vec![Form::Plus],
            Some(Role::By) => vec![Form::Ratio, Form::Plus],
            Some(Role::From | Role::To | Role::Factor) | None => vec![Form::Ratio],
        };
    }
    if by.kind == Kind::Share {
        vec![Form::Part]
    } else if role == Some(Role::Factor) {
        vec![Form::Ratio]
    } else if is_percent && is_in(to, "pp") {
        vec![Form::Growth, Form::Difference]
    } else if is_percent {
        vec![Form::Growth]
    } else if is_in(by, "pp") {
        if of_shares { vec![Form::Difference] } else { Vec::new() }
    } else if alike(by, to) && (by.unit.is_none() || to.unit.is_some()) {
        vec![Form::Difference]
    } else {
        Vec::new()
    }
}

/// The factor that a mention states, with what a word for it covers: who writes "doubled" means 1.9 and 2.3 times as well.
fn factors(by: &Mention) -> Option<Vec<Stated>> {
    let reading = by.reading()?;
    let number = match reading.amount {
        Amount::Exact(number) => Rational::from(number),
        Amount::Fraction(n, d) => Rational::of(i64::from(d), i64::from(n))?,
        Amount::None => return None,
    };
    let half = Rational::of(1, 2)?;
    let is_word = by.unit.is_none();
    let above = |share: i64| around(&number, &tenths(share)).high;
    let below = |share: i64| around(&number, &tenths(share)).low;
    let at = End::Closed(number.clone());
    let interval = match reading.bound {
        Bound::Exact if is_word || number.is_whole() => {
            Interval { low: below(1), high: End::Closed(number.plus(&half)) }
        }
        Bound::Exact => return stated::readings(by),
        Bound::AtLeast | Bound::MoreThan => Interval { low: below(0), high: End::Unbounded },
        Bound::AtMost | Bound::LessThan => Interval { low: End::Unbounded, high: at },
        Bound::About => Interval { low: below(2), high: above(2) },
        Bound::JustUnder => Interval { low: below(3), high: at },
        Bound::JustOver => Interval { low: at, high: above(3) },
    };
    let nominal = (reading.bound == Bound::Exact).then_some(number);
    Some(vec![Stated { nominal, interval }])
}

fn without_sign(stated: Stated) -> Stated {
    Stated { nominal: stated.nominal.map(|n| n.abs()), interval: stated.interval.abs() }
}

/// A number with a minus leads down, whatever the words say.
fn signed(by: &Mention, way: Option<Direction>) -> Option<Direction> {
    match by.reading().map(|reading| reading.amount) {
        Some(Amount::Exact(number)) if number.is_sign_negative() => Some(Direction::Down),
        Some(Amount::Exact(_) | Amount::Fraction(..) | Amount::None) | None => way,
    }
}

fn opposite(way: Direction) -> Direction {
    match way {
        Direction::Up => Direction::Down,
        Direction::Down => Direction::Up,
    }
}

fn is_positive(interval: &Interval) -> bool {
    matches!(interval.low.point(), Some(low) if low.is_positive())
}
