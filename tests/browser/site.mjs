// The pages that a crawl found, by kind, and a few of each kind that together hold everything that the kind can hold.
//
// A kind is the form of an address, not a list kept by hand. Of a kind those pages are taken that bring elements or classes which none
// before them had, so that one with a chart, one with a dispute, one without a value are all looked at, and not ten that are alike.

/** The most pages of a kind, in a language. */
const OF_A_KIND = 6;

export class Site {
  constructor(answers) {
    this.answers = answers;
    /** Pages, without what is no HTML. */
    this.pages = [...answers.values()].filter((answer) => answer.html !== undefined);
    for (const page of this.pages) {
      page.lang = /<html[^>]*\slang="([^"]*)"/.exec(page.html)?.[1] ?? "";
      page.kind = kind(page);
    }
    this.samples = this.#samples();
  }

  languages() {
    return [...new Set(this.pages.map((page) => page.lang))].sort();
  }

  /** The largest page of each kind in each language. */
  firsts() {
    const seen = new Set();
    return this.samples.filter((page) => {
      const name = `${page.kind} ${page.lang}`;
      return seen.has(name) ? false : seen.add(name);
    });
  }

  /** The live report in each language: the page that everything starts from. */
  reports() {
    return this.samples.filter((page) => page.kind === "/reports/*");
  }

  #samples() {
    const kinds = new Map();
    for (const page of this.pages) {
      const name = `${page.kind} ${page.lang}`;
      if (!kinds.has(name)) kinds.set(name, []);
      kinds.get(name).push(page);
    }
    return [...kinds.keys()].sort().flatMap((name) => cover(kinds.get(name)));
  }
}

/** `/figures/*` with what it asks, `/reports/*`, `/reports/*\/regions/*`, `404`. */
function kind(page) {
  if (page.status >= 400) return String(page.status);
  const url = new URL(page.at, "http://here");
  const segments = url.pathname.split("/").map((segment, i) => (i < 2 || /^[a-z][a-z-]*$/.test(segment) ? segment : "*"));
  if (segments[1] === "figures") segments.splice(2, segments.length, decodeURIComponent(url.search).includes("*") ? "many" : "one");
  const asked = [...url.searchParams.keys()].filter((name) => ["q", "as-of", "format", "filter"].includes(name));
  return segments.join("/") + asked.map((name) => `?${name}`).join("");
}

/** A few pages that have all that any of them has, the largest first. */
function cover(pages) {
  const waiting = pages.map((page) => ({ page, features: features(page.html) }));
  waiting.sort((a, b) => b.page.html.length - a.page.html.length || (a.page.at < b.page.at ? -1 : 1));
  const chosen = [];
  const seen = new Set();
  while (chosen.length < OF_A_KIND) {
    const gain = (one) => one.features.filter((feature) => !seen.has(feature)).length;
    let best;
    for (const one of waiting) if (gain(one) > (best ? gain(best) : 0)) best = one;
    if (!best) break;
    best.features.forEach((feature) => seen.add(feature));
    chosen.push(best.page);
  }
  return chosen;
}

function features(html) {
  const body = html.slice(html.indexOf("<body"));
  const found = new Set();
  for (const [, tag, attributes] of body.matchAll(/<([a-z][a-z0-9]*)\b([^>]*)>/g)) {
    const classes = /\bclass="([^"]*)"/.exec(attributes)?.[1] ?? "";
    for (const name of classes.split(/\s+/)) found.add(`${tag}.${name}`);
    for (const [, name] of attributes.matchAll(/\s(role|type|open|hidden|aria-[a-z]+)\b/g)) found.add(`${tag}[${name}]`);
  }
  return [...found];
}
