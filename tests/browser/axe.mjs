// axe-core finds nothing: WCAG 2.0, 2.1 and 2.2, levels A and AA, and its best practices.
//
// On every sampled page at both widths; once more in dark colours, where only colours differ.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PHONE, WIDE } from "./session.mjs";

const ALL = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"] };
const COLOURS = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };

export default async function check(session, say) {
  const [base, site] = [await session.base(), await session.site()];
  const axe = readFileSync(join(session.settings.node_modules, "axe-core/axe.min.js"), "utf8");
  const found = [];
  for (const [name, viewport] of [["wide", WIDE], ["phone", PHONE]]) {
    for (const [colorScheme, rules] of [["light", ALL], ["dark", COLOURS]]) {
      found.push(...await session.each(site.samples, { viewport, colorScheme }, async (tab, page) => {
        await tab.goto(base + page.at);
        await tab.evaluate(axe);
        const { violations } = await tab.evaluate((rules) => window.axe.run(document, { ...rules, resultTypes: ["violations"] }), rules);
        return violations.map((rule) => told(page, `${name}, ${colorScheme}`, rule));
      }));
    }
  }
  say(`${site.samples.length} pages of ${new Set(site.samples.map((page) => page.kind)).size} kinds`);
  return found;
}

function told(page, how, rule) {
  const places = rule.nodes.slice(0, 3).map((node) => {
    const why = [...node.any, ...node.all, ...node.none].map((one) => one.message).join("; ");
    return `\n    ${node.target.flat().join(" ")}: ${node.html.slice(0, 160)}\n      ${why.slice(0, 300)}`;
  });
  return `${page.at} (${how}): ${rule.id}: ${rule.help}, ${rule.nodes.length} times${places.join("")}`;
}
