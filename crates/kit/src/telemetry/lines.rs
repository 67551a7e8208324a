//! Log lines that say to which request they belong.

use std::fmt;

use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::FmtContext;
use tracing_subscriber::fmt::format::{FormatEvent, FormatFields, Writer};
use tracing_subscriber::registry::LookupSpan;

use crate::trace::{self, Trace};

/// Writes lines as `inner` does, with `trace_id` and `span_id` at the end of those that are written for a request.
pub(super) struct Traced<F> {
    /// How lines look otherwise.
    pub(super) inner: F,
    /// Whether each is a JSON object.
    pub(super) json: bool,
}

impl<S, N, F> FormatEvent<S, N> for Traced<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let Some(trace) = trace::current() else {
            return self.inner.format_event(context, writer, event);
        };
        let mut line = String::new();
        self.inner.format_event(context, Writer::new(&mut line), event)?;
        writeln!(writer, "{}", added(line.trim_end(), &trace, self.json))
    }
}

fn added(line: &str, trace: &Trace, json: bool) -> String {
    match line.strip_suffix('}').filter(|_| json) {
        Some(open) => format!("{open},\"trace_id\":\"{}\",\"span_id\":\"{}\"}}", trace.id(), trace.span()),
        None => format!("{line} {trace}"),
    }
}
