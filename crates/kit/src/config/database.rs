//! The address of a database as a setting: it may hold a password, which nothing shows.

use std::fmt;

/// `postgres://ROLE:PASSWORD@HOST:PORT/DATABASE`. Shown without its password and without what stands behind `?`.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// A URL that looks like one; what else is wrong with it, the database's driver tells.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let problem = || "is no database; write postgres://ROLE:PASSWORD@HOST:PORT/DATABASE".to_owned();
        let (scheme, rest) = text.split_once("://").ok_or_else(problem)?;
        let whole = rest.split('?').next().and_then(|address| address.split_once('/'));
        let known = matches!(scheme, "postgres" | "postgresql");
        let named = whole.is_some_and(|(server, database)| server.contains('@') && !database.is_empty());
        if known && named { Ok(Self(text.to_owned())) } else { Err(problem()) }
    }

    /// The whole text, for whoever connects.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.0.split('?').next().unwrap_or_default();
        let (scheme, rest) = address.split_once("://").unwrap_or_default();
        // The first `/` ends the server's part, the last `@` before it the role's.
        let (server, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (role, host) = server.rsplit_once('@').unwrap_or(("", server));
        let name = role.split(':').next().unwrap_or_default();
        let hidden = if role.contains(':') { ":***" } else { "" };
        write!(f, "{scheme}://{name}{hidden}@{host}/{database}")
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for (given, shown) in [
            ("postgres://ana:secret@db:5433/projects", "postgres://ana:***@db:5433/projects"),
            ("postgresql://ana:se@cret@db/projects?sslmode=disable", "postgresql://ana:***@db/projects"),
            ("postgres://ana@db/projects?password=secret", "postgres://ana@db/projects"),
        ] {
            let url = DatabaseUrl::parse(given).expect("a URL");
            assert_eq!((url.to_string(), format!("{url:?}")), (shown.to_owned(), shown.to_owned()));
            assert_eq!(url.expose(), given);
        }
        for wrong in [
            "",
            "projects",
            "mysql://a:secret@b/c",
            "postgres://db/projects",
            "postgres://a:secret@db",
            "postgres://a@db/",
            "postgres://a:se/secret@db/c",
        ] {
            let problem = DatabaseUrl::parse(wrong).expect_err("no URL");
            assert!(!problem.contains("secret"), "{problem}");
        }
    }
}
