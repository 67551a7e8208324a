//! The settings of a service, as plain data.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::database::DatabaseUrl;
use super::effective::Effective;
use super::reader::{Mistakes, Reader, Sources};
use crate::caller::{Callers, OwnToken, Readers, Tokens, is_loopback};

/// What an empty database is loaded with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BundleChoice {
    /// The bundle in the binary.
    #[default]
    Embedded,
    /// A folder.
    Folder(PathBuf),
    /// Nothing.
    None,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// Text on a terminal, JSON otherwise.
    #[default]
    Auto,
    /// Text.
    Text,
    /// One JSON object a line.
    Json,
}

/// A site whose pages may call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorsOrigin {
    /// Every site.
    Any,
    /// This one: scheme, host and port, as a browser sends them.
    Site(http::HeaderValue),
}

/// The settings of a service.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Where its database is, unless it has an address.
    pub data_dir: PathBuf,
    /// Its database, where that is reached by an address.
    pub database_url: Option<DatabaseUrl>,
    /// What an empty database is loaded with.
    pub bundle: BundleChoice,
    /// Who may do what; `None` is the local user on loopback.
    pub tokens: Option<Tokens>,
    /// The file that they stand in.
    pub tokens_file: Option<String>,
    /// Who may read what is not released.
    pub readers: Readers,
    /// The token with which the service calls others for itself.
    pub service_token: Option<OwnToken>,
    /// The file that it stands in.
    pub service_token_file: Option<String>,
    /// Where metrics are served, if at all.
    pub metrics_listen: Option<SocketAddr>,
    /// The collector that spans are sent to, if any.
    pub otlp_endpoint: Option<http::Uri>,
    /// What is logged.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// How long the services of a report have to answer.
    pub deadline: Duration,
    /// The address that the public knows the pages by, without a slash at its end.
    pub public_url: Option<String>,
    /// Addresses of other services, by name.
    pub services: Vec<(String, http::Uri)>,
    /// The sites whose pages may call from a browser.
    pub cors_origins: Vec<CorsOrigin>,
}

impl Settings {
    /// Reads all settings.
    ///
    /// # Errors
    /// [`Mistakes`], all at once.
    pub fn read(sources: Sources, default_listen: SocketAddr) -> Result<Self, Mistakes> {
        Self::read_with_origins(sources, default_listen).map(|(settings, _)| settings)
    }

    /// Reads all settings, and tells where each came from.
    ///
    /// # Errors
    /// [`Mistakes`], all at once.
    pub fn read_with_origins(
        sources: Sources,
        default_listen: SocketAddr,
    ) -> Result<(Self, Vec<Effective>), Mistakes> {
        let mut reader = Reader::new(sources);
        let config = reader.optional("config", |t| Ok(t.to_owned()));
        let settings = Self {
            listen: reader.value("listen", default_listen, address),
            data_dir: reader.value("data-dir", PathBuf::from("yearbook-data"), |t| Ok(PathBuf::from(t))),
            database_url: reader.secret("database-url", DatabaseUrl::parse),
            bundle: reader.value("bundle", BundleChoice::Embedded, bundle),
            tokens: reader.optional("tokens", |t| Tokens::read(t.as_ref())),
            tokens_file: reader.optional("tokens", |t| Ok(t.to_owned())),
            readers: reader.value("readers", Readers::Everyone, readers),
            service_token: reader.optional("service-token-file", |t| OwnToken::read(t.as_ref())),
            service_token_file: reader.optional("service-token-file", |t| Ok(t.to_owned())),
            metrics_listen: reader.optional("metrics-listen", address),
            otlp_endpoint: reader.optional("otlp-endpoint", collector),
            log: reader.value("log", "info".to_owned(), log_filter),
            log_format: reader.value("log-format", LogFormat::Auto, log_format),
            deadline: reader.value("deadline", Duration::from_secs(2), milliseconds),
            public_url: reader.optional("public-url", public_url),
            services: reader.list("service", service),
            cors_origins: reader.list("cors-origin", origin),
        };
        if settings.metrics_listen.is_some_and(|m| m == settings.listen && m.port() != 0) {
            reader
                .complain("--metrics-listen: must not be the public address; choose another port".to_owned());
        }
        if ["data-dir", "database-url"].iter().all(|name| reader.origin(name).is_some()) {
            let both =
                "--data-dir and --database-url: records are kept in files or in a database; leave one out";
            reader.complain(format!("{both} (a variable that is empty counts as left out)"));
        }
        let known = reader.origin("tokens").is_some() || is_loopback(settings.listen.ip());
        if settings.readers == Readers::Tokens && !known {
            reader.complain(format!(
                "--readers tokens: nobody could read at {} without a file of tokens; name one with --tokens, or listen on loopback",
                settings.listen
            ));
        }
        let mut names: Vec<&str> = settings.services.iter().map(|(n, _)| n.as_str()).collect();
        names.sort_unstable();
        if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            reader
                .complain(format!("--service: `{}` is given twice; give each service one address", pair[0]));
        }
        if settings.cors_origins.len() > 1 && settings.cors_origins.contains(&CorsOrigin::Any) {
            reader.complain("--cors-origin: `*` allows every site; leave the others out".to_owned());
        }
        let effective = settings.effective(&reader.origins(), config);
        reader.finish().map(|()| (settings, effective))
    }

    /// Who may call.
    #[must_use]
    pub fn callers(&self) -> Callers {
        Callers::new(self.tokens.clone()).read_by(self.readers)
    }

    /// The file of a service's database.
    #[must_use]
    pub fn database(&self, service: &str) -> PathBuf {
        database(&self.data_dir, service)
    }
}

/// The file of a service's database in a folder of them.
#[must_use]
pub fn database(folder: &Path, service: &str) -> PathBuf {
    folder.join(format!("{service}.sqlite"))
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        "is no address; write an IP address and a port, such as 127.0.0.1:8080 or [::1]:8080".to_owned()
    })
}

fn bundle(text: &str) -> Result<BundleChoice, String> {
    match text {
        "none" => Ok(BundleChoice::None),
        path if PathBuf::from(path).join("bundle.toml").is_file() => {
            Ok(BundleChoice::Folder(PathBuf::from(path)))
        }
        _ => Err("is no bundle: a folder with a bundle.toml, or none".to_owned()),
    }
}

fn readers(text: &str) -> Result<Readers, String> {
    match text {
        "everyone" => Ok(Readers::Everyone),
        "tokens" => Ok(Readers::Tokens),
        _ => Err("says not who reads; write everyone, or tokens".to_owned()),
    }
}

fn log_filter(text: &str) -> Result<String, String> {
    let parsed = text.parse::<tracing_subscriber::EnvFilter>();
    parsed
        .map(|_| text.to_owned())
        .map_err(|e| format!("is no filter ({e}); write info, debug or gateway=debug,info"))
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("is no format; write text or json".to_owned()),
    }
}

fn milliseconds(text: &str) -> Result<Duration, String> {
    match text.parse::<u64>() {
        Ok(ms @ 10..=60_000) => Ok(Duration::from_millis(ms)),
        Ok(_) | Err(_) => Err("is no time; write milliseconds from 10 to 60000".to_owned()),
    }
}

fn public_url(text: &str) -> Result<String, String> {
    let problem = || "is no address of a site; write https://HOST, or http://HOST:PORT".to_owned();
    let uri: http::Uri = text.parse().map_err(|_| problem())?;
    let web = matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some();
    let whole =
        web && uri.path() == "/" && uri.query().is_none() && !text.contains(['@', '#', '"', '<', '>']);
    if whole { Ok(text.trim_end_matches('/').to_owned()) } else { Err(problem()) }
}

fn collector(text: &str) -> Result<http::Uri, String> {
    let problem =
        "is no collector; write http://HOST:PORT of its OTLP over gRPC, such as http://127.0.0.1:4317";
    let uri: http::Uri = text.parse().map_err(|_| problem.to_owned())?;
    let whole = uri.scheme_str() == Some("http") && uri.port_u16().is_some_and(|port| port != 0);
    let bare = uri.path() == "/" && uri.query().is_none() && !text.contains(['@', '#']);
    if whole && bare { Ok(uri) } else { Err(problem.to_owned()) }
}

fn service(text: &str) -> Result<(String, http::Uri), String> {
    let problem = || "is no service; write NAME=http://HOST:PORT".to_owned();
    let (name, url) = text.split_once('=').ok_or_else(problem)?;
    let named =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let uri: http::Uri = url.parse().map_err(|_| problem())?;
    if named && uri.scheme_str() == Some("http") && uri.host().is_some() {
        Ok((name.to_owned(), uri))
    } else {
        Err(problem())
    }
}

fn origin(text: &str) -> Result<CorsOrigin, String> {
    if text == "*" {
        return Ok(CorsOrigin::Any);
    }
    let uri = text.parse::<http::Uri>().ok();
    let whole = uri.as_ref().and_then(|uri| {
        let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https"))?;
        Some(format!("{scheme}://{}", uri.authority()?))
    });
    // A browser sends neither a path nor upper case.
    let sent =
        whole.filter(|whole| whole == text && !text.contains('@') && text.to_ascii_lowercase() == text);
    let value = sent.and_then(|sent| http::HeaderValue::try_from(sent).ok());
    value.map(CorsOrigin::Site).ok_or_else(|| {
        "is no origin; write https://HOST or http://HOST:PORT in lower case and without a path, or *"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Settings, Mistakes> {
        let mut flags: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            flags.entry((*name).to_owned()).or_default().push((*value).to_owned());
        }
        Settings::read(Sources::from_parts(flags, BTreeMap::new()), SocketAddr::from(([127, 0, 0, 1], 8080)))
    }

    #[test]
    fn nothing_given_is_the_defaults() {
        let settings = read(&[]).expect("defaults");
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.deadline, Duration::from_secs(2));
        assert_eq!(settings.bundle, BundleChoice::Embedded);
    }

    #[test]
    fn somebody_must_be_able_to_read() {
        let there = ("listen", "10.0.0.7:8080");
        let mistakes = read(&[there, ("readers", "tokens")]).expect_err("nobody reads").to_string();
        assert!(mistakes.contains("--tokens") && mistakes.contains("loopback"), "{mistakes}");
        assert!(read(&[there]).is_ok() && read(&[("readers", "tokens")]).is_ok());
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "0123456789abcdef ana reader\n").expect("it is written");
        let tokens = ("tokens", file.path().to_str().expect("UTF-8"));
        let settings = read(&[there, ("readers", "tokens"), tokens]).expect("readers have tokens");
        assert_eq!(settings.callers().readers(), Readers::Tokens);
        let mistakes = read(&[("readers", "nobody"), ("service-token-file", tokens.1)]).expect_err("two");
        assert_eq!(mistakes.0.len(), 2, "{mistakes}");
        assert!(!mistakes.to_string().contains("0123456789abcdef"));
    }

    #[test]
    fn records_are_kept_in_one_place() {
        let url = ("database-url", "postgres://ana:secret@db/projects");
        let settings = read(&[url]).expect("a database");
        assert!(settings.database_url.is_some() && !format!("{settings:?}").contains("secret"));
        let both = read(&[url, ("data-dir", "here")]).expect_err("two places").to_string();
        assert!(both.contains("leave one out") && !both.contains("secret"), "{both}");
        let twice = read(&[url, url]).expect_err("given twice").to_string();
        assert!(twice.contains("give it once") && !twice.contains("secret"), "{twice}");
    }

    #[test]
    fn all_mistakes_are_named_with_what_to_do() {
        let wrong = [
            ("listen", "8080"),
            ("bundle", "/nowhere"),
            ("deadline", "0"),
            ("log-format", "xml"),
            ("service", "projects"),
            ("service", "a=http://h:1"),
            ("service", "a=http://h:2"),
            ("tokens", "/nowhere/tokens"),
            ("cors-origin", "example.org"),
        ];
        let mistakes = read(&wrong).expect_err("mistakes").0;
        assert_eq!(mistakes.len(), 8, "{mistakes:#?}");
    }

    #[test]
    fn an_origin_is_what_a_browser_sends() {
        let read = |text: &str| origin(text).is_ok();
        assert!(read("*") && read("https://example.org") && read("http://localhost:3000"));
        for text in
            ["", "example.org", "https://Example.org", "https://a/", "https://a/b", "ftp://a", "http://u@a"]
        {
            assert!(!read(text), "{text}");
        }
        let both = [("cors-origin", "*"), ("cors-origin", "https://example.org")];
        assert!(super::tests::read(&both).is_err(), "every site and one more");
    }

    #[test]
    fn the_public_address_is_a_site() {
        for (given, expected) in [
            ("https://report.example.org/", "https://report.example.org"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(read(&[("public-url", given)]).expect("a site").public_url.as_deref(), Some(expected));
        }
        for bad in [
            "report.example.org",
            "ftp://x",
            "https://x/reports",
            "https://x?y",
            "https://a@x",
            "javascript:x",
            "",
        ] {
            assert!(read(&[("public-url", bad)]).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_collector_is_a_host_and_a_port() {
        let given = [("otlp-endpoint", "http://collector.monitoring:4317")];
        let read_as = read(&given).expect("a collector").otlp_endpoint.map(|uri| uri.to_string());
        assert_eq!(read_as.as_deref(), Some("http://collector.monitoring:4317/"));
        assert_eq!(read(&[]).expect("defaults").otlp_endpoint, None, "off unless it is asked for");
        for bad in [
            "collector:4317",
            "https://collector:4317",
            "http://collector",
            "http://a:0",
            "http://a:1/v1/traces",
            "",
        ] {
            assert!(read(&[("otlp-endpoint", bad)]).is_err(), "{bad}");
        }
    }

    #[test]
    fn metrics_never_share_the_public_port() {
        assert!(read(&[("listen", "127.0.0.1:1"), ("metrics-listen", "127.0.0.1:1")]).is_err());
    }
}
