//! The settings as they came out, and where each came from: for people who look for the one that is wrong.

use std::collections::BTreeMap;

use super::reader::{Origin, Reader};
use super::settings::{BundleChoice, CorsOrigin, LogFormat, Settings};

/// A setting as it came out. What is secret is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// Its name, as of the flag.
    pub name: &'static str,
    /// Its values; none where it is not set.
    pub values: Vec<String>,
    /// Whether it may have several.
    pub list: bool,
    /// Whether a file could say the same.
    pub writable: bool,
    /// `flag --listen`, `variable YEARBOOK_LISTEN`, `file yearbook.toml`, or `default`.
    pub origin: String,
}

/// Where the settings of a reader came from, by name.
pub(super) type Origins = BTreeMap<&'static str, Origin>;

impl Settings {
    pub(super) fn effective(&self, reader: &Origins, config: Option<String>) -> Vec<Effective> {
        let one = |name, value: Option<String>| effective(name, value.into_iter().collect(), false, reader);
        let bundle = match &self.bundle {
            BundleChoice::Embedded => {
                Effective { writable: false, ..one("bundle", Some("the one in the program".to_owned())) }
            }
            BundleChoice::Folder(folder) => one("bundle", Some(folder.display().to_string())),
            BundleChoice::None => one("bundle", Some("none".to_owned())),
        };
        let log_format = match self.log_format {
            LogFormat::Text => one("log-format", Some("text".to_owned())),
            LogFormat::Json => one("log-format", Some("json".to_owned())),
            LogFormat::Auto => Effective {
                writable: false,
                ..one("log-format", Some("text on a terminal, else json".to_owned()))
            },
        };
        let services = self.services.iter().map(|(name, uri)| format!("{name}={uri}")).collect();
        let site = |origin: &CorsOrigin| match origin {
            CorsOrigin::Any => "*".to_owned(),
            CorsOrigin::Site(site) => String::from_utf8_lossy(site.as_bytes()).into_owned(),
        };
        let origins = self.cors_origins.iter().map(site).collect();
        vec![
            Effective { writable: false, ..one("config", config) },
            one("listen", Some(self.listen.to_string())),
            one("data-dir", Some(self.data_dir.display().to_string())),
            // Its password is not shown, so that what is shown is not what a file would say.
            Effective {
                writable: false,
                ..one("database-url", self.database_url.as_ref().map(ToString::to_string))
            },
            bundle,
            one("tokens", self.tokens_file.clone()),
            one("readers", Some(self.readers.name().to_owned())),
            one("service-token-file", self.service_token_file.clone()),
            one("metrics-listen", self.metrics_listen.map(|address| address.to_string())),
            one("otlp-endpoint", self.otlp_endpoint.as_ref().map(ToString::to_string)),
            one("log", Some(self.log.clone())),
            log_format,
            one("deadline", Some(self.deadline.as_millis().to_string())),
            one("public-url", self.public_url.clone()),
            effective("service", services, true, reader),
            effective("cors-origin", origins, true, reader),
        ]
    }
}

fn effective(name: &'static str, values: Vec<String>, list: bool, origins: &Origins) -> Effective {
    let origin = match origins.get(name) {
        None => "default".to_owned(),
        Some(Origin::Flag) => format!("flag --{name}"),
        Some(Origin::Environment) => {
            format!("variable YEARBOOK_{}", name.replace('-', "_").to_ascii_uppercase())
        }
        Some(Origin::File(path)) => format!("file {}", path.display()),
    };
    Effective { name, values, list, writable: true, origin }
}

impl Reader {
    /// Where each setting that was read came from; none of those that are at their defaults.
    pub(super) fn origins(&self) -> Origins {
        self.known().filter_map(|name| Some((name, self.origin(name)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::Args;

    use super::super::{ServeFlags, Sources};
    use super::*;

    #[test]
    fn every_flag_of_serve_is_shown() {
        let command = ServeFlags::augment_args(clap::Command::new("serve"));
        let flags: BTreeSet<&str> = command.get_arguments().filter_map(clap::Arg::get_long).collect();
        let listen = std::net::SocketAddr::from(([127, 0, 0, 1], 8080));
        let (_, shown) = Settings::read_with_origins(Sources::default(), listen).expect("defaults");
        assert_eq!(shown.iter().map(|setting| setting.name).collect::<BTreeSet<_>>(), flags);
    }
}
