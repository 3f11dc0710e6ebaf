// Starts the studio and a browser for the tests.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import axe from "axe-core";
import { chromium } from "playwright-core";

export const root = fileURLToPath(new URL("../../../../", import.meta.url));
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A browser that is installed already. */
export function browser(options = {}) {
  const executablePath = process.env.CHROMIUM ?? CHROMIUM.find(existsSync);
  return chromium.launch({ executablePath, args: ["--no-sandbox"], ...options });
}

/** The studio with these arguments: its process, and an address that opens it once. */
export async function studio(...args) {
  const process_ = spawn(`${root}kan`, ["studio", ...args], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  let out = "";
  const addresses = [];
  const waiting = [];
  process_.stdout.on("data", text => {
    out += text;
    for (let found; (found = /http:\/\/127\S+\s/.exec(out)); ) {
      out = out.slice(found.index + found[0].length);
      const next = waiting.shift();
      next ? next(found[0].trim()) : addresses.push(found[0].trim());
    }
  });
  const address = () => addresses.length > 0 ? Promise.resolve(addresses.shift()) : new Promise(resolve => waiting.push(resolve));
  return {
    pid: process_.pid,
    first: await address(),
    another: () => {
      process_.stdin.write("\n");
      return address();
    },
    end: () => process_.kill("SIGINT"),
    ended: new Promise(resolve => process_.on("exit", resolve)),
  };
}

/** A page that fails the test by messages on its console, and by requests to anywhere else. */
export async function watched(context) {
  const page = await context.newPage();
  const wrong = [];
  page.on("console", message => wrong.push(`console: ${message.text()}`));
  page.on("pageerror", error => wrong.push(`error: ${error.message}`));
  page.on("request", request => {
    if (!/^(http:\/\/127\.0\.0\.1:|file:|data:|blob:)/.test(request.url())) {
      wrong.push(`request: ${request.url()}`);
    }
  });
  return { page, wrong };
}

/** Fails by what axe finds. */
export async function accessible(page, what) {
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
  assert.ok(passes.length > 10, "axe has looked");
  assert.deepEqual(violations.map(v => `${what}: ${v.id}: ${v.nodes.map(n => n.html).slice(0, 3).join(" ")}`), []);
}
