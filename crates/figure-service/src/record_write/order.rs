//! What a request asks to be done with a record, and where in the request it stands.

use api::FieldMask;
use tonic::Status;

use super::cells::Cells;
use super::mask::Mask;
use super::refusal::Wrong;
use crate::rpc::failure;

/// The most records of a batch.
pub const MAX_BATCH: usize = 1_000;

/// What is to be done with one record.
#[derive(Clone, Debug)]
pub struct Order {
    pub(crate) act: Act,
    /// Where the record's fields stand in the request: `project`, `requests[2].funding_line`.
    pub(crate) record: String,
    /// Where the field that names it stands: `project_id`, `project.name`, `name`.
    pub(crate) name: String,
    /// Where the update's mask stands.
    pub(crate) mask: String,
}

/// What is done.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// A record is made; an empty id is made from the request.
    Create { id: String, cells: Cells },
    /// Some fields of a record are changed; one that is not there is made, if that is allowed.
    Update { name: String, cells: Cells, mask: Mask, etag: String, allow_missing: bool },
    /// A record is closed; one that is not there is no mistake, if that is allowed.
    Delete { name: String, etag: String, allow_missing: bool },
}

impl Order {
    /// To create a record: the field of the request that holds it, the id chosen, and its cells.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` where the record is left out.
    pub fn create(field: &str, id: String, cells: Option<Cells>) -> Result<Self, Status> {
        let cells = given(field, cells)?;
        let name = format!("{field}_id");
        Ok(Self { act: Act::Create { id, cells }, record: field.to_owned(), name, mask: String::new() })
    }

    /// To update a record: the field of the request that holds it, its name and entity tag, its cells and the mask.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` where the record is left out.
    pub fn update(
        field: &str,
        record: Option<(String, String, Cells)>,
        mask: Option<FieldMask>,
        allow_missing: bool,
    ) -> Result<Self, Status> {
        let (name, etag, cells) = given(field, record)?;
        let act = Act::Update { name, cells, mask: Mask::of(mask), etag, allow_missing };
        let (name, mask) = (format!("{field}.name"), "update_mask".to_owned());
        Ok(Self { act, record: field.to_owned(), name, mask })
    }

    /// To delete a record.
    #[must_use]
    pub fn delete(name: String, etag: String, allow_missing: bool) -> Self {
        let act = Act::Delete { name, etag, allow_missing };
        Self { act, record: String::new(), name: "name".to_owned(), mask: String::new() }
    }

    /// The same order as one of a batch.
    fn numbered(mut self, number: usize) -> Self {
        for path in [&mut self.record, &mut self.name, &mut self.mask] {
            *path = format!("requests[{number}].{path}");
        }
        self
    }

    /// What is wrong with the order in itself.
    pub(crate) fn wrong(&self) -> Vec<Wrong> {
        let (cells, mask) = match &self.act {
            Act::Create { cells, .. } => (cells, Vec::new()),
            Act::Update { cells, mask, .. } => (cells, mask.wrong(cells)),
            Act::Delete { .. } => return Vec::new(),
        };
        let fields =
            cells.wrong.iter().map(|(path, problem)| Wrong::new(format!("{}.{path}", self.record), problem));
        fields.chain(mask.into_iter().map(|problem| Wrong::new(self.mask.clone(), problem))).collect()
    }
}

fn given<T>(field: &str, record: Option<T>) -> Result<T, Status> {
    record.ok_or_else(|| failure::required(field, "write the record"))
}

/// The orders of a batch. What the batch says for all of them its parts leave out: whether one of them says it is given with each.
///
/// # Errors
/// `INVALID_ARGUMENT` for none, for more than [`MAX_BATCH`], and for a part that says what the batch says.
pub fn batch(parts: Vec<(Result<Order, Status>, bool)>) -> Result<Vec<Order>, Status> {
    if parts.is_empty() || parts.len() > MAX_BATCH {
        let problem = format!("has {} parts; send 1 to {MAX_BATCH}", parts.len());
        return Err(failure::field("requests", problem));
    }
    let numbered = parts.into_iter().enumerate().map(|(number, (order, says))| {
        if says {
            let path = format!("requests[{number}]");
            let problem = "says request_id, reason or validate_only; say them once, for the batch";
            return Err(failure::field(&path, problem));
        }
        let order =
            order.map_err(|status| failure::field(&format!("requests[{number}]"), status.message()))?;
        Ok(order.numbered(number))
    });
    numbered.collect()
}
