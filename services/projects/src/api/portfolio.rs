//! The portfolio of a year by area and source of money.
//!
//! Every number is a figure, asked like any other key: what sources state goes before what lines add up to.

use std::collections::BTreeSet;

use ::api::figures::v1::Figure;
use ::api::projects::v1::{GetPortfolioRequest, Portfolio, PortfolioLine, PortfolioSource};
use ::figures::Period;
use figure_service::engine::Engine;
use figure_service::rpc::{failure, point};
use tonic::Status;

use crate::portfolio::{Line, read};

/// The most areas of one portfolio; the world has fewer than 250 economies.
const MAX_AREAS: usize = 200;

pub(super) async fn get(engine: &Engine, request: GetPortfolioRequest) -> Result<Portfolio, Status> {
    if request.period.is_empty() {
        return Err(failure::required("period", "write a year, such as 2024"));
    }
    let year = match request.period.parse::<Period>() {
        Ok(Period::Year(year)) => year,
        Ok(_) | Err(_) => {
            return Err(failure::field("period", format!("`{}` is no year; write 2024", request.period)));
        }
    };
    check_areas(&request.areas)?;
    let snapshot = point::snapshot(engine, request.as_of, false).await?;
    let language = Some(request.language.as_str()).filter(|l| !l.is_empty());
    let portfolio = read(engine, &snapshot, year, &request.areas, language).await.map_err(failure::store)?;
    if let Some((index, problem)) = portfolio.unknown {
        return Err(failure::field(&format!("areas[{index}]"), problem));
    }
    Ok(Portfolio {
        period: Period::Year(year).to_string(),
        lines: portfolio.lines.into_iter().map(encode).collect(),
        total: portfolio.total.map(encode),
        revision: snapshot.revision(),
    })
}

/// Whether the areas are few enough, and each is asked for once.
fn check_areas(areas: &[String]) -> Result<(), Status> {
    if areas.len() > MAX_AREAS {
        let problem = format!("{} areas, more than {MAX_AREAS}; ask in several calls", areas.len());
        return Err(failure::field("areas", problem));
    }
    let mut seen = BTreeSet::new();
    match areas.iter().position(|area| !seen.insert(area)) {
        None => Ok(()),
        Some(i) => {
            Err(failure::field(&format!("areas[{i}]"), "this area is asked for twice; leave it out here"))
        }
    }
}

fn encode(line: Line) -> PortfolioLine {
    let source = |(source, figure): (String, ::figures::Figure)| PortfolioSource {
        source,
        funding: Some(figure.into()),
    };
    PortfolioLine {
        area: line.area,
        projects: line.projects.map(Figure::from),
        funding: line.funding.map(Figure::from),
        sources: line.sources.into_iter().map(source).collect(),
    }
}
