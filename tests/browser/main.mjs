// The checks of real pages, asked for by name on standard input, one a line; each answers one line of JSON.
//
// A session has one server, one browser and one crawl, since each takes seconds and the checks do not: a test asks for what it needs.
// It ends with its standard input, and takes server and browser with it, however the tests end.

import readline from "node:readline";
import { Session } from "./session.mjs";

const checks = {
  links: () => import("./links.mjs"),
  titles: () => import("./titles.mjs"),
  languages: () => import("./languages.mjs"),
  axe: () => import("./axe.mjs"),
  nu: () => import("./nu.mjs"),
  keyboard: () => import("./keyboard.mjs"),
  reading: () => import("./reading.mjs"),
  reflow: () => import("./reflow.mjs"),
  spacing: () => import("./spacing.mjs"),
  unscripted: () => import("./unscripted.mjs"),
  quiet: () => import("./quiet.mjs"),
  weight: () => import("./weight.mjs"),
  print: () => import("./print.mjs"),
  lighthouse: () => import("./lighthouse.mjs"),
  screenshots: () => import("./screenshots.mjs"),
};

/** What a check found wrong, each a line that names page, rule and element; `said` is worth knowing and wrong with nothing. */
async function answer(session, line) {
  const [name, ...rest] = line.split(" ");
  const start = Date.now();
  try {
    if (!(name in checks)) throw new Error(`there is no check ${name}`);
    const { default: check } = await checks[name]();
    const said = [];
    const found = await check(session, (text) => said.push(text), rest);
    said.push(`${name}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
    return { found, said };
  } catch (error) {
    return { found: [`${name} broke off: ${error.stack}`, session.log()], said: [] };
  }
}

const session = new Session(JSON.parse(process.argv[2]));
try {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(session, line.trim()))}\n`);
  }
} finally {
  await session.end();
}
