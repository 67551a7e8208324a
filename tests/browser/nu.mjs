// Every page passes the Nu HTML checker: no error and no warning but those that a list here lets be.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** What is let be, and why. */
const ALLOWED = [
  ["CSS: “container-type”", "the checker's CSS knows no container queries, which browsers have had since 2023"],
  ["CSS: Unrecognized at-rule “@container”", "the same"],
  ["CSS: “paint-order”", "it knows no properties of SVG 2 either"],
];

/** The page of findings quotes names and sentences of every language of the report, more of them than it has words of its own. */
const quotes = (page, one) => page.at.startsWith("/reports/2024/findings") && one.message.includes("This document appears to be written in");

export default async function check(session, say) {
  const site = await session.site();
  const folder = join(session.folder, "nu");
  mkdirSync(folder, { recursive: true });
  site.samples.forEach((page, i) => writeFileSync(join(folder, `${i}.html`), page.html));
  const jar = join(session.settings.node_modules, "vnu-jar/build/dist/vnu.jar");
  const options = ["-Xss8m", "-jar", jar, "--format", "json", "--exit-zero-always", "--stdout", folder];
  const { messages } = JSON.parse(execFileSync(session.settings.java, options, { encoding: "utf8", maxBuffer: 1 << 27 }));
  say(`${site.samples.length} pages`);
  const pageOf = (one) => site.samples[Number.parseInt(basename(one.url), 10)];
  const told = messages.filter((one) => !ALLOWED.some(([text]) => one.message.includes(text)) && !quotes(pageOf(one), one));
  return told.map((one) => {
    const page = pageOf(one);
    return `${page.at}: ${one.subType ?? one.type}: ${one.message} (${(one.extract ?? "").replace(/\s+/g, " ").slice(0, 120)})`;
  });
}
