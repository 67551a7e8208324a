//! The records of the service: what its registers hold.

use figure_service::domain::DomainRegister;
use interchange::register::{Converted, Relation};
use interchange::{Field, FieldType, Register};

/// `projects.csv`: a project, or all projects of an area and a period in total.
#[must_use]
pub fn projects() -> Register {
    let mut fields = vec![
        Field::required("id", FieldType::Id),
        Field::optional("aggregate", FieldType::YesNo),
        Field::optional("count", FieldType::Integer),
        Field::optional("area", FieldType::Area),
        Field::required("period", FieldType::Period),
        Field::required("label", FieldType::Localized),
    ];
    fields.extend(Field::provenance());
    Register::new("projects.csv", &["id"], fields)
}

/// `funding.csv`: money of one source for a project.
#[must_use]
pub fn funding() -> Register {
    let mut fields = vec![
        Field::required("id", FieldType::Id),
        Field::required("project", FieldType::Reference("projects.csv".to_owned())),
        Field::required("source", FieldType::Code("source".to_owned())),
        Field::required("period", FieldType::Period),
    ];
    fields.extend(money("amount"));
    fields.extend(Field::provenance());
    let conversion = converted("amount", "");
    fields.extend(conversion.fields(&FieldType::Currency));
    with_money(Register::new("funding.csv", &["id"], fields), conversion)
}

/// `agreements.csv`: an agreement on a project, or all of a period in total.
#[must_use]
pub fn agreements() -> Register {
    let mut fields = vec![
        Field::required("id", FieldType::Id),
        Field::optional("aggregate", FieldType::YesNo),
        Field::optional("count", FieldType::Integer),
        Field::optional("area", FieldType::Area),
        Field::required("period", FieldType::Period),
    ];
    fields.extend(money("value"));
    fields.push(Field::required("label", FieldType::Localized));
    fields.extend(Field::provenance());
    let conversion = converted("value", "");
    fields.extend(conversion.fields(&FieldType::Currency));
    with_money(Register::new("agreements.csv", &["id"], fields), conversion)
}

/// `pledges.csv`: the state of the pledges at a date.
#[must_use]
pub fn pledges() -> Register {
    let mut fields = vec![
        Field::required("id", FieldType::Id),
        Field::optional("aggregate", FieldType::YesNo),
        Field::optional("count", FieldType::Integer),
        Field::required("as_at", FieldType::Day),
        Field::optional("bound", FieldType::Bound),
    ];
    let [value, decimals, currency] = money("value");
    fields.extend([value, Field::optional("value_bound", FieldType::Bound), decimals, currency]);
    fields.extend(["entities", "countries"].map(|name| Field::optional(name, FieldType::Integer)));
    fields.push(Field::required("label", FieldType::Localized));
    fields.extend(Field::provenance());
    let conversion = converted("value", "value_bound");
    fields.extend(conversion.fields(&FieldType::Currency));
    with_money(Register::new("pledges.csv", &["id"], fields), conversion)
}

/// Exact money: amount, how exactly it is known, currency.
fn money(name: &str) -> [Field; 3] {
    [
        Field::optional(name, FieldType::Decimal),
        Field::optional("decimals", FieldType::Decimals),
        Field::optional("currency", FieldType::Currency),
    ]
}

/// Money that was converted: the amount in the currency in which it was agreed, and the rate with its day and document.
pub(crate) fn converted(number: &str, bound: &str) -> Converted {
    Converted {
        number: number.to_owned(),
        decimals: "decimals".to_owned(),
        bound: bound.to_owned(),
        unit: "currency".to_owned(),
        original: "original_amount".to_owned(),
        original_decimals: "original_decimals".to_owned(),
        original_unit: "original_currency".to_owned(),
        rate: "exchange_rate".to_owned(),
        date: "value_date".to_owned(),
        document: "rate_document".to_owned(),
    }
}

/// Money is never without its currency, and never silently converted.
fn with_money(register: Register, conversion: Converted) -> Register {
    let measured = Relation::measured(&conversion.number, &conversion.unit);
    register.with(measured).with(Relation::Converted(conversion))
}

/// All registers, with what a record set may be limited to.
#[must_use]
pub fn registers() -> Vec<DomainRegister> {
    vec![
        DomainRegister::new(projects()).limited_by("area", "area").limited_by("period", "period"),
        DomainRegister::new(funding()).limited_by("period", "period").limited_by("source", "source"),
        DomainRegister::new(agreements()).limited_by("area", "area").limited_by("period", "period"),
        DomainRegister::new(pledges()).limited_by("period", "as_at"),
    ]
}
