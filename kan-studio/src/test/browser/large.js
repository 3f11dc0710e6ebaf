// How the studio does on a large table: npm run large [-- rows columns]. Says how long it takes to open, how much memory the server takes, and how long each click
// takes until the page shows what it is for; fails beyond 3 s, 1 GB and 200 ms. On up to 1,000 rows changes and suggestions must be there within 200 ms, too:
// npm run large -- 1000 4.
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browser, studio } from "./studio.js";

const [rows, columns] = [Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 30)];
const MOST = { open: 3000, megabytes: 1000, click: 200 };
const AT_ONCE = rows <= 1000 ? MOST.click : Infinity;
const LONG = { timeout: 600_000 };
const folder = mkdtempSync(join(tmpdir(), "kan4j-studio-large"));
const table = join(folder, "large.csv");

/** Numbers from 0 to 1, the same every time (mulberry32). */
function random() {
  random.state = (random.state + 0x6D2B79F5) | 0;
  let t = Math.imul(random.state ^ (random.state >>> 15), 1 | random.state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
random.state = 1;

const out = createWriteStream(table);
out.write([...Array.from({ length: columns - 1 }, (_, k) => `x${k + 1}`), "y"].join(",") + "\n");
for (let r = 0; r < rows; r++) {
  const x = Array.from({ length: columns - 1 }, () => 2 * random() - 1);
  const y = Math.sin(Math.PI * x[0]) + x[1] ** 2 + 0.5 * x[2] + 0.1 * (random() + random() + random() - 1.5);
  out.write([...x, y].map(v => v.toFixed(5)).join(",") + "\n");
}
out.end();
await once(out, "close");

const lines = [];
let failed = false;
function report(what, value, unit, most) {
  const over = value > most;
  failed ||= over;
  lines.push(`${what.padEnd(44)} ${String(Math.round(value)).padStart(6)} ${unit}${over ? `  more than ${most}` : ""}`);
  console.log(lines.at(-1));
}

const chromium = await browser();
const page = await (await chromium.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
const start = performance.now();
const opened = await studio(table);
const memory = name => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${opened.pid}/status`, "utf8"))[1]) / 1024;
try {
  report("the address is there", performance.now() - start, "ms", MOST.open);
  await page.goto(opened.first);
  await page.getByRole("button", { name: "Open large.csv" }).waitFor(LONG);

  /** Clicks on what a selector names, and waits until another is there, in the page itself. */
  const click = async (what, on, until, most = MOST.click) => {
    await page.locator(on).first().waitFor(LONG);
    const ms = await page.evaluate(([on, until]) => new Promise(resolve => {
      const seen = () => [...document.querySelectorAll(until.selector)].some(e => new RegExp(until.text ?? "").test(e.textContent));
      const begin = performance.now();
      const observer = new MutationObserver(() => {
        if (seen()) {
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - begin));
        }
      });
      observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      document.querySelector(on).dispatchEvent(new MouseEvent("click", { bubbles: true }));
    }), [on, until]);
    report(what, ms, "ms", most);
  };
  const status = text => ({ selector: "#status", text });
  const idle = async () => {
    for (let state; state === undefined || state.busy || state.ahead || state.table.reading; ) {
      await page.waitForTimeout(200);
      state = await page.evaluate(async () => (await import("/server.js")).state());
    }
  };

  await click("open the table", "button.main", { selector: "h2", text: "^Data$" });
  report("  from the command on", performance.now() - start, "ms", MOST.open);
  await page.locator("#table").filter({ hasText: `${rows} rows` }).waitFor(LONG);
  report("  until all rows were read", performance.now() - start, "ms", Infinity);
  await click("leave a column out", `[data-key=input-${columns - 2}]`, { selector: `[data-key=input-${columns - 2}]:not(:checked)` });
  await click("take it again", `[data-key=input-${columns - 2}]`, { selector: `[data-key=input-${columns - 2}]:checked` });
  await click("go to training", "[data-key=step-train]", { selector: "h2", text: "^Train$" });
  await page.locator("[data-key=shape]").fill(`${columns - 1},1`);
  await page.locator("[data-key=shape]").press("Tab");
  await page.waitForTimeout(500);
  await click("train", "[data-key=train]", status("training"));
  const training = performance.now();
  await page.waitForTimeout(10_000);
  await page.locator("[data-key=stop]:not(:disabled)").click({ timeout: 1000 }).catch(() => {});
  await page.locator("#models li").first().waitFor(LONG);
  report("  trained, or stopped after 10 s", performance.now() - training, "ms", Infinity);
  await idle();
  report("memory after training", memory("VmRSS"), "MB", MOST.megabytes);
  await click("network", "[data-key=step-network]", { selector: ".network svg" });
  await click("choose an edge", "g.edge[data-edge='0,0,0']", { selector: ".edge-panel svg" });
  await page.locator("[data-key^=take-]").first().waitFor(LONG);
  await click("choose another, while functions are tried", "g.edge[data-edge='0,1,0']", { selector: ".edge-panel h3", text: "0,1,0" });
  await page.locator("[data-key=take-square]").waitFor(LONG);
  await idle();
  await click("choose a third: functions for it", "g.edge[data-edge='0,2,0']", { selector: "[data-key^=take-]:not([data-key=take-other])" }, AT_ONCE);
  await click("take a function: it is begun", "[data-key^=take-]:not([data-key=take-other])", status("fix"));
  await page.locator("#models li").nth(1).waitFor(LONG);
  await idle();
  await page.locator("g.edge[data-edge='0,1,0']").dispatchEvent("click");
  await page.locator("[data-key=take-square]").waitFor(LONG);
  await idle();
  await click("another change: the model after it", "[data-key=take-square]", { selector: "#models li:nth-child(3)" }, AT_ONCE);
  await click("undo, while it is polished", "[data-key=undo]", status("Model 2"));
  await click("the changed model again", "[data-key=model-3]", status("Model 3"));
  await click("formula", "[data-key=step-formula]", { selector: "h2", text: "^Formula$" });
  await click("check, with four charts", "[data-key=step-check]", { selector: ".residuals > div:nth-child(2) svg" });
  await click("final score", "[data-key=score]", { selector: "table", text: "network" });
  await click("export", "[data-key=step-export]", { selector: "a[download]" });
  await idle();
  report("memory in the end", memory("VmRSS"), "MB", MOST.megabytes);
  report("memory at its most", memory("VmHWM"), "MB", MOST.megabytes);
} finally {
  await chromium.close();
  opened.end();
  await opened.ended;
  rmSync(folder, { recursive: true });
}
process.exitCode = failed ? 1 : 0;
