//! The address of a database. Nothing that shows one shows its password.

use std::fmt;

use sqlx::postgres::PgConnectOptions;

use crate::error::StoreError;

/// `postgres://ROLE:PASSWORD@HOST:PORT/DATABASE`. The password may be left out: it is then the one of the environment (`PGPASSWORD`) or
/// of the password file, as PostgreSQL's own programs find it.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl {
    text: String,
    shown: String,
}

/// Settings that a URL may carry behind `?`.
const SETTINGS: [&str; 5] = ["host", "port", "sslmode", "application_name", "options"];

impl PostgresUrl {
    /// Reads a URL. It names its role and its database, so that nothing depends on who starts the program.
    ///
    /// # Errors
    /// `Invalid`, without the URL's text.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let fault = |why: &str| StoreError::invalid("the database URL", why);
        let form = "is not understood; write postgres://ROLE:PASSWORD@HOST:PORT/DATABASE";
        let scheme = ["postgres://", "postgresql://"].iter().find_map(|scheme| text.strip_prefix(scheme));
        let (address, settings) =
            scheme.map(|rest| rest.split_once('?').unwrap_or((rest, ""))).ok_or_else(|| fault(form))?;
        let (authority, database) =
            address.split_once('/').ok_or_else(|| fault("names no database; end it with /DATABASE"))?;
        let (role, _) = authority
            .rsplit_once('@')
            .ok_or_else(|| fault("names no role; write ROLE:PASSWORD@ before the host"))?;
        let role = role.split(':').next().unwrap_or_default();
        if role.is_empty() || database.is_empty() || database.contains('/') {
            return Err(fault(form));
        }
        let names = settings
            .split('&')
            .filter(|setting| !setting.is_empty())
            .map(|setting| setting.split('=').next().unwrap_or_default());
        for name in names {
            if !SETTINGS.contains(&name) {
                return Err(fault(&format!("has the setting `{name}`; there are {}", SETTINGS.join(", "))));
            }
        }
        let options: PgConnectOptions = text.parse().map_err(|_| fault(form))?;
        let host = options
            .get_socket()
            .map_or_else(|| options.get_host().to_owned(), |folder| folder.display().to_string());
        let shown = format!("postgres://{role}@{host}:{}/{database}", options.get_port());
        Ok(Self { text: text.to_owned(), shown })
    }

    pub(super) fn options(&self) -> Result<PgConnectOptions, StoreError> {
        let options: PgConnectOptions =
            self.text.parse().map_err(|_| StoreError::invalid("the database URL", "is not understood"))?;
        let named = options.get_application_name().is_some();
        Ok(if named { options } else { options.application_name("yearbook") })
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str, expected: &str) {
        let error = PostgresUrl::parse(text).expect_err("refused").to_string();
        assert!(error.contains(expected) && !error.contains("secret"), "{text}: {error}");
    }

    #[test]
    fn a_url_is_shown_without_its_password() {
        for (text, shown) in [
            ("postgres://ana:secret@db:5433/projects", "postgres://ana@db:5433/projects"),
            ("postgresql://ana:se%40cret:x@db/projects?sslmode=disable", "postgres://ana@db:5432/projects"),
            ("postgres://ana@%2Frun%2Fpostgresql/projects", "postgres://ana@/run/postgresql:5432/projects"),
            ("postgres://ana:secret@[::1]:5432/projects", "postgres://ana@[::1]:5432/projects"),
        ] {
            let url = PostgresUrl::parse(text).expect("a URL");
            assert_eq!((url.to_string(), format!("{url:?}")), (shown.to_owned(), shown.to_owned()));
        }
    }

    #[test]
    fn what_is_no_url_says_what_is_missing_and_nothing_else() {
        refused("mysql://ana:secret@db/projects", "postgres://ROLE:PASSWORD@HOST:PORT/DATABASE");
        refused("postgres://ana:secret@db", "names no database");
        refused("postgres://db/projects", "names no role");
        refused("postgres://:secret@db/projects", "not understood");
        refused("postgres://ana:secret@db:x/projects", "not understood");
        refused("postgres://ana@db/projects?password=secret", "has the setting `password`");
        refused("postgres://ana@db/projects?sslmode=secret", "not understood");
    }
}
