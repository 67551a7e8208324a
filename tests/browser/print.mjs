// A printed page is a document: it has pages, its text can be taken out, and what is only for the screen is left out. A page that there
// is for each of several codes is a brief: it has two sheets at most.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { WIDE } from "./session.mjs";

/** The most sheets of a brief. */
const BRIEF = 2;
/** How many of a kind are printed in each language, the longest first. */
const OF_A_KIND = 6;

export default async function check(session, say) {
  const [base, site] = [await session.base(), await session.site()];
  const printed = new Set([...site.firsts().filter((page) => page.status === 200), ...briefs(site)]);
  return session.each([...printed], { viewport: WIDE, colorScheme: "dark" }, async (tab, page) => {
    await tab.goto(base + page.at);
    const file = join(session.folder, "printed.pdf");
    await tab.pdf({ path: file, format: "A4", preferCSSPageSize: true });
    const text = execFileSync(session.settings.pdftotext, ["-layout", file, "-"], { encoding: "utf8", maxBuffer: 1 << 26 });
    const sheets = text.split("\f").length - 1;
    const heading = (await tab.locator("h1").first().innerText()).replace(/\s+/g, "");
    const found = [];
    if (!text.replace(/\s+/g, "").includes(heading)) found.push(`${page.at}: the print does not hold its heading, ${heading}`);
    if (page.kind === "/reports/*") {
      say(`${page.at}: ${sheets} sheets`);
      if (sheets < 10) found.push(`${page.at}: ${sheets} sheets for the whole report`);
    }
    if (is_brief(page) && sheets > BRIEF) found.push(`${page.at}: ${sheets} sheets for a brief`);
    await tab.emulateMedia({ media: "print", colorScheme: "dark" });
    const ink = await tab.evaluate(() => [document.body, document.documentElement].map((e) => getComputedStyle(e).backgroundColor));
    if (ink.some((colour) => !/^(rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\))$/.test(colour))) found.push(`${page.at}: prints on ${ink}`);
    await tab.emulateMedia({ media: null });
    return found;
  }, 1);
}

/** `/reports/2024/pages/region/AFR`. */
function is_brief(page) {
  return page.status === 200 && /\/pages\/[a-z-]+\/\*$/.test(page.kind);
}

function briefs(site) {
  const kinds = new Map();
  for (const page of site.pages.filter(is_brief).sort((a, b) => b.html.length - a.html.length)) {
    const name = `${page.kind} ${page.lang}`;
    kinds.set(name, [...(kinds.get(name) ?? []), page].slice(0, OF_A_KIND));
  }
  return [...kinds.values()].flat();
}
