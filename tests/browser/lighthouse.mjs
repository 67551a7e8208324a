// Lighthouse gives 95 or more for accessibility, best practices and search engines to each kind of page in each language.

import { PHONE } from "./session.mjs";

const LEAST = 0.95;
const CATEGORIES = ["accessibility", "best-practices", "seo"];

export default async function check(session, say) {
  const [base, site, browser] = [await session.base(), await session.site(), await session.browser()];
  const { default: lighthouse } = await session.library("lighthouse/core/index.js");
  const found = [];
  const lowest = Object.fromEntries(CATEGORIES.map((name) => [name, 1]));
  for (const page of site.firsts().filter((page) => page.status === 200)) {
    // A draft asks search engines to stay away, and Lighthouse holds that against it.
    const skipAudits = /<meta name="robots" content="[^"]*noindex/.test(page.html) || /noindex/.test(page.headers.get("x-robots-tag")) ? ["is-crawlable"] : [];
    // Nothing of what is asked for depends on speed. Where a network is said to be provided, Lighthouse waits five seconds twice on each page.
    const settings = { formFactor: "mobile", screenEmulation: { ...PHONE, mobile: true, deviceScaleFactor: 2 }, throttlingMethod: "simulate", onlyCategories: CATEGORIES, skipAudits };
    const { lhr } = await lighthouse(base + page.at, { port: browser.port, logLevel: "silent" }, { extends: "lighthouse:default", settings });
    if (lhr.runtimeError) found.push(`${page.at}: ${lhr.runtimeError.message}`);
    for (const [name, category] of Object.entries(lhr.categories)) {
      lowest[name] = Math.min(lowest[name], category.score);
      if (category.score >= LEAST) continue;
      const failed = category.auditRefs.filter(({ id, weight }) => weight && (lhr.audits[id].score ?? 1) < 1).map(({ id }) => `${id}: ${lhr.audits[id].title}`);
      found.push(`${page.at}: ${name} ${Math.round(category.score * 100)}: ${failed.join("; ")}`);
    }
  }
  say(`lowest: ${Object.entries(lowest).map(([name, score]) => `${name} ${Math.round(score * 100)}`).join(", ")}`);
  return found;
}
