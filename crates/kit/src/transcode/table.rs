//! Which entry a method and a path mean, among many templates.

use http::Method;

use super::template::{Captures, Template};

/// Entries by method and template; the most particular template goes first, then the one that was added first.
#[derive(Clone, Debug)]
pub struct Table<T> {
    entries: Vec<(Method, Template, T)>,
}

/// What a table finds.
#[derive(Debug, PartialEq, Eq)]
pub enum Found<'a, T> {
    /// The entry, its template, and what the path binds.
    Entry(&'a T, &'a Template, Captures),
    /// The path is there, with other methods: those of `Allow`.
    OtherMethods(Vec<Method>),
    /// No template has the path.
    Nothing,
}

impl<T> FromIterator<(Method, Template, T)> for Table<T> {
    fn from_iter<I: IntoIterator<Item = (Method, Template, T)>>(entries: I) -> Self {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by_key(|(_, template, _)| std::cmp::Reverse(template.rank()));
        Self { entries }
    }
}

impl<T> Table<T> {
    /// What a request means. `HEAD` is answered where `GET` is.
    #[must_use]
    pub fn find(&self, method: &Method, path: &str) -> Found<'_, T> {
        let wanted = if method == Method::HEAD { &Method::GET } else { method };
        let mut others: Vec<Method> = Vec::new();
        let mut of_verb = false;
        for (has, template, entry) in &self.entries {
            // They come after all that have a verb: what ends in one is no name of a resource.
            if of_verb && !template.has_verb() {
                break;
            }
            let Some(captures) = template.matches(path) else { continue };
            of_verb = template.has_verb();
            if has == wanted {
                return Found::Entry(entry, template, captures);
            }
            others.push(has.clone());
        }
        if others.is_empty() {
            return Found::Nothing;
        }
        if others.contains(&Method::GET) {
            others.push(Method::HEAD);
        }
        others.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        others.dedup();
        Found::OtherMethods(others)
    }

    /// All entries, the most particular first.
    pub fn iter(&self) -> impl Iterator<Item = &(Method, Template, T)> {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table<u8> {
        let entries = [
            (Method::GET, "/v1/{name=a/*}", 1),
            (Method::GET, "/v1/{name=a/*}:run", 2),
            (Method::GET, "/v1/a", 3),
            (Method::POST, "/v1/a", 4),
            (Method::GET, "/v1/{name=a/*}", 5),
            (Method::GET, "/v1/{name=**}", 6),
            (Method::POST, "/w", 7),
            (Method::POST, "/v1/{name=a/*}:make", 8),
        ];
        let parsed = entries.into_iter().map(|(m, t, n)| (m, Template::parse(t).expect("a template"), n));
        parsed.collect()
    }

    #[track_caller]
    fn check(method: Method, path: &str, expected: u8) {
        let table = table();
        let Found::Entry(entry, ..) = table.find(&method, path) else { panic!("{method} {path}: nothing") };
        assert_eq!(*entry, expected, "{method} {path}");
    }

    #[test]
    fn the_most_particular_template_is_meant_and_the_first_of_equals() {
        check(Method::GET, "/v1/a/x", 1);
        check(Method::GET, "/v1/a/x:run", 2);
        check(Method::GET, "/v1/a/x:walk", 1);
        check(Method::GET, "/v1/a", 3);
        check(Method::HEAD, "/v1/a", 3);
        check(Method::POST, "/v1/a", 4);
        check(Method::GET, "/v1/b/c", 6);
    }

    #[test]
    fn a_path_of_other_methods_says_which() {
        let table = table();
        assert_eq!(table.find(&Method::GET, "/w"), Found::OtherMethods(vec![Method::POST]));
        let expected = Found::OtherMethods(vec![Method::GET, Method::HEAD, Method::POST]);
        assert_eq!(table.find(&Method::PUT, "/v1/a"), expected);
        assert_eq!(table.find(&Method::GET, "/nowhere"), Found::Nothing);
        // A verb that is only posted to is no resource that could be got.
        let posted = || Found::OtherMethods(vec![Method::POST]);
        assert_eq!(table.find(&Method::OPTIONS, "/v1/a/x:make"), posted());
        assert_eq!(table.find(&Method::GET, "/v1/a/x:make"), posted());
    }
}
