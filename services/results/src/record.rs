//! The records of the service: the results framework of the strategic plan.

use figure_service::domain::DomainRegister;
use interchange::{Field, FieldType, Register};

/// `goals.csv`: the plan's goals.
#[must_use]
pub fn goals() -> Register {
    let mut fields =
        vec![Field::required("id", FieldType::Id), Field::required("label", FieldType::Localized)];
    fields.extend(Field::provenance());
    Register::new("goals.csv", &["id"], fields)
}

/// `targets.csv`: what a goal is measured by, with indicator, baseline, target value and year.
#[must_use]
pub fn targets() -> Register {
    let mut fields = vec![
        Field::required("id", FieldType::Id),
        Field::required("goal", FieldType::Reference("goals.csv".to_owned())),
        Field::required("label", FieldType::Localized),
        Field::required("indicator", FieldType::Localized),
        Field::optional("indicator_key", FieldType::Text),
        Field::optional("sdg", FieldType::Text),
        Field::optional("custodian", FieldType::Text),
        Field::optional("baseline_period", FieldType::Period),
        Field::optional("target_value", FieldType::Decimal),
        Field::optional("target_year", FieldType::Period),
        Field::optional("rating", FieldType::Text),
        Field::required("state", FieldType::Code("state".to_owned())),
        Field::optional("missing_reason", FieldType::Code("missing-reason".to_owned())),
        Field::optional("comment", FieldType::Localized),
    ];
    fields.extend(Field::provenance());
    Register::new("targets.csv", &["id"], fields)
}

/// `outputs.csv` and `enablers.csv`: what the organisation delivers, and what lets it deliver, each with its measures.
#[must_use]
pub fn deliverables(file: &'static str) -> Register {
    let fields = vec![
        Field::required("id", FieldType::Id),
        Field::required("section", FieldType::Text),
        Field::required("label", FieldType::Localized),
        Field::optional("measures", FieldType::Texts),
        department(),
    ];
    Register::new(file, &["id"], fields)
}

/// `mandates.csv`: instructions of resolutions and decisions, with their state and where they are reported.
#[must_use]
pub fn mandates() -> Register {
    let mut fields = vec![
        Field::required("id", FieldType::Id),
        Field::required("instrument", FieldType::Text),
        Field::required("label", FieldType::Localized),
        department(),
        Field::required("state", FieldType::Code("state".to_owned())),
        Field::optional("reported_in", FieldType::Text),
    ];
    fields.extend(Field::provenance());
    Register::new("mandates.csv", &["id"], fields)
}

fn department() -> Field {
    Field::required("department", FieldType::Code("department".to_owned()))
}

/// All registers.
#[must_use]
pub fn registers() -> Vec<DomainRegister> {
    [goals(), targets(), deliverables("outputs.csv"), deliverables("enablers.csv"), mandates()]
        .into_iter()
        .map(DomainRegister::new)
        .collect()
}
