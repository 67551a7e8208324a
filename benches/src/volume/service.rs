//! The service of observations, over a file or a database, and the import of a part into it as any client does it.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use api::figures::v1::figure_service_client::FigureServiceClient;
use api::figures::v1::import_part_request::Content;
use api::figures::v1::{FileChunk, ImportHeader, ImportPartRequest, PartFile};
use tonic::transport::Channel;
use yearbook_tests::process::Process;

use super::data::Data;
use crate::cpu;
use crate::start::beside;

/// Bytes of a chunk.
const CHUNK: usize = 1 << 20;

/// A running service.
pub(super) struct Service {
    process: Process,
    /// Where its file is, if it has one.
    folder: PathBuf,
    channel: Channel,
}

impl Service {
    pub(super) fn over_file(folder: &Path) -> Result<Self> {
        Self::start(["--data-dir", &folder.display().to_string()], folder)
    }

    pub(super) fn over_database(url: &str) -> Result<Self> {
        Self::start(["--database-url", url], Path::new(""))
    }

    fn start(place: [&str; 2], folder: &Path) -> Result<Self> {
        let name = "yearbook-connectivity";
        let mut command = Command::new(beside(name)?);
        command.args(place).args([
            "--bundle",
            "none",
            "--listen",
            "127.0.0.1:0",
            "--log",
            "info",
            "--log-format",
            "json",
        ]);
        let process = Process::spawn(name, command).ready();
        let channel = Channel::from_shared(process.url())?.tcp_nodelay(true).connect_lazy();
        Ok(Self { process, folder: folder.to_owned(), channel })
    }

    pub(super) fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// Its file.
    pub(super) fn file(&self) -> PathBuf {
        kit::config::database(&self.folder, "connectivity")
    }

    /// `HOST:PORT`.
    pub(super) fn authority(&self) -> String {
        self.process.address().to_string()
    }

    pub(super) fn pids(&self) -> [u32; 1] {
        [self.process.id()]
    }

    /// The most that it ever held of memory, in megabytes.
    pub(super) fn peak(&self) -> Result<f64> {
        cpu::peak(self.process.id())
    }

    /// Imports a part, the large file last. An error where anything is wrong with it.
    pub(super) async fn import(&self, data: &Data) -> Result<()> {
        let path = data.file();
        let size = std::fs::metadata(&path)?.len();
        let sized = |name: &str, bytes: u64| -> Result<PartFile> {
            Ok(PartFile { name: name.to_owned(), size_bytes: i64::try_from(bytes)? })
        };
        let mut files = Vec::new();
        for (name, text) in &data.small {
            files.push(sized(name, u64::try_from(text.len())?)?);
        }
        files.push(sized("observations.csv", size)?);
        let header = ImportHeader {
            service: "connectivity".to_owned(),
            files,
            request_id: format!("run-{}", fastrand::u64(..)),
            reason: "a benchmark".to_owned(),
            ..ImportHeader::default()
        };
        let small: Vec<FileChunk> = data
            .small
            .iter()
            .map(|(name, text)| FileChunk {
                name: (*name).to_owned(),
                data: text.clone().into_bytes().into(),
            })
            .collect();
        let mut file = std::fs::File::open(path)?;
        let large = std::iter::from_fn(move || {
            let mut data = vec![0; CHUNK];
            let read = file.read(&mut data).ok().filter(|read| *read > 0)?;
            data.truncate(read);
            Some(FileChunk { name: "observations.csv".to_owned(), data: data.into() })
        });
        let chunks = small.into_iter().chain(large).map(Content::Chunk);
        let messages = std::iter::once(Content::Header(header)).chain(chunks);
        let messages = messages.map(|content| ImportPartRequest { content: Some(content) });
        let answer =
            FigureServiceClient::new(self.channel()).import_part(tokio_stream::iter(messages)).await?;
        let outcome = answer.into_inner().outcome.context("an outcome")?;
        if let Some(mistake) = outcome.mistakes.first() {
            bail!("{}:{}: {}", mistake.file, mistake.line, mistake.problem);
        }
        let read: i64 =
            outcome.files.iter().filter(|file| file.file == "observations.csv").map(|file| file.read).sum();
        if usize::try_from(read)? != data.rows() {
            bail!("{read} rows were read");
        }
        Ok(())
    }
}
