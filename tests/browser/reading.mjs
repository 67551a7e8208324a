// What a reader does by keyboard beside reading: a figure's card, a search.

import { WIDE } from "./session.mjs";

export default async function check(session) {
  const [base, site] = [await session.base(), await session.site()];
  return session.each(site.reports(), { viewport: WIDE }, async (tab, page) => {
    const found = [];
    for (const [name, does] of Object.entries({ card, search })) {
      await tab.goto(base + page.at);
      found.push(...(await does(tab, page)).map((what) => `${page.at}: ${name}: ${what}`));
    }
    return found;
  });
}

/** A figure that gets the focus shows its card, which names it, stays in the window, and goes by Escape while the focus stays. */
async function card(tab) {
  const figures = tab.locator("main p a.figure");
  const found = [];
  if (!await figures.count()) return ["no figure in the text"];
  await figures.first().evaluate((link) => link.scrollIntoView({ block: "center" }));
  await figures.first().evaluate((link) => {
    // The stop before it, from where Tab leads to it.
    const stops = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")].filter((e) => e.checkVisibility());
    stops[stops.indexOf(link) - 1].focus();
  });
  await tab.keyboard.press("Tab");
  const shown = tab.locator("[role=tooltip]:visible");
  await shown.waitFor({ timeout: 5_000 }).catch(() => found.push("the focus shows no card"));
  if (found.length) return found;
  const [says, link] = [await shown.innerText(), await figures.first().innerText()];
  if (says.replace(/\s+/g, " ").length < link.length + 10) found.push(`it says only "${says}"`);
  const described = await figures.first().getAttribute("aria-describedby");
  if (described !== await shown.getAttribute("id")) found.push(`the link is described by ${described}`);
  const box = await shown.boundingBox();
  if (box.x < 0 || box.y < 0 || box.x + box.width > WIDE.width || box.y + box.height > WIDE.height) found.push(`it leaves the window: ${JSON.stringify(box)}`);
  await tab.keyboard.press("Escape");
  if (await shown.count()) found.push("Escape does not close it");
  if (!await figures.first().evaluate((link) => link === document.activeElement)) found.push("Escape takes the focus away");
  return found;
}

/** A word typed into the field and Enter lead to what was found, and from there to the text. */
async function search(tab, page) {
  const word = page.lang === "zh" ? "互联网" : "internet";
  const field = tab.locator("input[type=search]").first();
  await field.focus();
  await tab.keyboard.type(word);
  await tab.keyboard.press("Enter");
  await tab.waitForURL(/[?&]q=/, { waitUntil: "load" });
  const links = tab.locator("main a[href*='/reports/'], main a[href*='/figures/']");
  if (await links.count() < 3) return [`"${word}" finds ${await links.count()}`];
  await links.first().focus();
  await Promise.all([tab.waitForURL((url) => !url.searchParams.has("q"), { waitUntil: "load" }), tab.keyboard.press("Enter")]);
  const lang = await tab.evaluate(() => document.documentElement.lang);
  return lang === page.lang ? [] : [`what is found is in ${lang}`];
}
