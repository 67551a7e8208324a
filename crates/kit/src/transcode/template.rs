//! Path templates of `google.api.http`: `/v1/{name=reports/*}:check`.
//!
//! The grammar is the one of `google/api/http.proto`. axum's router cannot say a verb after `:`, nor a variable over several
//! segments, so that this stands beside it.

use std::sync::Arc;

use percent_encoding::percent_decode_str;

/// A template: segments, variables over them, a verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    text: Arc<str>,
    segments: Vec<Segment>,
    variables: Vec<Variable>,
    verb: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// This text.
    Literal(String),
    /// `*`: one segment.
    One,
    /// `**`: all that follow, also none; only at the end.
    Rest,
}

/// A field that takes the text of some segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The path of the field in the request: `name`, `project.name`.
    pub field: String,
    from: usize,
    until: usize,
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{template}` is no path template: {problem}")]
pub struct TemplateError {
    template: String,
    problem: &'static str,
}

/// What a path binds: fields by path, with their text decoded.
pub type Captures = Vec<(String, String)>;

impl Template {
    /// Parses a template.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let fail = |problem| TemplateError { template: text.to_owned(), problem };
        let rest = text.strip_prefix('/').ok_or_else(|| fail("it does not begin with `/`"))?;
        let (path, verb) = split_verb(rest);
        let mut template = Self {
            text: text.into(),
            segments: Vec::new(),
            variables: Vec::new(),
            verb: verb.map(str::to_owned),
        };
        for part in parts(path).ok_or_else(|| fail("a brace is not closed"))? {
            template.add(part).map_err(fail)?;
        }
        let inner = template.segments.len().saturating_sub(1);
        if template.segments.iter().take(inner).any(|segment| *segment == Segment::Rest) {
            return Err(fail("`**` is not at its end"));
        }
        Ok(template)
    }

    fn add(&mut self, part: &str) -> Result<(), &'static str> {
        let Some(variable) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) else {
            self.segments.push(segment(part)?);
            return Ok(());
        };
        let (field, pattern) = variable.split_once('=').unwrap_or((variable, "*"));
        let named = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        if !field.split('.').all(named) {
            return Err("a variable's field is no name");
        }
        let from = self.segments.len();
        for part in pattern.split('/') {
            self.segments.push(segment(part)?);
        }
        let until = self.segments.len();
        self.variables.push(Variable { field: field.to_owned(), from, until });
        Ok(())
    }

    /// As it was written.
    #[must_use]
    pub fn written(&self) -> &Arc<str> {
        &self.text
    }

    /// The fields that the path binds; none when it is not of this template.
    #[must_use]
    pub fn matches(&self, path: &str) -> Option<Captures> {
        let mut path = path.strip_prefix('/')?;
        if let Some(verb) = &self.verb {
            path = path.strip_suffix(verb.as_str())?.strip_suffix(':')?;
        }
        let parts: Vec<&str> = path.split('/').collect();
        let rest = self.segments.last() == Some(&Segment::Rest);
        let fixed = self.segments.len().saturating_sub(usize::from(rest));
        if parts.len() < fixed || (!rest && parts.len() > fixed) {
            return None;
        }
        let fits = |(segment, part): (&Segment, &&str)| match segment {
            Segment::Literal(text) => text == part,
            Segment::One => !part.is_empty(),
            Segment::Rest => true,
        };
        if !self.segments.iter().zip(&parts).all(fits) {
            return None;
        }
        self.variables
            .iter()
            .map(|variable| Some((variable.field.clone(), self.text(variable, &parts)?)))
            .collect()
    }

    /// The text of a variable, decoded. What spans several segments keeps `%2F` as it is: decoded it would be another segment.
    fn text(&self, variable: &Variable, parts: &[&str]) -> Option<String> {
        let pattern = self.segments.get(variable.from..variable.until)?;
        let until = if pattern.last() == Some(&Segment::Rest) { parts.len() } else { variable.until };
        let several = !matches!(pattern, [Segment::One | Segment::Literal(_)]);
        let decoded = parts.get(variable.from..until)?.iter().map(|part| decode(part, several));
        Some(decoded.collect::<Option<Vec<String>>>()?.join("/"))
    }

    /// The fields that the path binds.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|variable| variable.field.as_str())
    }

    /// Whether it ends in a verb: `:check`.
    pub(super) fn has_verb(&self) -> bool {
        self.verb.is_some()
    }

    /// How particular it is: a verb first, then literals, then fewer `**`.
    pub(super) fn rank(&self) -> (bool, usize, bool) {
        let literals = self.segments.iter().filter(|s| matches!(s, Segment::Literal(_))).count();
        (self.verb.is_some(), literals, self.segments.last() != Some(&Segment::Rest))
    }

    /// The segments with the index of the variable that each belongs to, and the verb.
    pub(crate) fn shape(&self) -> (impl Iterator<Item = (&Segment, Option<&Variable>)>, Option<&str>) {
        let of = |at: usize| self.variables.iter().find(move |v| (v.from..v.until).contains(&at));
        let segments = self.segments.iter().enumerate().map(move |(at, segment)| (segment, of(at)));
        (segments, self.verb.as_deref())
    }
}

/// Splits at the last `:` after the last `/` that is in no braces.
fn split_verb(text: &str) -> (&str, Option<&str>) {
    let after = text.rfind(['/', '}']).map_or(0, |at| at.saturating_add(1));
    match text.get(after..).and_then(|last| last.rfind(':')) {
        Some(colon) => {
            let (path, verb) = text.split_at(after.saturating_add(colon));
            (path, verb.strip_prefix(':'))
        }
        None => (text, None),
    }
}

/// The segments and variables of a path.
fn parts(path: &str) -> Option<Vec<&str>> {
    let (mut parts, mut rest) = (Vec::new(), path);
    loop {
        let end = match rest.strip_prefix('{') {
            Some(_) => rest.find('}')?.saturating_add(1),
            None => rest.find('/').unwrap_or(rest.len()),
        };
        let (part, after) = rest.split_at(end);
        parts.push(part);
        match after.strip_prefix('/') {
            Some(next) => rest = next,
            None => return after.is_empty().then_some(parts),
        }
    }
}

fn segment(text: &str) -> Result<Segment, &'static str> {
    match text {
        "" => Err("a segment is empty"),
        "*" => Ok(Segment::One),
        "**" => Ok(Segment::Rest),
        text if text.contains(['{', '}', '*']) => {
            Err("a segment is neither a word, `*`, `**` nor a variable")
        }
        text => Ok(Segment::Literal(text.to_owned())),
    }
}

fn decode(part: &str, keep_slash: bool) -> Option<String> {
    if !keep_slash || !part.contains("%2") {
        return percent_decode_str(part).decode_utf8().ok().map(Into::into);
    }
    // Encoded once more, a slash is still encoded after decoding.
    let kept = part.replace("%2F", "%252F").replace("%2f", "%252f");
    percent_decode_str(&kept).decode_utf8().ok().map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &str, path: &str, expected: Option<&[(&str, &str)]>) {
        let found = Template::parse(template).expect("a template").matches(path);
        let expected = expected.map(|pairs| {
            pairs.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect::<Captures>()
        });
        assert_eq!(found, expected, "{template} with {path}");
    }

    #[test]
    fn paths_bind_fields() {
        check("/v1/projects", "/v1/projects", Some(&[]));
        check("/v1/{name=projects/*}", "/v1/projects/a", Some(&[("name", "projects/a")]));
        check("/v1/{name}", "/v1/a", Some(&[("name", "a")]));
        check("/v1/{a.b=x/*/y/*}", "/v1/x/1/y/2", Some(&[("a.b", "x/1/y/2")]));
        check("/v1/{name=**}", "/v1/a/b/c", Some(&[("name", "a/b/c")]));
        check("/v1/{a=x/*}/{b=y/**}", "/v1/x/1/y/2/3", Some(&[("a", "x/1"), ("b", "y/2/3")]));
        check("/events.ics", "/events.ics", Some(&[]));
    }

    #[test]
    fn verbs_stand_after_the_last_colon() {
        check("/v1/figures:batchGet", "/v1/figures:batchGet", Some(&[]));
        check("/v1/{name=reports/*}:check", "/v1/reports/2024:check", Some(&[("name", "reports/2024")]));
        check("/v1/{name=reports/*}:check", "/v1/reports/2024", None);
        check("/v1/{name=reports/*}:check", "/v1/reports/:check", None);
        check("/v1/{name=reports/*}", "/v1/reports/a:b", Some(&[("name", "reports/a:b")]));
    }

    #[test]
    fn other_paths_are_not_of_the_template() {
        for path in
            ["/v1", "/v1/projects/", "/v1/projects/a/b", "/v1/events/a", "v1/projects/a", "/v2/projects/a"]
        {
            check("/v1/{name=projects/*}", path, None);
        }
    }

    #[test]
    fn text_is_decoded_and_a_slash_in_several_segments_is_kept() {
        check("/v1/{id}", "/v1/a%2Fb%20c", Some(&[("id", "a/b c")]));
        check("/v1/{name=x/*}", "/v1/x/a%2Fb%2fc%20d", Some(&[("name", "x/a%2Fb%2fc d")]));
        check("/v1/{id}", "/v1/%E6%96%B0", Some(&[("id", "新")]));
        check("/v1/{id}", "/v1/%FF", None);
    }

    #[test]
    fn what_is_no_template_is_refused() {
        for text in ["v1", "/v1/", "/v1/{name", "/v1/{=a}", "/v1/**/a", "/v1/a*", "/v1/{a b}", "/{a}b"] {
            assert!(Template::parse(text).is_err(), "{text}");
        }
    }
}
