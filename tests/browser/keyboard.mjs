// Everything by keyboard alone: what can be reached is reached in the order of the page, is seen where it is, and lets go again.

import { PHONE, WIDE } from "./session.mjs";

/** Stops of one page that are walked: all of the report's, once. */
const MOST = { wide: 1_500, phone: 150 };

export default async function check(session, say) {
  const [base, site] = [await session.base(), await session.site()];
  const found = [];
  for (const [name, viewport] of [["wide", WIDE], ["phone", PHONE]]) {
    const walked = await session.each(site.firsts(), { viewport }, async (tab, page) => {
      await tab.goto(base + page.at);
      return [...await walk(tab, MOST[name]), ...await skip(tab), ...await folds(tab)].map((what) => `${page.at} (${name}): ${what}`);
    });
    found.push(...walked);
  }
  found.push(...await session.each(site.reports(), { viewport: WIDE }, async (tab, page) => {
    await tab.goto(base + page.at);
    return (await switched(tab, page)).map((what) => `${page.at}: ${what}`);
  }));
  say(`${site.firsts().length} pages`);
  return found;
}

/** Tab from the start to the end of the page: every stop once, in order, seen and not covered. */
async function walk(tab, most) {
  const expected = await tab.evaluate(mark);
  const found = [];
  if (expected.positive.length) found.push(`a positive tabindex: ${expected.positive[0]}`);
  const stops = Math.min(expected.stops, most);
  for (let at = 0; at < stops; at++) {
    await tab.keyboard.press("Tab");
    const stop = await tab.evaluate(stopped);
    if (stop.at === undefined || stop.at !== at) {
      found.push(`stop ${at + 1} of ${expected.stops} is ${stop.name}, number ${(stop.at ?? -1) + 1} of the page`);
      break;
    }
    if (!stop.seen) found.push(`the focus does not show on ${stop.name}`);
    if (stop.covered) found.push(`${stop.name} has the focus and is covered or out of view: ${stop.covered}`);
    if (found.length > 5) break;
  }
  if (found.length === 0 && stops > 1 && stops === expected.stops) {
    await tab.keyboard.press("Tab");
    const stop = await tab.evaluate(stopped);
    if (stop.at === stops - 1) found.push(`the focus does not leave ${stop.name}`);
  }
  return found;
}

/** In the page: numbers its stops in the order of the document, and keeps how each looks without the focus. */
function mark() {
  const candidates = document.querySelectorAll("a[href], area[href], button, input, select, textarea, summary, details, iframe, [tabindex], [contenteditable]");
  const stops = [...candidates].filter((element) => {
    if (element.tabIndex < 0 || element.disabled || element.inert || element.type === "hidden") return false;
    if (element.matches("details")) return false;
    return element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false });
  });
  const look = (element) => {
    const { outlineStyle, outlineWidth, boxShadow, backgroundColor, borderColor } = getComputedStyle(element);
    return JSON.stringify([outlineStyle === "none" ? "" : outlineWidth, boxShadow, backgroundColor, borderColor]);
  };
  window.yearbookStops = { look, order: new Map(stops.map((element, at) => [element, { at, plain: look(element) }])) };
  return { stops: stops.length, positive: stops.filter((e) => e.tabIndex > 0).map((e) => e.outerHTML.slice(0, 100)) };
}

/** In the page: which stop has the focus, whether that shows, and what covers it. */
function stopped() {
  const element = document.activeElement;
  const known = window.yearbookStops.order.get(element);
  const name = `${element.tagName.toLowerCase()} "${(element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 40)}"`;
  if (!known) return { name };
  const boxes = [...element.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
  const top = (x, y) => document.elementFromPoint(x, y);
  let covered = boxes.length ? "nothing of it is in the window" : "it has no place";
  for (const box of boxes) {
    for (const x of [box.left + box.width / 2, box.left + 2, box.right - 2]) {
      for (const y of [box.top + box.height / 2, box.top + 2, box.bottom - 2]) {
        const there = top(x, y);
        if (there && (element.contains(there) || there.contains(element) && !["BODY", "HTML"].includes(there.tagName))) covered = undefined;
      }
    }
  }
  return { at: known.at, name, covered, seen: window.yearbookStops.look(element) !== known.plain };
}

/** The first stop leads past what every page has to the text. */
async function skip(tab) {
  await tab.reload();
  await tab.keyboard.press("Tab");
  const link = await tab.evaluate(() => ({ to: document.activeElement.getAttribute("href"), box: document.activeElement.getBoundingClientRect().toJSON() }));
  const links = await tab.locator("nav a, header a").count();
  if (!link.to?.startsWith("#")) return links > 3 ? [`the first stop does not lead to the text, past ${links} links, but to ${link.to}`] : [];
  if (link.box.top < 0 || link.box.width < 10) return ["the link to the text has the focus and is not seen"];
  await tab.keyboard.press("Enter");
  await tab.keyboard.press("Tab");
  const inside = await tab.evaluate((id) => {
    const [target, now] = [document.getElementById(id), document.activeElement];
    if (target && !target.querySelector("a[href], button, input, summary, [tabindex]")) return true;
    return target !== null && (target.contains(now) || (target.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0);
  }, link.to.slice(1));
  return inside ? [] : [`after the link to the text the next stop is not in it`];
}

/** What is folded opens and closes by Enter and by the space bar. */
async function folds(tab) {
  const found = [];
  const folded = tab.locator("details > summary:visible");
  for (let i = 0; i < Math.min(await folded.count(), 5); i++) {
    const summary = folded.nth(i);
    // Beside the text the contents stay open, by style alone.
    if (await summary.evaluate((e) => getComputedStyle(e).pointerEvents === "none")) continue;
    const open = () => summary.evaluate((e) => e.parentElement.open);
    const before = await open();
    await summary.focus();
    await tab.keyboard.press("Enter");
    const once = await open();
    await tab.keyboard.press("Space");
    if (once === before || await open() !== before) found.push(`"${await summary.innerText()}" does not open and close by keyboard`);
  }
  return found;
}

/** The switch of languages leads to the same page in the other language. */
async function switched(tab, page) {
  const link = tab.locator("a[hreflang]:visible").filter({ hasNot: tab.locator(`[lang="${page.lang}"]`) }).first();
  const wanted = await link.getAttribute("hreflang");
  await link.focus();
  await tab.keyboard.press("Enter");
  await tab.waitForFunction((lang) => document.documentElement.lang !== lang, page.lang);
  const now = await tab.evaluate(() => document.documentElement.lang);
  return now === wanted ? [] : [`the switch to ${wanted} leads to ${now}`];
}
