//! The settings of a command that reads or writes: a server, or the files of a data folder.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;

use super::database::DatabaseUrl;
use super::reader::{Mistakes, Origin, Reader, Sources};

/// Where a command finds the services, as raw text.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ClientFlags {
    /// Ask a server, such as http://127.0.0.1:8080
    #[arg(long, value_name = "URL", conflicts_with = "data_dir")]
    pub server: Option<String>,
    /// Folder of the databases [default: ./yearbook-data where it is]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<String>,
    /// Bearer token for the server; better set as YEARBOOK_TOKEN
    #[arg(long, value_name = "TOKEN")]
    pub token: Option<String>,
}

/// Where a command finds the services.
#[derive(Clone, Default)]
pub struct Client {
    /// The server asked.
    pub server: Option<http::Uri>,
    /// The folder of the databases.
    pub data_dir: Option<PathBuf>,
    /// The bearer token for the server.
    pub token: Option<String>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { server, data_dir, token: _ } = self;
        f.debug_struct("Client").field("server", server).field("data_dir", data_dir).finish_non_exhaustive()
    }
}

impl ClientFlags {
    fn given(&self) -> BTreeMap<String, Vec<String>> {
        let single = [("server", &self.server), ("data-dir", &self.data_dir), ("token", &self.token)];
        single.into_iter().filter_map(|(n, v)| Some((n.to_owned(), vec![v.clone()?]))).collect()
    }
}

impl Client {
    /// Reads them from flags and environment; a flag for one place goes before a variable for the other.
    ///
    /// # Errors
    /// [`Mistakes`], all at once.
    pub fn read(flags: &ClientFlags) -> Result<Self, Mistakes> {
        Self::from_sources(Sources::gather(flags.given()), flags)
    }

    /// The folder of the databases alone, for a command that asks no server; nothing where none is named.
    ///
    /// # Errors
    /// [`Mistakes`].
    pub fn data_dir(flag: Option<&str>) -> Result<Option<PathBuf>, Mistakes> {
        let flags = ClientFlags { data_dir: flag.map(str::to_owned), ..ClientFlags::default() };
        Self::folder(Sources::gather(flags.given()))
    }

    /// The database of PostgreSQL that a command looks through; nothing where none is named.
    ///
    /// # Errors
    /// [`Mistakes`].
    pub fn database_url(flag: Option<&str>) -> Result<Option<DatabaseUrl>, Mistakes> {
        let given = flag.map(|url| ("database-url".to_owned(), vec![url.to_owned()]));
        let mut reader = Reader::new(Sources::gather(given.into_iter().collect()).without_file());
        let url = reader.secret("database-url", DatabaseUrl::parse);
        reader.finish().map(|()| url)
    }

    fn folder(sources: Sources) -> Result<Option<PathBuf>, Mistakes> {
        let mut reader = Reader::new(sources.without_file());
        let folder = reader.optional("data-dir", |t| Ok(PathBuf::from(t)));
        if reader.origin("data-dir") != Some(Origin::Flag) {
            refuse_database(&mut reader);
        }
        reader.finish().map(|()| folder)
    }

    fn from_sources(sources: Sources, flags: &ClientFlags) -> Result<Self, Mistakes> {
        let mut reader = Reader::new(sources.without_file());
        let client = Self {
            server: reader.optional("server", server).filter(|_| flags.data_dir.is_none()),
            data_dir: reader.optional("data-dir", |t| Ok(PathBuf::from(t))),
            token: reader.optional("token", token),
        };
        if client.server.is_none() && flags.data_dir.is_none() {
            refuse_database(&mut reader);
        }
        // Only here is it known where the server comes from: a flag or a variable.
        if flags.token.is_some() && client.server.is_none() {
            reader.complain(
                "--token: there is no server to send it to; name it with --server or YEARBOOK_SERVER"
                    .to_owned(),
            );
        }
        reader
            .finish()
            .map(|()| Self { data_dir: client.data_dir.filter(|_| client.server.is_none()), ..client })
    }
}

/// Files in the usual folder are not meant where the records are in a database.
fn refuse_database(reader: &mut Reader) {
    if reader.secret("database-url", DatabaseUrl::parse).is_some() {
        reader.complain(
            "YEARBOOK_DATABASE_URL: this command works on files or on a server: name one with --data-dir or --server; what is in \
             PostgreSQL is backed up and restored with its own programs (pg_dump, pg_restore)"
                .to_owned(),
        );
    }
}

fn server(text: &str) -> Result<http::Uri, String> {
    let problem = || "is no address of a server; write http://HOST:PORT".to_owned();
    let uri: http::Uri = text.trim_end_matches('/').parse().map_err(|_| problem())?;
    let bare = matches!(uri.path(), "" | "/") && uri.query().is_none();
    if uri.scheme_str() == Some("http") && uri.host().is_some() && bare { Ok(uri) } else { Err(problem()) }
}

fn token(text: &str) -> Result<String, String> {
    let sound = !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
    if sound { Ok(text.to_owned()) } else { Err("is no token; write visible ASCII characters".to_owned()) }
}

/// Whether what goes to a stream may be coloured: only on a terminal, and not where `NO_COLOR` or a dumb terminal says no.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is the room that the lint points to")]
pub fn may_colour(stream: &impl IsTerminal) -> bool {
    let refused = std::env::var("NO_COLOR").is_ok_and(|v| !v.is_empty());
    let dumb = std::env::var("TERM").is_ok_and(|v| v == "dumb");
    stream.is_terminal() && !refused && !dumb
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(flags: &ClientFlags, environment: &[(&str, &str)]) -> Result<Client, Mistakes> {
        let environment = environment.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Client::from_sources(Sources::from_parts(flags.given(), environment), flags)
    }

    #[test]
    fn a_flag_for_one_place_goes_before_a_variable_for_the_other() {
        let environment = [("SERVER", "http://h:1"), ("DATA_DIR", "elsewhere"), ("CONFIG", "/nowhere.toml")];
        let flags = ClientFlags { data_dir: Some("here".to_owned()), ..ClientFlags::default() };
        let client = read(&flags, &environment).expect("settings");
        assert_eq!((client.server, client.data_dir), (None, Some(PathBuf::from("here"))));
        let client = read(&ClientFlags::default(), &environment).expect("settings");
        assert_eq!(client.server.map(|s| s.to_string()), Some("http://h:1/".to_owned()));
        assert_eq!(client.data_dir, None);
    }

    #[test]
    fn a_token_goes_to_the_server_that_a_variable_names() {
        let flags = ClientFlags { token: Some("secret-secret-secret".to_owned()), ..ClientFlags::default() };
        let client = read(&flags, &[("SERVER", "http://h:1")]).expect("settings");
        assert_eq!(client.token.as_deref(), Some("secret-secret-secret"));
        let mistakes = read(&flags, &[]).expect_err("no server").to_string();
        assert!(mistakes.contains("YEARBOOK_SERVER") && !mistakes.contains("secret"), "{mistakes}");
        let elsewhere = ClientFlags { data_dir: Some("here".to_owned()), ..flags };
        assert!(read(&elsewhere, &[("SERVER", "http://h:1")]).is_err(), "files take no token");
    }

    #[test]
    fn a_command_over_files_takes_their_folder_from_the_flag_or_the_variable() {
        let folder = |flag: Option<&str>| {
            let flags = ClientFlags { data_dir: flag.map(str::to_owned), ..ClientFlags::default() };
            let environment = [("SERVER", "http://h:1"), ("DATA_DIR", "elsewhere")];
            let environment = environment.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
            Client::folder(Sources::from_parts(flags.given(), environment)).expect("settings")
        };
        assert_eq!(folder(None), Some(PathBuf::from("elsewhere")));
        assert_eq!(folder(Some("here")), Some(PathBuf::from("here")));
    }

    #[test]
    fn a_command_over_files_says_that_a_database_is_none() {
        let environment = [("DATABASE_URL", "postgres://ana:secret@db/projects")];
        let refused =
            read(&ClientFlags::default(), &environment).expect_err("no files are meant").to_string();
        assert!(refused.contains("pg_dump") && !refused.contains("secret"), "{refused}");
        let flags = ClientFlags { data_dir: Some("here".to_owned()), ..ClientFlags::default() };
        assert!(read(&flags, &environment).is_ok(), "a folder is named");
        let server = [environment[0], ("SERVER", "http://h:1")];
        assert!(read(&ClientFlags::default(), &server).is_ok(), "a server is named");
    }

    #[test]
    fn what_is_no_server_is_refused_and_no_token_is_shown() {
        for wrong in ["h:1", "https://h", "http://h/path", "http://h?x=1", ""] {
            let flags = ClientFlags { server: Some(wrong.to_owned()), ..ClientFlags::default() };
            assert!(read(&flags, &[]).is_err(), "{wrong}");
        }
        let client = read(&ClientFlags::default(), &[("TOKEN", "secret-secret-secret")]).expect("settings");
        assert!(!format!("{client:?}").contains("secret"));
    }
}
