// A page leads to itself in every other language, and each of those leads back.
//
// Readers have the switch on the page; search engines have `<link hreflang>`, in full, where the site's public address is known.

export default async function check(session) {
  const site = await session.site();
  const all = site.languages();
  const found = [];
  for (const page of site.pages.filter((page) => page.status === 200)) {
    for (const [how, told] of Object.entries(told_by(page))) {
      if (how === "link" && told.size === 0) continue;
      for (const lang of all) {
        if (!told.has(lang) && (how === "link" || lang !== page.lang)) found.push(`${page.at}: no ${how} to it in ${lang}`);
      }
      for (const [lang, at] of told) {
        const other = site.answers.get(at);
        // What only figures lead to is not all asked for; that it answers is the links' own check.
        if (lang === "x-default" || (!other && at.startsWith("/figures/"))) continue;
        if (!other?.html) found.push(`${page.at}: the ${how} to it in ${lang} is ${at}, which is no page`);
        else if (other.lang !== lang) found.push(`${page.at}: the ${how} to it in ${lang} is ${at}, in ${other.lang}`);
        else if (lang !== page.lang && plain(told_by(other)[how].get(page.lang) ?? "") !== plain(page.at)) {
          found.push(`${page.at}: ${at} leads back to ${told_by(other)[how].get(page.lang)}`);
        }
      }
    }
  }
  return found;
}

/** Addresses by language: what the switch tells, what the head tells. */
function told_by(page) {
  const told = { switch: new Map(), link: new Map() };
  for (const [tag, name] of page.html.matchAll(/<(a|link)\b[^>]*\srel="alternate"[^>]*>|<(a|link)\b[^>]*hreflang="[^>]*rel="alternate"[^>]*>/g)) {
    const lang = /hreflang="([^"]*)"/.exec(tag)?.[1];
    if (!lang) continue;
    const url = new URL(/href="([^"]*)"/.exec(tag)[1].replaceAll("&amp;", "&"), `http://here${page.at}`);
    told[tag.startsWith("<link") ? "link" : "switch"].set(lang, url.pathname + url.search);
  }
  return told;
}

/** An address without its language. */
function plain(at) {
  const url = new URL(at, "http://here");
  url.searchParams.delete("lang");
  return url.pathname + url.search;
}
