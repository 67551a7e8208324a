// One server, one browser, one crawl: made when first asked for, kept to the end.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";
import { crawl } from "./crawl.mjs";
import { Site } from "./site.mjs";

// As root in a container there is no sandbox to be had; the rest keeps the browser from asking anybody anything.
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--disable-dev-shm-usage"];

/** How long the server may take to load the bundle and listen. */
const START = 120_000;

export const WIDE = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

export class Session {
  #made = new Map();
  #lines = [];

  /** `settings`: `server` (program and arguments), `node_modules`, `chromium`, `java`, `pdftotext`. */
  constructor(settings) {
    this.settings = settings;
    this.folder = mkdtempSync(join(tmpdir(), "yearbook-browser-"));
  }

  /** Makes a thing once. */
  once(name, make) {
    if (!this.#made.has(name)) this.#made.set(name, make());
    return this.#made.get(name);
  }

  /** A package of `tests/tools/package.json`. */
  library(path) {
    return import(pathToFileURL(join(this.settings.node_modules, path)));
  }

  /** `http://host:port` of the server under test. */
  base() {
    return this.once("base", () => this.#serve());
  }

  /** Every page that can be reached from `/`. */
  site() {
    return this.once("site", async () => new Site(await crawl(await this.base())));
  }

  /** The browser; programs that drive one by themselves find it at its `port`. */
  browser() {
    return this.once("browser", async () => {
      const { chromium } = await this.library("playwright-core/index.mjs");
      const port = await freePort();
      const args = [...FLAGS, `--remote-debugging-port=${port}`];
      const browser = await chromium.launch({ executablePath: this.settings.chromium, args });
      return Object.assign(browser, { port });
    });
  }

  /** Does some work on each page of a list, `workers` at a time, in a browser's context with these options; what it answers, in order. */
  async each(pages, options, work, workers = 2) {
    const browser = await this.browser();
    const answers = new Array(pages.length);
    const context = await browser.newContext(options);
    context.setDefaultTimeout(60_000);
    let next = 0;
    const worker = async () => {
      const tab = await context.newPage();
      while (next < pages.length) {
        const at = next++;
        answers[at] = await work(tab, pages[at]);
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(workers, pages.length) }, worker));
    } finally {
      await context.close();
    }
    return answers.flat();
  }

  /** The last lines that the server logged. */
  log() {
    return this.#lines.join("\n");
  }

  async end() {
    const browser = await this.#made.get("browser")?.catch(() => undefined);
    await browser?.close();
    this.server?.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #serve() {
    const [program, ...given] = this.settings.server;
    const data = join(this.folder, "data");
    const more = ["--listen", "127.0.0.1:0", "--data-dir", data, "--log", "info", "--log-format", "json"];
    this.server = spawn(program, [...given, ...more], { stdio: ["ignore", "ignore", "pipe"] });
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the server does not listen:\n${this.log()}`)), START);
      this.server.on("exit", (code) => reject(new Error(`the server ended (${code}):\n${this.log()}`)));
      readline.createInterface({ input: this.server.stderr }).on("line", (line) => {
        this.#lines.push(line);
        if (this.#lines.length > 50) this.#lines.shift();
        const address = listening(line);
        if (address) {
          clearTimeout(late);
          resolve(`http://${address}`);
        }
      });
    });
  }
}

function listening(line) {
  try {
    const event = JSON.parse(line);
    return event.message === "listening" ? event.address : undefined;
  } catch {
    return undefined;
  }
}

async function freePort() {
  const { createServer } = await import("node:net");
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
