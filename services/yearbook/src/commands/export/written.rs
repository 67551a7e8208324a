//! The files of an export while they are written, a portion of records after the other.
//!
//! A file is begun with its first record, or where it is to be there without any. What a portion holds is all that is in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufWriter, Write};

use figure_service::export::{File, Sink};
use gateway::parquet::{self, Kept};
use interchange::Record;
use interchange::answers::{Column, records};
use interchange::register::Printer;
use kit::folder::{Files, Writing};

use super::Form;

/// The files of a folder.
pub(super) struct Written<'a> {
    folder: &'a Writing,
    form: Form,
    /// Files that are written without a record, too.
    always: BTreeSet<String>,
    begun: BTreeMap<String, Begun>,
    whole: usize,
}

/// A file that was begun.
enum Begun {
    Csv(BufWriter<fs::File>, Printer),
    Lines(BufWriter<fs::File>),
    Parquet(parquet::Writer<BufWriter<fs::File>>),
}

impl<'a> Written<'a> {
    pub(super) fn new(folder: &'a Writing, form: Form) -> Self {
        Self { folder, form, always: BTreeSet::new(), begun: BTreeMap::new(), whole: 0 }
    }

    /// Files that a bundle names are there without a record, too.
    pub(super) fn named(&mut self, names: impl Iterator<Item = String>) {
        if self.form == Form::Csv {
            self.always.extend(names);
        }
    }

    /// A file that is there without a record, too.
    pub(super) fn always(&mut self, name: &str) {
        self.always.insert(name.to_owned());
    }

    /// Files of a bundle that are no records.
    pub(super) fn as_they_are(&mut self, files: &Files) -> anyhow::Result<()> {
        if self.form == Form::Csv {
            for (name, bytes) in files {
                self.folder.file(name)?.write_all(bytes)?;
            }
            self.whole = files.len();
        }
        Ok(())
    }

    /// Ends every file; how many there are.
    pub(super) fn finish(self) -> anyhow::Result<usize> {
        let count = self.whole.saturating_add(self.begun.len());
        for begun in self.begun.into_values() {
            match begun {
                Begun::Csv(mut file, _) | Begun::Lines(mut file) => file.flush()?,
                Begun::Parquet(writer) => writer.finish()?,
            }
        }
        Ok(count)
    }

    fn begin(&self, file: &File) -> io::Result<Begun> {
        let name = &file.register.file;
        let stem = name.strip_suffix(".csv").unwrap_or(name);
        let create = |ending: &str| {
            let created = self.folder.file(&format!("{stem}.{ending}")).map_err(io::Error::other);
            created.map(BufWriter::new)
        };
        Ok(match self.form {
            Form::Csv => {
                let (mut to, printer) = (create("csv")?, Printer::new(&file.register, &file.languages));
                to.write_all(&printer.head())?;
                Begun::Csv(to, printer)
            }
            Form::Jsonl => Begun::Lines(create("jsonl")?),
            Form::Parquet => {
                let columns = records(&file.register, &file.languages, &[]).columns.into_iter();
                let scale = |column: &Column| file.scales.get(&column.name).copied().unwrap_or(0);
                let columns: Vec<(Column, Kept)> = columns
                    .map(|column| {
                        let kept = Kept::of(column.holds, scale(&column));
                        (column, kept)
                    })
                    .collect();
                let name = stem.replace('/', "-");
                Begun::Parquet(
                    parquet::Writer::begin(&name, &columns, create("parquet")?).map_err(io::Error::other)?,
                )
            }
        })
    }
}

impl Sink for Written<'_> {
    fn records(&mut self, file: &File, portion: &[Record]) -> io::Result<()> {
        let name = &file.register.file;
        if portion.is_empty() && !self.always.contains(name) {
            return Ok(());
        }
        if !self.begun.contains_key(name) {
            let begun = self.begin(file)?;
            self.begun.insert(name.clone(), begun);
        }
        let table = || records(&file.register, &file.languages, portion);
        match self.begun.get_mut(name) {
            Some(Begun::Csv(to, printer)) => to.write_all(&printer.rows(portion)),
            Some(Begun::Lines(to)) => to.write_all(&table().json_lines()),
            Some(Begun::Parquet(writer)) if !portion.is_empty() => {
                writer.group(&table().rows).map_err(io::Error::other)
            }
            Some(Begun::Parquet(_)) | None => Ok(()),
        }
    }
}

/// The most decimal places of a field of some records.
pub(super) fn most_places(records: &[Record], field: &str) -> u32 {
    let places = records.iter().filter_map(|record| Some(record.decimal(field)?.normalize().scale()));
    places.max().unwrap_or(0)
}
