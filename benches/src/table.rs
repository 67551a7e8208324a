//! How results are printed.

/// A ratio beside its limit, with the costs of both sides in the median pair.
pub(crate) fn ratio(what: &str, pairs: &[(f64, f64)], limit: f64) {
    let mut ratios: Vec<(f64, (f64, f64))> = pairs.iter().map(|p| (p.0 / p.1, *p)).collect();
    ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((ratio, (ours, yardstick))) = ratios.get(ratios.len() / 2) {
        println!("| {what} | {ratio:.2} ({ours:.0} against {yardstick:.0} µs) | {limit} |");
    }
}

/// A plain value beside its limit.
pub(crate) fn value(what: &str, measured: &str, limit: &str) {
    println!("| {what} | {measured} | {limit} |");
}
