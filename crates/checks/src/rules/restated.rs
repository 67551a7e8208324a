//! Values that an earlier report printed otherwise.

use figures::{Answer, Figure, Interval};
use interchange::{Place, Stated};
use report::content::PUBLISHED;

use super::cause;
use super::series::Series;
use crate::finding::{Finding, Rule, grouped};

/// A finding for each row of `published.csv` whose value does not meet what is accepted now, unless the row says why.
pub(crate) fn find<'a>(
    published: &[Stated],
    series: &Series<'_>,
    answer: impl Fn(&str) -> Option<&'a Answer>,
) -> Vec<Finding> {
    let unexplained = published.iter().filter(|row| row.reason.is_none());
    let found = unexplained.filter_map(|row| match answer(&row.key.to_string()) {
        Some(Answer::Figures(figures)) => figures.first().and_then(|figure| of_row(row, figure, series)),
        Some(Answer::Listing(_) | Answer::Error(_)) | None => None,
    });
    found.collect()
}

fn of_row(row: &Stated, figure: &Figure, series: &Series<'_>) -> Option<Finding> {
    let (printed, value) = (row.value?, figure.value?);
    let (then, now) = (Interval::of(&printed), Interval::of(&value));
    let gap = now.distance(&then)?;
    let parts = [
        ("key", figure.key.clone()),
        ("unit", figure.unit.to_string()),
        ("accepted", grouped(&value.number.normalize())),
        ("accepted_interval", grouped(&now)),
        ("accepted_count", figure.sources.len().to_string()),
        ("other", grouped(&printed.number.normalize())),
        ("other_interval", grouped(&then)),
        ("gap", grouped(&gap)),
    ];
    let subject = [figure.key.as_str(), &row.document, &then.to_string()];
    let mut finding = Finding::new(Rule::Restated, &subject, &parts);
    finding.figures.push(figure.key.clone());
    finding.places.push(Place::new(PUBLISHED, row.line, 1));
    finding.sources.clone_from(&figure.sources);
    finding.sources.push(row.source());
    finding.cause = cause::of_values(&figure.key, &value, &printed, series);
    Some(finding)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::finding::Words;
    use crate::sample;

    const MEASURES: [(&str, &str, &str, &str); 1] = [("m", "flow", "none", "period")];

    fn found(row: &str, accepted: (&str, &str)) -> Vec<Finding> {
        let published = format!("key,value,decimals,unit,bound,document,section,locator,reason\n{row}\n");
        let measures = sample::measures(&MEASURES);
        let files = [
            ("bundle.toml", sample::MANIFEST),
            ("measures.csv", measures.as_str()),
            ("codes.csv", "list,code,parent,label_en,words_en,note\nunit,CHF,currency,franc,CHF,\n"),
            ("documents.csv", "id,publisher,label_en\nar-2023,O,Report\n"),
            ("published.csv", published.as_str()),
        ];
        let content = sample::content(&files);
        assert_eq!(content.published.len(), 1, "the row is read");
        let figure = sample::figure("s/m?period=2023", accepted.0, accepted.1);
        let answers =
            BTreeMap::from([("s/m?period=2023".to_owned(), Answer::Figures(vec![Arc::new(figure)]))]);
        find(&content.published, &Series::of(&[]), |key| answers.get(key))
    }

    #[test]
    fn another_value_than_was_printed_is_told_with_both() {
        let findings = found("s/m?period=2023,146,INF,CHF,,ar-2023,4,¶2,", ("164", "INF"));
        assert_eq!(findings.len(), 1);
        let words = Words::of("en").expect("words");
        let message = words.message(&findings[0]);
        assert_eq!(
            message,
            "s/m?period=2023: 164 CHF now, 146 CHF printed in ar-2023 4 ¶2; 18 CHF lie between the two"
        );
        assert_eq!(words.cause(&findings[0]), "two neighbouring digits were swapped");
        assert_eq!(findings[0].places, [Place::new("published.csv", 2, 1)]);
    }

    #[test]
    fn what_rounding_or_a_reason_explains_is_not_restated() {
        assert_eq!(found("s/m?period=2023,150,-1,CHF,,ar-2023,4,¶2,", ("146", "INF")), []);
        assert_eq!(found("s/m?period=2023,146,INF,CHF,,ar-2023,4,¶2,counted anew", ("164", "INF")), []);
    }
}
