//! Whether the records of a key are all there: what the bundle's record sets say about its files.

use figures::Period;
use interchange::manifest::RecordSet;

use crate::domain::Domain;
use crate::total::Wanted;

/// Whether each of the tables is complete for what a key asks. A table that no record set speaks of is partial.
pub(crate) fn is_complete(domain: &Domain, sets: &[RecordSet], tables: &[&str], wanted: &Wanted) -> bool {
    tables.iter().all(|table| {
        let file = domain.register(table).map(|r| r.file.as_str());
        file.is_some_and(|file| covers(sets.iter().filter(|s| s.file == file && s.complete), wanted))
    })
}

/// Whether complete sets cover what is asked: one of them, or for an interval of years one a year.
fn covers<'a>(sets: impl Iterator<Item = &'a RecordSet>, wanted: &Wanted) -> bool {
    let sets: Vec<&RecordSet> = sets.collect();
    if sets.iter().any(|set| covers_alone(set, wanted, wanted.period.as_ref())) {
        return true;
    }
    let Some(Period::Interval(first, last)) = &wanted.period else { return false };
    match (first.as_ref(), last.as_ref()) {
        (Period::Year(first), Period::Year(last)) => (*first..=*last).all(|year| {
            let year = Period::Year(year);
            sets.iter().any(|set| covers_alone(set, wanted, Some(&year)))
        }),
        _ => false,
    }
}

fn covers_alone(set: &RecordSet, wanted: &Wanted, period: Option<&Period>) -> bool {
    set.filter.iter().all(|(dimension, code)| {
        if dimension == "period" {
            let covered = code.parse::<Period>().ok();
            matches!((covered, period), (Some(covered), Some(asked)) if covered.contains(asked))
        } else {
            wanted.codes.get(dimension) == Some(code)
        }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use interchange::mistake::Place;
    use interchange::{Field, FieldType, Register};

    use super::*;
    use crate::domain::DomainRegister;

    fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    fn set(filter: &[(&str, &str)], complete: bool) -> RecordSet {
        let place = Place::start("bundle.toml");
        RecordSet { file: "projects.csv".into(), filter: map(filter), complete, source: "d".into(), place }
    }

    #[track_caller]
    fn check(sets: &[RecordSet], key: &[(&str, &str)], expected: bool) {
        let register = Register::new("projects.csv", &["id"], vec![Field::required("id", FieldType::Id)]);
        let domain = Domain { registers: vec![DomainRegister::new(register)], ..Domain::default() };
        let wanted = Wanted::new(map(key), None);
        assert_eq!(is_complete(&domain, sets, &["projects"], &wanted), expected, "{key:?}");
    }

    #[test]
    fn only_what_a_complete_set_covers_is_complete() {
        let year = [set(&[("period", "2024")], true)];
        check(&year, &[("period", "2024")], true);
        check(&year, &[("period", "2024-03"), ("area", "AFR")], true);
        check(&year, &[("period", "2023")], false);
        check(&year, &[("period", "2023/2024")], false);
        check(&[set(&[("period", "2024")], false)], &[("period", "2024")], false);
        check(&[], &[("period", "2024")], false);
        check(&[set(&[], true)], &[("period", "1999")], true);
    }

    #[test]
    fn a_set_of_one_code_says_nothing_of_the_total() {
        let partner = [set(&[("period", "2024"), ("source", "partner")], true)];
        check(&partner, &[("period", "2024"), ("source", "partner")], true);
        check(&partner, &[("period", "2024")], false);
    }

    #[test]
    fn sets_of_each_year_cover_the_interval() {
        let years = [set(&[("period", "2023")], true), set(&[("period", "2024")], true)];
        check(&years, &[("period", "2023/2024")], true);
        check(&years, &[("period", "2022/2024")], false);
    }
}
