//! A small bundle of two services that nobody knows: `alpha` counts, `beta` counts and lists.

use std::collections::BTreeMap;

use interchange::Bundle;

const MANIFEST: &str = r#"
[organisation]
id = "org"
name.en = "The Organisation"
name.zh = "本组织"
short.en = "Org"
short.zh = "本组织"

[report]
year = 2024
plan = "2024/2027"
languages = ["en", "zh"]
title.en = "Annual report"
title.zh = "年度报告"
"#;

const MEASURES: &str = "\
service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,label_en,label_zh,definition_en,definition_zh
alpha,count,flow,thing,none,period,,,0,,staff,Things,事物,Things counted.,所数事物。
alpha,other,flow,thing,none,period,,,0,,staff,Other things,其他事物,Things that no report prints.,报告不印的事物。
beta,count,flow,thing,none,period,,,0,,staff,Places,地点,Places counted.,所数地点。
beta,visitors,flow,thing,none,meeting,,meeting,0,,staff,Visitors,来访者,Visitors of a meeting.,会议的来访者。
beta,list,listing,,none,meeting period,,,,label:text starts:date meeting:text,staff,Meetings,会议,Meetings held.,举行的会议。
";

const CODES: &str = "\
list,code,parent,label_en,label_zh,words_en,words_zh,note
unit,thing,count,thing,件,things,件,
department,staff,,The staff,职员,,,
dimension,period,,Period,时期,,,
dimension,meeting,,Meeting,会议,,,
";

const OUTLINE: &str = r#"
[aliases]
things = "alpha/count?period=@year"
places = "beta/count?period=@year"

[[headline]]
figure = "things"
label.en = "Things"
label.zh = "事物"

[[section]]
id = "1"
title.en = "What there was"
title.zh = "概况"

[[section.element]]
kind = "prose"

[[section.element]]
kind = "listing"
caption.en = "Meetings"
caption.zh = "会议"
key = "beta/list?period=@year"
[[section.element.column]]
name = "label"
label.en = "Meeting"
label.zh = "会议"
"#;

const PAGES: &str = r#"
[[page]]
id = "places"
title.en = "Places"
title.zh = "地点"
[[page.headline]]
figure = "places"
label.en = "Places"
label.zh = "地点"
[[page.part]]
id = "meetings"
title.en = "Meetings"
title.zh = "会议"
[[page.part.element]]
kind = "listing"
caption.en = "Meetings"
caption.zh = "会议"
key = "beta/list?period=@year"
[[page.part.element.column]]
name = "label"
label.en = "Meeting"
label.zh = "会议"

[[page]]
id = "span"
title.en = "{page}"
title.zh = "{page}"
section = "1"
each = "period"
codes = ["2023", "2024"]
[[page.part]]
id = "things"
title.en = "Things"
title.zh = "事物"
[[page.part.element]]
kind = "table"
caption.en = "Things"
caption.zh = "事物"
stub.en = "Year"
stub.zh = "年份"
rows = { each = "period", codes = ["{page}"] }
[[page.part.element.column]]
label.en = "Things"
label.zh = "事物"
key = "things period={row}"
"#;

/// The files of the gateway's part.
pub(crate) fn files() -> BTreeMap<String, Vec<u8>> {
    let file = |name: &str, content: &str| (name.to_owned(), content.as_bytes().to_vec());
    BTreeMap::from([
        file("bundle.toml", MANIFEST),
        file("measures.csv", MEASURES),
        file("codes.csv", CODES),
        file("areas.csv", "code,kind,m49,label_en,label_zh,note\nWORLD,world,001,World,世界,\n"),
        file("documents.csv", "id,symbol,publisher,date,label_en,label_zh,url\ndoc,,Org,,A document,文件,\n"),
        file("outline.toml", OUTLINE),
        file("pages.toml", PAGES),
        file("narrative/en/1.md", "There were {things} things and {places} places.\n"),
        file("narrative/zh/1.md", "共有{things}件事物、{places}个地点。\n"),
        ("images/dot.png".to_owned(), vec![0x89, b'P', b'N', b'G', 0, 255]),
    ])
}

/// The bundle.
pub(crate) fn bundle() -> Bundle {
    let (bundle, mistakes) = Bundle::new(files());
    assert_eq!(mistakes, []);
    bundle
}
