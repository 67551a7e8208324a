//! The comments of protos, as descriptors carry them.

use prost_reflect::FileDescriptor;

/// The comment before what stands at a path of a file; empty where there is none.
pub(super) fn comment(file: &FileDescriptor, path: &[i32]) -> String {
    let info = file.file_descriptor_proto().source_code_info.as_ref();
    let mut locations = info.into_iter().flat_map(|info| &info.location);
    let found = locations.find(|location| location.path == path);
    let lines = found.map(|location| location.leading_comments().lines()).into_iter().flatten();
    // Lines of one paragraph are one line: Markdown would keep them together anyway.
    let mut text = String::new();
    for line in lines.map(str::trim) {
        match (line, text.is_empty() || text.ends_with('\n')) {
            ("", true) => {}
            ("", false) => text.push_str("\n\n"),
            (line, true) => text.push_str(line),
            (line, false) => {
                text.push(' ');
                text.push_str(line);
            }
        }
    }
    text.trim_end().to_owned()
}

/// The first sentence, without its full stop.
pub(super) fn summary(comment: &str) -> &str {
    let ends = [comment.find(". "), comment.find(".\n")];
    let end = ends.into_iter().flatten().min().unwrap_or(comment.len());
    comment.get(..end).unwrap_or(comment).trim_end_matches('.')
}

/// What a comment says after a label, in backticks: ``Example: `…`.``
pub(super) fn said<'a>(comment: &'a str, label: &str) -> Option<&'a str> {
    let (_, after) = comment.split_once(label)?;
    after.trim_start_matches(':').trim_start().strip_prefix('`')?.split('`').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_comment_says_is_found() {
        let comment = "One key a parameter. Example: `a/b?period=2024`. More.";
        assert_eq!(said(comment, "Example"), Some("a/b?period=2024"));
        assert_eq!(said(comment, "Media type"), None);
        assert_eq!(summary(comment), "One key a parameter");
        assert_eq!(summary("All of it."), "All of it");
        assert_eq!(summary("First.\n\nSecond. Third."), "First");
    }

    #[test]
    fn comments_come_with_the_descriptors() {
        let pool = crate::transcode::pool([api::figures::v1::FILE_DESCRIPTOR_SET]).expect("a pool");
        let service = pool.get_service_by_name("yearbook.figures.v1.FigureService").expect("there");
        let text = comment(&service.parent_file(), service.path());
        assert!(text.starts_with("Figures of one domain; at the gateway, of all"), "{text}");
        assert!(text.contains("\n\nFailures carry"), "{text}");
    }
}
