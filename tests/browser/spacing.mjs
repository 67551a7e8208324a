// Wider spacing of text cuts nothing off (WCAG 1.4.12): lines 1.5, paragraphs 2, letters 0.12 and words 0.16 times the size of the font.

import { PHONE, WIDE } from "./session.mjs";

const SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }";

export default async function check(session) {
  const [base, site] = [await session.base(), await session.site()];
  const found = [];
  for (const [name, viewport] of [["wide", WIDE], ["phone", PHONE]]) {
    found.push(...await session.each(site.samples, { viewport }, async (tab, page) => {
      await tab.goto(base + page.at);
      return (await tab.evaluate(cut, SPACED)).map((what) => `${page.at} (${name}): ${what}`);
    }));
  }
  return found;
}

/** In the page: boxes that cut text off once it is spaced. A sheet made by script is no inline style, so the policy lets it be. */
function cut(rules) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const found = [];
  const root = document.scrollingElement;
  if (root.scrollWidth > window.innerWidth) found.push(`the page is ${root.scrollWidth} wide in ${window.innerWidth}`);
  for (const element of document.body.querySelectorAll("*")) {
    if (element instanceof SVGElement && !(element instanceof SVGSVGElement)) continue;
    const style = getComputedStyle(element);
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    const unseen = element.clientWidth <= 1 || style.display === "inline" || style.visibility === "hidden";
    if (unseen || !element.textContent.trim() || element instanceof SVGSVGElement) continue;
    const sideways = hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    const down = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
    if (sideways || down) found.push(`${element.tagName.toLowerCase()}.${element.className} cuts off: ${element.textContent.trim().slice(0, 60)}`);
  }
  return found.slice(0, 5);
}
