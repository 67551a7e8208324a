//! The records of the service: what its registers hold.

use figure_service::domain::DomainRegister;
use interchange::{Field, FieldType, Register};

/// `events.csv`: a conference, a workshop and the like, with its place and its dates as exact as the source gives
/// them. One without a date is listed and in no calendar.
#[must_use]
pub fn events() -> Register {
    let mut fields = vec![
        Field::required("id", FieldType::Id),
        Field::optional("aggregate", FieldType::YesNo),
        Field::optional("count", FieldType::Integer),
        Field::required("kind", FieldType::Code("event-kind".to_owned())),
        Field::required("organizer", FieldType::Code("organizer".to_owned())),
        Field::optional("part_of", FieldType::Reference("events.csv".to_owned())),
        Field::optional("edition", FieldType::Integer),
        Field::required("label", FieldType::Localized),
        Field::optional("theme", FieldType::Localized),
        Field::optional("city", FieldType::Localized),
        Field::optional("area", FieldType::Area),
        Field::optional("starts", FieldType::Date),
        Field::optional("ends", FieldType::Date),
        Field::optional("format", FieldType::Code("format".to_owned())),
    ];
    fields.extend(Field::provenance());
    Register::new("events.csv", &["id"], fields)
}

/// `attendances.csv`: who came to an event, one number a row.
#[must_use]
pub fn attendances() -> Register {
    let mut fields = vec![
        Field::required("id", FieldType::Id),
        event(),
        Field::required("measure", FieldType::Id),
        Field::required("value", FieldType::Decimal),
        Field::required("decimals", FieldType::Decimals),
        Field::required("unit", FieldType::Unit),
        Field::optional("bound", FieldType::Bound),
    ];
    fields.extend(Field::provenance());
    fields.push(Field::optional("note", FieldType::Text));
    Register::new("attendances.csv", &["id"], fields)
}

/// `outcomes.csv`: what an event decided or produced.
#[must_use]
pub fn outcomes() -> Register {
    let mut fields = vec![
        Field::required("id", FieldType::Id),
        event(),
        Field::required("kind", FieldType::Code("outcome-kind".to_owned())),
        Field::optional("count", FieldType::Integer),
        Field::required("label", FieldType::Localized),
    ];
    fields.extend(Field::provenance());
    Register::new("outcomes.csv", &["id"], fields)
}

fn event() -> Field {
    Field::required("event", FieldType::Reference("events.csv".to_owned()))
}

/// All registers, with what a record set may be limited to.
#[must_use]
pub fn registers() -> Vec<DomainRegister> {
    vec![
        DomainRegister::new(events()).limited_by("organizer", "organizer").limited_by("period", "starts"),
        DomainRegister::new(attendances()).limited_by("event", "event"),
        DomainRegister::new(outcomes()).limited_by("event", "event"),
    ]
}
