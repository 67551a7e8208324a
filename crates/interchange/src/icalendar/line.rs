//! Content lines: escaped (RFC 5545, 3.3.11), folded to 75 octets (3.1), ended by CRLF.

/// The most octets of a line, its end apart.
const MAX_OCTETS: usize = 75;

/// A property's name and parameters.
pub(super) struct Property(String);

impl Property {
    /// A property without parameters.
    pub(super) fn new(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The language of its text; what is no language tag is left out.
    pub(super) fn language(mut self, tag: &str) -> Self {
        if !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            self.0.push_str(";LANGUAGE=");
            self.0.push_str(tag);
        }
        self
    }
}

/// Lines, one after another.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A line of our own, short and without text from outside.
    pub(super) fn fixed(&mut self, line: &str) {
        self.fold(line);
    }

    /// A property whose value is a text.
    pub(super) fn text(&mut self, property: Property, text: &str) {
        self.fold(&format!("{}:{}", property.0, escaped(text)));
    }

    /// A property whose value is a list of texts.
    pub(super) fn list(&mut self, property: Property, texts: &[String]) {
        let texts: Vec<String> = texts.iter().map(|text| escaped(text)).collect();
        self.fold(&format!("{}:{}", property.0, texts.join(",")));
    }

    /// The bytes.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    /// Adds a line; a long one goes on after a space, and no character is cut.
    fn fold(&mut self, line: &str) {
        let mut octets = 0_usize;
        for character in line.chars() {
            if octets.saturating_add(character.len_utf8()) > MAX_OCTETS {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(character);
            octets = octets.saturating_add(character.len_utf8());
        }
        self.0.push_str("\r\n");
    }
}

/// A text as a value. Line breaks of any kind are one; other control characters have no place in a calendar.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => out.extend(['\\', character]),
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push('\t'),
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> String {
        let mut lines = Lines::default();
        lines.text(Property::new("X"), text);
        String::from_utf8(lines.into_bytes()).expect("UTF-8")
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(line("a,b;c\\d\r\ne\u{7}f:\"g\""), "X:a\\,b\\;c\\\\d\\nef:\"g\"\r\n");
    }

    #[test]
    fn lines_are_folded_to_75_octets_between_characters() {
        for text in ["x".repeat(300), "世界电信".repeat(60), format!("{}é", "x".repeat(72))] {
            let folded = line(&text);
            assert!(folded.split("\r\n").all(|line| line.len() <= MAX_OCTETS), "{folded}");
            assert_eq!(folded.replace("\r\n ", "").trim_end(), format!("X:{text}"));
        }
        assert!(!line(&"x".repeat(73)).contains("\r\n "), "75 octets are one line");
    }

    #[test]
    fn only_a_language_tag_is_a_language() {
        assert_eq!(Property::new("X").language("zh-Hans").0, "X;LANGUAGE=zh-Hans");
        assert_eq!(Property::new("X").language("").0, "X");
        assert_eq!(Property::new("X").language("a:b").0, "X");
    }
}
