// Nothing is cut off and nothing scrolls sideways: 320 pixels wide, and 1280 at 200 and 400 per cent (WCAG 1.4.4, 1.4.10).
//
// A table may scroll in its own box; the page may not.

const VIEWS = [["320 px", { width: 320, height: 640 }], ["400 %", { width: 320, height: 256 }], ["200 %", { width: 640, height: 512 }]];

export default async function check(session) {
  const [base, site] = [await session.base(), await session.site()];
  const found = [];
  for (const [name, viewport] of VIEWS) {
    found.push(...await session.each(site.samples, { viewport }, async (tab, page) => {
      await tab.goto(base + page.at);
      return (await tab.evaluate(wide)).map((what) => `${page.at} (${name}): ${what}`);
    }));
  }
  return found;
}

/** In the page: what makes it wider than its window, and what it hides where nobody can scroll. */
function wide() {
  const root = document.scrollingElement;
  if (root.scrollWidth <= window.innerWidth) return [];
  const inBox = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== "visible") return true;
    }
    return false;
  };
  const over = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1 && !inBox(e));
  const named = over.slice(0, 3).map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""}: ${e.textContent.trim().slice(0, 60)}`);
  return [`${root.scrollWidth} wide in ${window.innerWidth}: ${named.join(" | ")}`];
}
