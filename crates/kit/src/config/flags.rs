//! The flags of `serve`, as raw text: they are parsed together with the environment and the file, so that all mistakes show at once.

use std::collections::BTreeMap;

/// Flags that every `serve` takes. `YEARBOOK_<FLAG>` and the keys of `--config` have the same names.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ServeFlags {
    /// Address to listen on, such as 127.0.0.1:8080
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Folder of the databases [default: ./yearbook-data]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<String>,
    /// PostgreSQL database of one service, in place of a file, such as `postgres://projects@db/projects`; with a password better set as
    /// YEARBOOK_DATABASE_URL
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
    /// Bundle that an empty database is loaded with: a folder, or none [default: the embedded one]
    #[arg(long, value_name = "DIR|none")]
    pub bundle: Option<String>,
    /// File of bearer tokens with actor and roles; without it only local callers may write
    #[arg(long, value_name = "FILE")]
    pub tokens: Option<String>,
    /// Who reads what is not released: everyone, or tokens (whoever has a role) [default: everyone]
    #[arg(long, value_name = "WHO")]
    pub readers: Option<String>,
    /// File of the one token with which this service asks others for itself
    #[arg(long, value_name = "FILE")]
    pub service_token_file: Option<String>,
    /// Address of the metrics, never the public one [default: off]
    #[arg(long, value_name = "ADDRESS")]
    pub metrics_listen: Option<String>,
    /// Collector that traces are sent to by OTLP over gRPC, such as `http://127.0.0.1:4317` [default: off]
    #[arg(long, value_name = "URL")]
    pub otlp_endpoint: Option<String>,
    /// What is logged, such as info or gateway=debug [default: info]
    #[arg(long, value_name = "FILTER")]
    pub log: Option<String>,
    /// How it is logged: text, json [default: text on a terminal, else json]
    #[arg(long, value_name = "FORMAT")]
    pub log_format: Option<String>,
    /// Time that a report's services have to answer, in milliseconds [default: 2000]
    #[arg(long, value_name = "MS")]
    pub deadline: Option<String>,
    /// Address that the public knows the pages by, such as `https://report.example.org`, for what pages say of themselves to search
    /// engines [default: they say nothing that needs it]
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Address of a service, such as projects=http://127.0.0.1:50052; once for each
    #[arg(long, value_name = "NAME=URL")]
    pub service: Vec<String>,
    /// Site whose pages may call from a browser, such as `https://example.org`; once for each, or * for all [default: none]
    #[arg(long, value_name = "ORIGIN")]
    pub cors_origin: Vec<String>,
    /// File of settings (TOML) with these same names
    #[arg(long, value_name = "FILE")]
    pub config: Option<String>,
}

impl ServeFlags {
    /// The flags given, by name.
    #[must_use]
    pub fn given(&self) -> BTreeMap<String, Vec<String>> {
        let single = [
            ("listen", &self.listen),
            ("data-dir", &self.data_dir),
            ("database-url", &self.database_url),
            ("bundle", &self.bundle),
            ("tokens", &self.tokens),
            ("readers", &self.readers),
            ("service-token-file", &self.service_token_file),
            ("metrics-listen", &self.metrics_listen),
            ("otlp-endpoint", &self.otlp_endpoint),
            ("log", &self.log),
            ("log-format", &self.log_format),
            ("deadline", &self.deadline),
            ("public-url", &self.public_url),
            ("config", &self.config),
        ];
        let mut given: BTreeMap<String, Vec<String>> = single
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), vec![value.clone()?])))
            .collect();
        if !self.service.is_empty() {
            given.insert("service".to_owned(), self.service.clone());
        }
        if !self.cors_origin.is_empty() {
            given.insert("cors-origin".to_owned(), self.cors_origin.clone());
        }
        given
    }
}
