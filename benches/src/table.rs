//! How results are printed: a row of a Markdown table for each, and whether all limits are kept.

/// The rows printed so far.
#[derive(Default)]
pub(crate) struct Table {
    missed: usize,
}

impl Table {
    /// Prints the head.
    pub(crate) fn start() -> Self {
        println!("| what | measured | limit | |\n|---|---|---|---|");
        Self::default()
    }

    /// A ratio beside its limit, with the costs of both sides, microseconds, in the median pair.
    pub(crate) fn ratio(&mut self, what: &str, pairs: &[(f64, f64)], limit: f64) {
        let mut ratios: Vec<(f64, (f64, f64))> = pairs.iter().map(|p| (p.0 / p.1, *p)).collect();
        ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((ratio, (ours, yardstick))) = ratios.get(ratios.len() / 2) {
            let measured = format!("{ratio:.2} ({ours:.0} against {yardstick:.0} µs)");
            self.row(what, &measured, &limit.to_string(), *ratio <= limit);
        }
    }

    /// A ratio of what lasts seconds.
    pub(crate) fn lasting(&mut self, what: &str, pairs: &[(f64, f64)], limit: f64) {
        let mut ratios: Vec<(f64, (f64, f64))> = pairs.iter().map(|p| (p.0 / p.1, *p)).collect();
        ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((ratio, (ours, yardstick))) = ratios.get(ratios.len() / 2) {
            let measured = format!("{ratio:.2} ({ours:.1} against {yardstick:.1} s)");
            self.row(what, &measured, &limit.to_string(), *ratio <= limit);
        }
    }

    /// What was seen and has no limit.
    pub(crate) fn seen(&mut self, what: &str, measured: &str) {
        self.row(what, measured, "", true);
    }

    /// A quantity beside its limit.
    pub(crate) fn value(&mut self, what: &str, measured: f64, limit: f64, unit: &str) {
        self.row(what, &format!("{measured:.0} {unit}"), &format!("{limit} {unit}"), measured <= limit);
    }

    /// A share of many, in per cent, beside the least that it must be.
    pub(crate) fn share(&mut self, what: &str, part: usize, whole: usize, least: Option<f64>) {
        let share = part as f64 * 100.0 / whole.max(1) as f64;
        let limit = least.map_or(String::new(), |least| format!("at least {least} %"));
        let kept = least.is_none_or(|least| share >= least);
        self.row(what, &format!("{share:.1} % ({part} of {whole})"), &limit, kept);
    }

    /// A number of what must not happen.
    pub(crate) fn none(&mut self, what: &str, happened: usize) {
        self.row(what, &happened.to_string(), "0", happened == 0);
    }

    /// What could not be measured, and why.
    pub(crate) fn skipped(&self, what: &str, why: &str) {
        println!("| {what} | skipped: {why} | | |");
    }

    /// How many limits were not kept.
    pub(crate) fn missed(&self) -> usize {
        self.missed
    }

    fn row(&mut self, what: &str, measured: &str, limit: &str, kept: bool) {
        self.missed += usize::from(!kept);
        println!("| {what} | {measured} | {limit} | {} |", if kept { "" } else { "missed" });
    }
}
