// Every page has a title of its own, one first heading, and says its language.

export default async function check(session) {
  const site = await session.site();
  const found = [];
  const titles = new Map();
  for (const page of site.pages) {
    const title = /<title>([^<]*)<\/title>/.exec(page.html)?.[1]?.trim();
    if (!title) found.push(`${page.at}: no title`);
    const firsts = page.html.match(/<h1\b/g)?.length ?? 0;
    if (firsts !== 1) found.push(`${page.at}: ${firsts} first headings`);
    if (!page.lang) found.push(`${page.at}: no language`);
    const told = page.headers.get("content-language") ?? page.lang;
    if (told !== page.lang) found.push(`${page.at}: lang=${page.lang}, but Content-Language: ${told}`);
    if (page.status !== 200) continue;
    const name = `${page.lang}: ${title}`;
    const address = canonical(page);
    if (titles.has(name) && titles.get(name) !== address) found.push(`${page.at} and ${titles.get(name)} are both called "${title}"`);
    titles.set(name, titles.get(name) ?? address);
  }
  return found;
}

/** The address that a page says is its own; without that, its address without language. */
function canonical(page) {
  const said = /<link rel="canonical" href="([^"]*)"/.exec(page.html)?.[1]?.replaceAll("&amp;", "&");
  const url = new URL(said ?? page.at, "http://here");
  url.searchParams.delete("lang");
  return url.pathname + url.search;
}
