//! A bundle's part with as many observations as asked: indicators × economies × 25 years × two sexes.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::Result;
use tempfile::TempDir;

/// Economies, years and sexes.
const ECONOMIES: usize = 200;
const YEARS: std::ops::Range<usize> = 2000..2025;
const SEXES: [&str; 2] = ["F", "M"];
/// Indicators of ten million observations, of one million, and of ten thousand.
pub(super) const TEN_TIMES_AS_MANY: usize = 1_000;
pub(super) const MANY: usize = 100;
pub(super) const FEW: usize = 1;

/// The dimensions of each indicator.
const DIMENSIONS: &str = "age area period residence sex technology topic";

/// The columns of the large file.
pub(super) const COLUMNS: &str = "indicator,area,period,sex,age,residence,technology,topic,value,decimals,unit,bound,\
                                  document,section,locator,status,missing_reason,note,accepted,reason";

/// Files of a part, the large one on the disk.
pub(super) struct Data {
    /// The others, with their names.
    pub(super) small: Vec<(&'static str, String)>,
    indicators: usize,
    folder: TempDir,
}

impl Data {
    pub(super) fn make(indicators: usize) -> Result<Self> {
        let data = Self { small: small(indicators), indicators, folder: tempfile::tempdir()? };
        data.write()?;
        Ok(data)
    }

    /// Where the large file is.
    pub(super) fn file(&self) -> PathBuf {
        self.folder.path().join("observations.csv")
    }

    pub(super) fn rows(&self) -> usize {
        self.indicators * ECONOMIES * YEARS.len() * SEXES.len()
    }

    /// `COLUMN=INDICATOR`, of an indicator in the midst of what there is.
    pub(super) fn named(&self, column: &str) -> String {
        format!("{column}={}", indicator_of(self.indicators / 2))
    }

    /// A key in the midst of what there is.
    pub(super) fn key(&self) -> String {
        let indicator = self.indicators / 2;
        format!("connectivity/{}?area={}&period=2012&sex=F", indicator_of(indicator), economy(ECONOMIES / 2))
    }

    fn write(&self) -> Result<()> {
        let mut file = BufWriter::new(File::create(self.file())?);
        writeln!(file, "{COLUMNS}")?;
        let mut chance = fastrand::Rng::with_seed(1);
        for indicator in 0..self.indicators {
            let (name, section) = (indicator_of(indicator), indicator % 7);
            for area in 0..ECONOMIES {
                let code = economy(area);
                for year in YEARS {
                    for sex in SEXES {
                        let value = chance.u32(0..10_000);
                        let (whole, parts) = (value / 100, value % 100);
                        writeln!(
                            file,
                            "{name},{code},{year},{sex},,,,,{whole}.{parts:02},2,percent,,survey,annex-{section},\
                             table {indicator} row {area},,,,,"
                        )?;
                    }
                }
            }
        }
        Ok(file.into_inner()?.sync_all()?)
    }
}

fn indicator_of(number: usize) -> String {
    format!("indicator-{number:03}")
}

/// A code of three letters, from AAA.
fn economy(number: usize) -> String {
    [number / 676, number / 26, number].iter().map(|n| letter(n % 26)).collect()
}

fn letter(number: usize) -> char {
    char::from(b'A' + u8::try_from(number).unwrap_or(25))
}

fn small(indicators: usize) -> Vec<(&'static str, String)> {
    let mut areas = String::from("code,kind,m49,label_en,note\nWORLD,world,001,World,\n");
    for area in 0..ECONOMIES {
        let code = economy(area);
        let _ = writeln!(areas, "{code},economy,,Economy {code},");
    }
    let mut measures = String::from(
        "service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,label_en,definition_en\n",
    );
    for indicator in 0..indicators {
        let name = indicator_of(indicator);
        let _ = writeln!(
            measures,
            "connectivity,{name},rate,percent,none,{DIMENSIONS},WORLD,,2,,BDT,{name},A share."
        );
    }
    let mut codes =
        "list,code,parent,label_en,note\nunit,percent,share,per cent,\nsex,F,,Female,\nsex,M,,Male,\ndepartment,BDT,,BDT,\n"
            .to_owned();
    for dimension in DIMENSIONS.split(' ') {
        let _ = writeln!(codes, "dimension,{dimension},,{dimension},");
    }
    let bundle = "[organisation]\nid = \"survey\"\nname.en = \"A survey\"\nshort.en = \"Survey\"\n\n[report]\nyear = 2024\n\
                  plan = \"2024/2027\"\nlanguages = [\"en\"]\ntitle.en = \"A survey\"\n";
    let documents = "id,symbol,publisher,date,label_en,url\nsurvey,,ITU,,A survey,\n";
    vec![
        ("area-groups.csv", "classification,edition,group,member,valid_from,valid_to\n".to_owned()),
        ("areas.csv", areas),
        ("bundle.toml", bundle.to_owned()),
        ("codes.csv", codes),
        ("documents.csv", documents.to_owned()),
        ("measures.csv", measures),
    ]
}
