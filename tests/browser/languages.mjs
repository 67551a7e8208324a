// A page tells all its languages, itself among them, and each of those tells the same.

export default async function check(session) {
  const [base, site] = [await session.base(), await session.site()];
  const found = [];
  for (const page of site.pages.filter((page) => page.status === 200)) {
    const told = alternates(base, page);
    if (told.size < 2) found.push(`${page.at}: tells ${told.size} languages`);
    if (told.has(page.lang) === false) found.push(`${page.at}: does not tell its own language, ${page.lang}`);
    for (const [lang, at] of told) {
      const other = site.answers.get(at);
      if (!other?.html) found.push(`${page.at}: ${lang} is ${at}, which is no page`);
      else if (lang !== "x-default" && other.lang !== lang) found.push(`${page.at}: ${at} is told as ${lang} and is ${other.lang}`);
      else if (alternates(base, other).get(page.lang) !== told.get(page.lang)) {
        found.push(`${page.at}: ${at} tells another ${page.lang}: ${alternates(base, other).get(page.lang)}`);
      }
    }
  }
  return found;
}

function alternates(base, page) {
  const told = new Map();
  for (const [link] of page.html.matchAll(/<link [^>]*hreflang="[^>]*>/g)) {
    const url = new URL(/href="([^"]*)"/.exec(link)[1].replaceAll("&amp;", "&"), base + page.at);
    told.set(/hreflang="([^"]*)"/.exec(link)[1], url.pathname + url.search);
  }
  return told;
}
