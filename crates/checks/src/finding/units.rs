//! Words for the units of a finding's numbers, which readers know better than codes: people, %, 个项目.

use figures::Labels;
use interchange::CodeLists;
use interchange::codes::Code;

use super::Finding;

/// Parts that are numbers with the code of their unit behind them.
pub(super) const MEASURED: [&str; 2] = ["left", "right"];

/// Puts the words of units into findings, as the bundle's code list has them.
pub(crate) fn name(findings: &mut [Finding], codes: &CodeLists) {
    for finding in findings {
        let alone = finding.parts.get("unit").map(String::as_str);
        let behind = MEASURED.iter().filter_map(|part| Some(behind(finding.parts.get(part)?)?.1));
        let known = alone.into_iter().chain(behind).filter_map(|code| codes.get("unit", code));
        finding.units = known.map(|code| (code.code.clone(), words(code))).collect();
    }
}

/// A number and what stands behind it.
pub(super) fn behind(text: &str) -> Option<(&str, &str)> {
    text.rsplit_once(' ')
}

/// The words of a unit by language. A ratio is a number alone.
fn words(code: &Code) -> Labels {
    let languages = code.label.keys().chain(code.words.keys());
    let word = |language: &String| {
        let word = code.beside_numbers(language).or_else(|| code.label.get(language).map(String::as_str));
        let word = word.filter(|_| code.parent.as_deref() != Some("ratio"));
        (language.clone(), word.unwrap_or_default().to_owned())
    };
    languages.map(word).collect()
}

#[cfg(test)]
mod tests {
    use interchange::{Context, codes};

    use super::super::{Rule, Words};
    use super::*;

    const UNITS: &str = "list,code,parent,label_en,label_zh,words_en,words_zh\n\
        unit,organization,count,organization,机构,organization|organizations,家|机构\n\
        unit,person,count,person,人,people|persons,人|名\nunit,percent,share,per cent,百分比,%,%\n\
        unit,ratio,ratio,ratio,比率,times|ratio,倍\n";

    #[track_caller]
    fn check(parts: &[(&'static str, &str)], rule: Rule, language: &str, expected: &str) {
        let lists: CodeLists = codes::read("codes.csv", UNITS.as_bytes(), &Context::default()).0;
        let parts: Vec<_> = parts.iter().map(|(name, part)| (*name, (*part).to_owned())).collect();
        let mut findings = [Finding::new(rule, &["x"], &parts)];
        name(&mut findings, &lists);
        let told = Words::of(language).expect("words").message(&findings[0]);
        assert!(told.contains(expected), "{told}");
    }

    #[test]
    fn units_are_told_in_words_and_exact_numbers_without_an_interval() {
        let parts = |unit| {
            [
                ("key", "s/m"),
                ("accepted", "27"),
                ("unit", unit),
                ("accepted_interval", "[27, 27]"),
                ("other", "47"),
                ("other_interval", "[46.5, 47.5]"),
                ("gap", "19.5"),
            ]
        };
        let disagree = Rule::SourcesDisagree;
        check(&parts("organization"), disagree, "en", "27 organizations in");
        check(&parts("organization"), disagree, "en", "47 organizations [46.5, 47.5] in");
        check(&parts("person"), disagree, "zh", "27 人，");
        check(&parts("percent"), disagree, "en", "19.5 % lie between");
        check(&parts("thing"), disagree, "en", "27 thing in");
        let sides = [("left", "[1, 2] ratio"), ("relation", "="), ("right", "3 person"), ("gap", "1")];
        check(&sides, Rule::Share, "en", "[1, 2] = 3 people does not hold");
    }
}
