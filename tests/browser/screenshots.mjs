// Pictures of each kind of page in each language, for people to look at: wide, phone, dark, and as printed.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PHONE, WIDE } from "./session.mjs";

/** How much of a long page is shown. */
const TALL = 4_000;

const VIEWS = {
  wide: { viewport: WIDE },
  phone: { viewport: PHONE, deviceScaleFactor: 2 },
  dark: { viewport: WIDE, colorScheme: "dark" },
};

export default async function check(session, say, [folder]) {
  const [base, site] = [await session.base(), await session.site()];
  mkdirSync(folder, { recursive: true });
  for (const [view, options] of Object.entries(VIEWS)) {
    await session.each(site.firsts(), options, async (tab, page) => {
      await tab.goto(base + page.at);
      const whole = await tab.evaluate(() => document.scrollingElement.scrollHeight);
      const clip = { x: 0, y: 0, width: options.viewport.width, height: Math.min(whole, TALL) };
      await tab.screenshot({ path: join(folder, `${file(page)}-${view}.png`), clip, fullPage: true });
    });
  }
  await session.each(site.firsts(), { viewport: WIDE }, async (tab, page) => {
    await tab.goto(base + page.at);
    await tab.pdf({ path: join(folder, `${file(page)}-print.pdf`), format: "A4", preferCSSPageSize: true });
  });
  for (const page of site.firsts()) say(`${file(page)}: ${page.at}`);
  return [];
}

function file(page) {
  return `${page.kind.replaceAll("/*", "").replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "start"}-${page.lang}`;
}
