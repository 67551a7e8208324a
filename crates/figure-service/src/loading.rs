//! A stream of typed records that is written as one revision: the bundle's file, made while it comes.
//!
//! Each record becomes a row of the file that a person would write, as in `record_write`, and goes the way of a large file: through its
//! reader and all checks into the store's waiting rows, and with the last one into the table. Nothing of the stream is held.

use std::collections::BTreeMap;
use std::time::Duration;

use api::figures::v1::{ErrorReason, ImportOutcome};
use futures::{Stream, StreamExt};
use interchange::mistake::{Mistakes, Place, Problem};
use interchange::{Bundle, Field, register, stated};
use kit::errors::Failure;
use kit::intent;
use tonic::{Code, Status};

use crate::engine::Engine;
use crate::import::{Arriving, Import};
use crate::record_write::Cells;
use crate::rpc::{failure, import};

/// The most records of one message.
pub const MOST: usize = 1_000;
/// How long the next message may take.
const SILENCE: Duration = Duration::from_secs(30);

/// One message of the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Who writes, why and how; the first one.
    Header(Import),
    /// Some records.
    Records(Vec<Cells>),
    /// A message without content.
    Nothing,
}

impl Engine {
    /// Writes the records of a stream to a table of stated values as one revision: those that are there and say the same stay, others get a
    /// new version, new ones are added, and those that are not sent stay. Mistakes and conflicts are an outcome, with the lines of the file
    /// that the records make: the first one is line 2.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a stream that is not of this form or a header that lacks something, `DEADLINE_EXCEEDED` when nothing comes for
    /// 30 seconds, `ALREADY_EXISTS` for a request id that was used with other records; those of the stream and the store.
    pub async fn load(
        &self,
        file: &'static str,
        stream: impl Stream<Item = Result<Piece, Status>>,
    ) -> Result<ImportOutcome, Status> {
        let mut stream = std::pin::pin!(stream);
        let mut next = async || match tokio::time::timeout(SILENCE, stream.next()).await {
            Ok(piece) => piece.transpose(),
            Err(_) => Err(silent()),
        };
        let Some(Piece::Header(header)) = next().await? else {
            return Err(malformed("the first message is not the header; send it first"));
        };
        let wrong = intent::wrong(&header.request_id, &header.reason, header.validate_only);
        if let Some((name, reason, problem)) = wrong.into_iter().next() {
            return Err(Failure::invalid(reason, format!("header.{name}"), problem).into());
        }
        let arriving = self.begin_import(Bundle::default(), Vec::new(), header).await;
        let arriving =
            arriving.map_err(failure::store)?.adding_only().announce(std::iter::once(file.to_owned()));
        let fields =
            stated::observations_register(&stated::dimensions_of(self.domain().name, &arriving.context()))
                .fields;
        let mut loading = Loading { file, fields, arriving, line: 1, mistakes: Mistakes::default() };
        while let Some(piece) = next().await? {
            match piece {
                Piece::Records(records) => loading.add(&records).await?,
                Piece::Header(_) => return Err(malformed("a second header; send one load a call")),
                Piece::Nothing => {
                    return Err(malformed("a message without content; send a header, then records"));
                }
            }
        }
        loading.finish().await
    }
}

/// Records on their way.
struct Loading {
    file: &'static str,
    fields: Vec<Field>,
    arriving: Arriving,
    /// The last line of the file so far.
    line: u32,
    mistakes: Mistakes,
}

impl Loading {
    async fn add(&mut self, records: &[Cells]) -> Result<(), Status> {
        if records.is_empty() || records.len() > MOST {
            let problem = format!("a message of {} records; send 1 to {MOST}", records.len());
            return Err(malformed(&problem));
        }
        let texts: Vec<BTreeMap<String, String>> = records.iter().map(Cells::by_column).collect();
        let columns: Vec<&str> = self.fields.iter().map(|field| field.name.as_str()).collect();
        let bytes = register::write_texts(&self.fields, &columns, &texts);
        for (cells, texts) in records.iter().zip(&texts) {
            let line = self.line.saturating_add(1);
            for (path, wrong) in &cells.wrong {
                let problem = Problem::of_error(wrong);
                let mistake = Problem::new(format!("{path}: {}", problem.problem), problem.remedy);
                self.mistakes.push(mistake.at(Place::new(self.file, line, 1)));
            }
            let known = |column: &str| columns.contains(&column);
            for cell in cells.cells.iter().filter(|cell| !cell.text.is_empty() && !known(&cell.column)) {
                let problem = format!("{}: no measure here has that dimension", cell.path);
                let mistake = Problem::new(problem, format!("leave it out, or use {}", columns.join(", ")));
                self.mistakes.push(mistake.at(Place::new(self.file, line, 1)));
            }
            let breaks: usize = texts.values().map(|text| text.matches('\n').count()).sum();
            self.line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        }
        // Each message is a file of its own; its header line is the stream's but for the first one.
        let header = bytes.iter().position(|byte| *byte == b'\n').map_or(0, |at| at.saturating_add(1));
        let from = if self.arriving.has_begun() { header } else { 0 };
        let bytes = bytes.get(from..).unwrap_or_default().to_vec();
        self.arriving.push(self.file, bytes.into()).await.map_err(failure::store)
    }

    async fn finish(mut self) -> Result<ImportOutcome, Status> {
        if !self.arriving.has_begun() {
            return Err(malformed("the stream has no record; send at least one"));
        }
        self.arriving.wrong(self.mistakes.into_vec());
        let imported = self.arriving.finish().await.map_err(failure::store)?;
        Ok(import::outcome(imported))
    }
}

fn silent() -> Status {
    let message =
        "nothing of the stream came for 30 seconds, and nothing was written; send it again without a pause";
    Failure::new(Code::DeadlineExceeded, ErrorReason::PartTooSlow, message).into()
}

fn malformed(message: &str) -> Status {
    Failure::new(Code::InvalidArgument, ErrorReason::PartMalformed, message).into()
}
