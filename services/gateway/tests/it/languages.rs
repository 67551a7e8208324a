//! Every page speaks its reader's language and says which it is, the pages of errors too; what is made for one request is coded.

use crate::fake::{Fake, Mood};
use crate::harness::{Answer, Site, TIMING, gateway, until_confirmed};

const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
const CHINESE: (&str, &str) = ("accept-language", "fr, zh-CN;q=0.8, en;q=0.5");

async fn site() -> (Site, Fake, gateway::App) {
    let alpha = Fake::new("alpha");
    let app = gateway(vec![("alpha", alpha.in_process().await)], TIMING).await;
    until_confirmed(&app, "alpha", true).await;
    (Site::of(&app).await, alpha, app)
}

#[track_caller]
fn check(path: &str, answer: &Answer, status: u16, language: &str) {
    assert_eq!((answer.status, answer.header("content-language")), (status, language), "{path}");
    assert!(answer.text().contains(&format!("<html lang=\"{language}\"")), "{path}: {}", answer.text());
    for header in ["accept-encoding", "accept-language"] {
        assert!(answer.header("vary").contains(header), "{path}: {}", answer.header("vary"));
    }
}

#[tokio::test]
async fn every_page_says_its_language_and_that_it_depends_on_the_wish() {
    let (site, ..) = site().await;
    for path in [
        "/",
        "/services",
        "/reports/2024",
        "/reports/2024/search?q=17",
        "/reports/2024/pages/places",
        "/figures/alpha/count?period=2024",
        "/figures/alpha/count?period=*",
    ] {
        check(path, &site.get(path, &[BROWSER]).await, 200, "en");
        check(path, &site.get(path, &[BROWSER, CHINESE]).await, 200, "zh");
        let asked = format!("{path}{}lang=en", if path.contains('?') { '&' } else { '?' });
        check(&asked, &site.get(&asked, &[BROWSER, CHINESE]).await, 200, "en");
    }
}

#[tokio::test]
async fn the_page_of_an_error_speaks_the_readers_language() {
    let (site, ..) = site().await;
    for (path, status, english, chinese) in [
        ("/nothing", 404, "There is nothing at /nothing.", "/nothing 处没有内容。"),
        ("/reports/2023", 404, "There is the one on 2024.", "现有2024年度报告。"),
        ("/reports/2024.pdf", 404, "It does not come as “pdf”.", "不提供“pdf”格式。"),
        ("/reports/2024/editions/1", 404, "has no edition 1", "没有第1版"),
        ("/reports/2024/pages/place", 404, "has no page “place”.", "没有“place”页面。"),
        ("/images/none.png", 404, "nothing at /images/none.png", "/images/none.png 处没有内容"),
        ("/figures/%ff/count", 404, "nothing at /figures/%ff/count", "/figures/%ff/count 处没有内容"),
        ("/figures/alpah/count?period=2024", 404, "Did you mean alpha?", "是否指 alpha？"),
        ("/figures/alpha/nothing?period=2024", 404, "no such figures", "没有这项数据"),
        ("/figures/alpha/count?period", 400, "its key cannot be read", "键无法识别"),
        ("/figures/alpha/count?period=2024&as-of=once", 400, "cannot be read", "历史时点无法识别"),
    ] {
        let page = site.get(path, &[BROWSER]).await;
        check(path, &page, status, "en");
        assert!(page.text().contains(english), "{path}: {}", page.text());
        let asked = format!("{path}{}lang=zh", if path.contains('?') { '&' } else { '?' });
        for page in [site.get(path, &[BROWSER, CHINESE]).await, site.get(&asked, &[BROWSER]).await] {
            check(path, &page, status, "zh");
            assert!(page.text().contains(chinese), "{path}: {}", page.text());
            assert_eq!(page.header("cache-control"), "no-store");
        }
    }
}

#[tokio::test]
async fn a_language_that_there_is_not_is_refused_in_one_that_there_is() {
    let (site, ..) = site().await;
    for path in [
        "/?lang=fr",
        "/services?lang=fr",
        "/reports/2024?lang=fr",
        "/figures/alpha/count?period=2024&lang=fr",
    ] {
        let page = site.get(path, &[BROWSER, CHINESE]).await;
        check(path, &page, 404, "zh");
        assert!(page.text().contains("现有语言：English，中文。"), "{path}: {}", page.text());
    }
}

#[tokio::test]
async fn what_programs_are_told_stands_on_a_page_as_english() {
    let (site, alpha, _app) = site().await;
    alpha.mood(Mood::Failing);
    let page = site.get("/figures/alpha/other?period=2024&lang=zh", &[BROWSER]).await;
    check("failing", &page, 503, "zh");
    assert!(page.text().contains("保存此数据的服务目前未应答"), "{}", page.text());
    assert!(page.text().contains("<span lang=\"en\" dir=\"ltr\">"), "{}", page.text());
    // Programs get the words of gRPC whatever their language is.
    let problem = site.get("/nothing?lang=zh", &[("accept", "application/json"), CHINESE]).await;
    assert_eq!(problem.json()["detail"], "there is nothing at /nothing; begin at /");
}

#[tokio::test]
async fn what_is_made_for_one_request_is_coded_too() {
    let (site, ..) = site().await;
    for path in [
        "/",
        "/services",
        "/nothing",
        "/figures/alpha/count?period=2024",
        "/reports/2024/search?q=17",
        "/feed.atom",
    ] {
        let plain = site.get(path, &[BROWSER]).await;
        for coding in ["gzip", "br"] {
            let accept = ("accept-encoding", coding);
            let coded = site.get(path, &[BROWSER, accept]).await;
            assert_eq!((coded.status, coded.header("content-encoding")), (plain.status, coding), "{path}");
            assert!(coded.body.len() < plain.body.len() / 2, "{path}, {coding}: {}", coded.body.len());
            if coded.headers.contains_key("etag") {
                let tag = coded.header("etag");
                assert_ne!(tag, plain.header("etag"));
                let again = site.get(path, &[BROWSER, accept, ("if-none-match", tag)]).await;
                assert_eq!((again.status, again.body.len()), (304, 0), "{path}, {coding}");
            }
        }
    }
}
