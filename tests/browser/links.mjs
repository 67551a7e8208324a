// Every link of every page answers, and the place on the page that it points to is there.

import { links } from "./crawl.mjs";

export default async function check(session, say) {
  const [base, site] = [await session.base(), await session.site()];
  const found = [];
  const kinds = grouped(site.pages);
  say(`${site.answers.size} addresses, ${site.pages.length} pages: ${[...kinds].map(([name, all]) => `${name} ${all.length}`).join(", ")}`);
  for (const answer of site.answers.values()) {
    const meant = answer.from === "the list of mistakes";
    if (meant ? answer.status < 400 || answer.status >= 500 || !answer.html : answer.status !== 200) {
      found.push(`${answer.at}: ${answer.status} ${answer.type}, linked from ${answer.from}`);
    }
  }
  const anchors = new Map();
  for (const page of site.pages) {
    for (const url of links(base, page)) {
      const at = url.pathname + url.search;
      const id = decodeURIComponent(url.hash.slice(1));
      const target = site.answers.get(at);
      if (!id || !target?.html) continue;
      if (!anchors.has(at)) anchors.set(at, new Set([...target.html.matchAll(/\sid="([^"]*)"/g)].map(([, name]) => name)));
      if (!anchors.get(at).has(id)) found.push(`${page.at}: links to #${id}, which ${at} does not have`);
    }
  }
  return [...new Set(found)];
}

function grouped(pages) {
  const kinds = new Map();
  for (const page of pages) kinds.set(page.kind, [...(kinds.get(page.kind) ?? []), page]);
  return kinds;
}
