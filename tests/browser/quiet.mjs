// A page asks nobody but its own server, breaks no rule of its own policy and says nothing on the console.

import { WIDE } from "./session.mjs";

export default async function check(session) {
  const [base, site] = [await session.base(), await session.site()];
  return session.each(site.samples, { viewport: WIDE }, async (tab, page) => {
    const found = [];
    const mistake = page.status >= 400;
    const heard = {
      console: (message) => {
        // The browser itself notes an answer that is an error, which a page of a mistake is.
        if (!(mistake && message.text().startsWith("Failed to load resource"))) found.push(`${message.type()}: ${message.text()}`);
      },
      pageerror: (error) => found.push(`error: ${error.message}`),
      request: (request) => {
        const url = new URL(request.url());
        if (url.origin !== base && url.protocol !== "data:") found.push(`asks ${url.origin}`);
      },
      requestfailed: (request) => found.push(`${request.url()} fails: ${request.failure()?.errorText}`),
    };
    for (const [event, hear] of Object.entries(heard)) tab.on(event, hear);
    await tab.goto(base + page.at, { waitUntil: "load" });
    await used(tab);
    for (const [event, hear] of Object.entries(heard)) tab.off(event, hear);
    return [...new Set(found)].map((what) => `${page.at}: ${what}`);
  });
}

/** Moves through the page, so that what scripts do on scroll, pointer and focus is done. */
async function used(tab) {
  await tab.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  const link = tab.locator("main a:visible").first();
  if (await link.count()) {
    await link.hover();
    await link.focus();
  }
  await tab.keyboard.press("Escape");
}
