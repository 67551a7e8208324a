// Every page that can be reached from `/`, in every language, as a reader without a browser gets it.
//
// So that a new kind of page is under test from the day that something links to it. Forms are asked too, with a word of the page and
// with one that is nowhere. What only a mistake reaches is listed: addresses that must fail as a page, not as a blank.

/** Addresses that nothing links to: each is a page that says what is wrong. */
const MISTAKES = ["/nowhere", "/reports/1999", "/figures/nowhere/nothing", "/figures/connectivity/internet-user?area=WORLD&period=2024",
  "/figures/connectivity/internet-users?area=NOWHERE&period=2024", "/figures/connectivity/internet-users?%"];

/** Addresses that only a reader's own words reach: the consequences of a value. */
const WORDS = ["/reports/2024/preview?key=connectivity%2Findividuals-using-the-internet%3Farea%3DWORLD%26period%3D2024&value=66"];

/** More than the report of a large organisation needs; one more is a page that links to ever new ones. */
const MOST = 12_000;
/** Figures that only figures lead to: other years, other areas, the past. They are as many as a measure has values, and alike. */
const BESIDE = 400;
/** Questions that are put to one form in one language. */
const QUESTIONS = 6;
const WORKERS = 4;
const LATE = 30_000;

/** Waits until the server says that it is ready and the first report has been heard of all services: the first answers of a program that
 * has just started, on a machine that is busy, are the only ones that may be late. */
async function ready(base) {
  const start = Date.now();
  const ask = (at) => fetch(base + at).then((answer) => (answer.ok ? answer.json().catch(() => ({})) : undefined), () => undefined);
  for (;;) {
    const report = await ask("/readyz") && await ask("/reports/2024.json?lang=en");
    if (report && Object.keys(report.unconfirmed ?? {}).length === 0) return;
    if (Date.now() - start > LATE) throw new Error(`${base} is not ready`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Pages and other answers by path and query: `{ at, status, type, html, headers, from }`. */
export async function crawl(base) {
  const pages = new Map();
  const waiting = [];
  let beside = 0;
  const asked = new Map();
  const add = (at, from) => {
    if (pages.has(at)) return;
    if (at.startsWith("/figures/") && from.startsWith("/figures/") && beside++ >= BESIDE) return;
    if (pages.size >= MOST) throw new Error(`more than ${MOST} addresses; the last: ${at} on ${from}`);
    pages.set(at, { at, from });
    waiting.push(at);
  };
  await ready(base);
  add("/", "the start");
  for (const at of MISTAKES) for (const lang of ["en", "zh"]) add(`${at}${at.includes("?") ? "&" : "?"}lang=${lang}`, "the list of mistakes");
  for (const at of WORDS) for (const lang of ["en", "zh"]) add(`${at}&lang=${lang}`, "the list of words");
  let busy = 0;
  const worker = async () => {
    while (waiting.length > 0 || busy > 0) {
      const at = waiting.shift();
      if (at === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        continue;
      }
      busy++;
      try {
        const page = Object.assign(pages.get(at), await get(base, at));
        if (!page.html) continue;
        for (const url of links(base, page)) add(url.pathname + url.search, at);
        for (const url of questions(base, page)) {
          const form = url.pathname + url.searchParams.get("lang");
          asked.set(form, (asked.get(form) ?? 0) + 1);
          if (asked.get(form) <= QUESTIONS) add(url.pathname + url.search, at);
        }
      } finally {
        busy--;
      }
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
  return pages;
}

/** One answer; `html` only where it is a page. On a machine that is busy with other work one may be late: then it is asked once more. */
async function get(base, at) {
  const first = await once(base, at);
  return first.status === 503 ? once(base, at) : first;
}

async function once(base, at) {
  const headers = { accept: "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "en" };
  const answer = await fetch(base + at, { headers, redirect: "follow", signal: AbortSignal.timeout(LATE) });
  const type = (answer.headers.get("content-type") ?? "").split(";")[0];
  const body = await answer.text();
  return { status: answer.status, type, html: type === "text/html" ? body : undefined, headers: answer.headers };
}

/** Links of a page, with their fragments: addresses on this server only. */
export function links(base, page) {
  const found = [];
  for (const [, text] of page.html.matchAll(/<(?:a|area|link|img|script|iframe|source|use|image)\b[^>]*?\s(?:xlink:)?(?:href|src)="([^"]*)"/g)) {
    const url = resolved(base, page, text);
    if (url?.origin === base) found.push(url);
  }
  return found;
}

/** What the forms of a page can ask: a word of its title, a word that is nowhere, nothing. */
function questions(base, page) {
  const found = [];
  const word = /<h1[^>]*>(?:<[^>]*>)*\s*([\p{L}]{2,8})/u.exec(page.html)?.[1] ?? "report";
  for (const [form, attributes] of page.html.matchAll(/<form\b([^>]*)>[\s\S]*?<\/form>/g)) {
    const url = resolved(base, page, /\baction="([^"]*)"/.exec(attributes)?.[1] ?? "");
    if (/\bmethod="post"/i.test(attributes) || url?.origin !== base) continue;
    const fields = [...form.matchAll(/<input\b([^>]*)>/g)].map(([, a]) => a);
    const value = (a, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(a)?.[1] ?? "";
    for (const asked of [word, "qqqqq", ""]) {
      const query = new URLSearchParams();
      for (const field of fields.filter((a) => value(a, "name"))) {
        query.set(value(field, "name"), value(field, "type") === "hidden" ? decoded(value(field, "value")) : asked);
      }
      found.push(new URL(`${url.pathname}?${query}`, base));
    }
  }
  return found;
}

function resolved(base, page, text) {
  try {
    return new URL(decoded(text), base + page.at);
  } catch {
    return undefined;
  }
}

function decoded(text) {
  return text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
