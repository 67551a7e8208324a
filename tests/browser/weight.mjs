// The first view of the report is under 200 KB on the wire; fonts are the reader's own.

import { PHONE } from "./session.mjs";

const MOST = 200_000;

export default async function check(session, say) {
  const [base, site] = [await session.base(), await session.site()];
  const found = await session.each(site.firsts(), { viewport: PHONE }, async (tab, page) => {
    const wire = await tab.context().newCDPSession(tab);
    await wire.send("Network.enable");
    await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
    let bytes = 0;
    const types = [];
    wire.on("Network.responseReceived", ({ type }) => types.push(type));
    wire.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; });
    await tab.goto(base + page.at, { waitUntil: "networkidle" });
    await wire.detach();
    const report = page.kind.startsWith("/reports/");
    if (report) say(`${page.at}: ${(bytes / 1000).toFixed(1)} KB in ${types.length} answers`);
    const fonts = types.filter((type) => type === "Font").length;
    const heavy = bytes >= MOST ? [`${page.at}: ${bytes} bytes, at most ${MOST}`] : [];
    return fonts ? [...heavy, `${page.at}: ${fonts} fonts are fetched`] : heavy;
  });
  return found;
}
