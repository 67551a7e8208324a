//! The records of the service: what its registers hold.

use figure_service::domain::DomainRegister;
use interchange::{Field, FieldType, Register};

/// `members.csv`: a Member State, or an entity; or all of a kind in total.
#[must_use]
pub fn members() -> Register {
    let mut fields = vec![
        Field::required("id", FieldType::Id),
        Field::optional("aggregate", FieldType::YesNo),
        Field::optional("count", FieldType::Integer),
        Field::required("kind", FieldType::Code("kind".to_owned())),
        Field::optional("area", FieldType::Area),
        Field::optional("joined", FieldType::Date),
        Field::optional("left", FieldType::Date),
        Field::required("label", FieldType::Localized),
    ];
    fields.extend(Field::provenance());
    Register::new("members.csv", &["id"], fields)
}

/// `memberships.csv`: a member's standing in a sector, from a date to a date.
#[must_use]
pub fn memberships() -> Register {
    let mut fields = vec![
        Field::required("id", FieldType::Id),
        Field::optional("aggregate", FieldType::YesNo),
        Field::optional("member", FieldType::Reference("members.csv".to_owned())),
        Field::optional("count", FieldType::Integer),
        Field::optional("sector", FieldType::Code("sector".to_owned())),
        Field::optional("kind", FieldType::Code("kind".to_owned())),
        Field::optional("area", FieldType::Area),
        Field::optional("fee_class", FieldType::Text),
        Field::optional("joined", FieldType::Date),
        Field::optional("left", FieldType::Date),
    ];
    fields.extend(Field::provenance());
    Register::new("memberships.csv", &["id"], fields)
}

/// All registers, with what a record set may be limited to.
#[must_use]
pub fn registers() -> Vec<DomainRegister> {
    vec![
        DomainRegister::new(members()).limited_by("area", "area").limited_by("kind", "kind"),
        DomainRegister::new(memberships()).limited_by("area", "area").limited_by("sector", "sector"),
    ]
}
