// Without JavaScript every page is whole: all its text and links are there, and a search is answered.

import { WIDE } from "./session.mjs";

export default async function check(session) {
  const [base, site] = [await session.base(), await session.site()];
  const read = (javaScriptEnabled) => session.each(site.samples, { viewport: WIDE, javaScriptEnabled }, async (tab, page) => {
    await tab.goto(base + page.at);
    return [await tab.evaluate(content)];
  });
  const [plain, scripted] = [await read(false), await read(true)];
  return site.samples.flatMap((page, i) => {
    const lost = (what, fewer, more) => more[what].filter((one) => !fewer[what].has(one)).slice(0, 3).map((one) => `${page.at}: ${what} only by script: ${one}`);
    const [a, b] = [sets(plain[i]), scripted[i]];
    const gone = plain[i].text.filter((line) => !new Set(b.text).has(line)).slice(0, 3).map((line) => `${page.at}: a script takes away: ${line}`);
    return [...lost("text", a, b), ...lost("links", a, b), ...gone];
  });
}

function sets({ text, links }) {
  return { text: new Set(text), links: new Set(links) };
}

/** In the page: the blocks of text that a reader sees, and where links lead. Buttons are a script's own. */
function content() {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const blocks = [...document.querySelectorAll("p, li, dt, dd, th, td, h1, h2, h3, h4, h5, h6, summary, figcaption, caption, text")];
  // When a service was last heard of is another moment on the second visit.
  const words = (element) => [...element.childNodes].filter((node) => !["BUTTON", "TIME"].includes(node.nodeName)).map((node) => node.textContent).join("");
  return {
    text: blocks.filter((block) => seen(block) && !block.closest("button, [role=tooltip], [role=status], dialog")).map((block) => words(block).replace(/\s+/g, " ").trim()).filter(Boolean),
    links: [...document.querySelectorAll("a[href]")].filter(seen).map((link) => link.href),
  };
}
