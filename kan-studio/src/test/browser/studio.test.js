// The studio in a browser: by mouse, by keys alone, in two tabs, and after the browser was killed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { accessible, browser, root, studio, watched } from "./studio.js";

const LONG = { timeout: 60_000 };
const folder = mkdtempSync(join(tmpdir(), "kan4j-studio-test"));
let opened, chromium, context, page, wrong;

before(async () => {
  opened = await studio("samples/data/hello.csv");
  opened.next = opened.first;
});
after(async () => {
  opened.end();
  await opened.ended;
});
beforeEach(async () => {
  chromium = await browser();
  context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
  ({ page, wrong } = await watched(context));
  await page.goto(opened.next);
  opened.next = await opened.another();
});
afterEach(async () => {
  assert.deepEqual(wrong, []);
  await chromium.close();
});

const button = (name, on = page) => on.getByRole("button", { name, exact: true });
const status = (text, on = page) => on.locator("#status").filter({ hasText: text }).waitFor(LONG);
const edge = place => page.locator(`g.edge[data-edge="${place}"]`);
const error = async number => {
  const item = page.locator("#models li").nth(number - 1);
  return Number(/RMSE (\S+?),?(\s|$)/.exec(await item.textContent())[1].replace(/,$/, ""));
};

/** Opens the table and trains the shape 2,1,1. */
async function train(on = page) {
  await button("Open hello.csv", on).click();
  await button("Go on to training", on).click();
  await on.getByLabel("Shape").fill("2,1,1");
  await on.getByLabel("Shape").press("Tab");
  await button("Train", on).click();
  await status("Model 1: train 2,1,1", on);
}

/** Exports the model, and compares what the command and the studio predict. */
async function exported(name) {
  await button("6 Export").click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "model.kan" }).click()]);
  const file = join(folder, name);
  await download.saveAs(file);
  const out = execFileSync(`${root}kan`, ["predict", "--model", file, `${root}samples/data/hello.csv`], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const rows = out.trim().split("\n").slice(1).map(line => line.split(",").map(Number));
  assert.equal(rows.length, 400);
  const work = Number(new URL(page.url()).hash.slice(1));
  for (const [x, y, , prediction] of [rows[0], rows[199], rows[399]]) {
    const told = await page.evaluate(async ([number, values]) => {
      const server = await import("/server.js");
      const { current } = await server.state();
      return server.act("predict", { step: current, values, work: number });
    }, [work, [x, y]]);
    assert.equal(told.formula ?? told.network, prediction);
  }
}

test("by mouse: an edge becomes sin, the error falls, undo, prune, export, the same predictions", async () => {
  await train();
  await button("Look at the network").click();
  await edge("0,0,0").click();
  await button("Take sin").waitFor(LONG);
  assert.equal(await page.locator("[data-key^=take-]").first().textContent(), "Take sin");
  await button("Take sin").click();
  await status("Model 2: fix 0,0,0=sin");
  assert.ok(await error(2) < await error(1));
  await edge("0,0,0").filter({ hasText: "sin" }).waitFor();
  await button("Undo").click();
  await status("Model 1: train");
  assert.equal(await edge("0,0,0").filter({ hasText: "sin" }).count(), 0);
  await edge("0,1,0").click();
  await button("Prune edge").click();
  await status("Model 3: prune 0,1,0");
  assert.ok(await error(3) > await error(1));
  await edge("0,1,0").waitFor({ state: "detached" });
  await exported("pruned.kan");
});

test("by keys alone: the three functions, the formula, and its predictions", async () => {
  /** Goes on by Tab until something has the focus. */
  const tabTo = async key => {
    for (let n = 0; n < 200; n++) {
      if (await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).dataset?.key) === key) {
        return;
      }
      await page.keyboard.press("Tab");
    }
    assert.fail(`no way by Tab to ${key}`);
  };
  const press = async key => {
    await tabTo(key);
    await page.keyboard.press("Enter");
  };
  await button("Open hello.csv").focus();
  await page.keyboard.press("Enter");
  await button("Go on to training").waitFor();
  await press("next");
  await tabTo("shape");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("2,1,1");
  await press("train");
  await status("Model 1: train 2,1,1");
  await press("step-network");
  await edge("0,0,0").waitFor();
  for (const [place, name, model] of [["0,0,0", "sin", 2], ["0,1,0", "square", 3], ["1,0,0", "exp", 4]]) {
    await tabTo(`box-${place}`);
    await page.keyboard.press("Enter");
    await button(`Take ${name}`).waitFor(LONG);
    await press(`take-${name}`);
    await status(`Model ${model}: fix ${place}=${name}`);
  }
  await press("step-formula");
  await press("read");
  await status("Model 5: formula");
  await page.getByText("Text", { exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("z = exp(y^2 + sin(pi*x))").waitFor();
  await exported("formula.kan");
});

test("a killed browser and a second tab", async () => {
  await train();
  const other = await watched(context);
  await other.page.goto(new URL("/", page.url()).href);
  await button("Open planets", other.page).click();
  await button("Go on to training", other.page).waitFor();
  assert.match(await page.locator("#table").textContent(), /^hello/);
  assert.match(await other.page.locator("#table").textContent(), /^planets/);
  assert.equal(await other.page.locator("#models li").count(), 0);
  const address = page.url();
  await chromium.close();
  chromium = await browser();
  context = await chromium.newContext();
  ({ page, wrong } = await watched(context));
  await page.goto(opened.next + new URL(address).hash);
  opened.next = await opened.another();
  await page.locator("#models li").first().waitFor();
  assert.match(await page.locator("#models").textContent(), /1: train 2,1,1/);
  await edge("0,0,0").waitFor();
  assert.deepEqual(other.wrong, []);
});

test("an edit answers with a quick refit and is polished; constants are set", async () => {
  await train();
  await button("Look at the network").click();
  await edge("0,1,0").click();
  await button("Take square").waitFor(LONG);
  await button("Take square").click();
  await status("Model 2: fix 0,1,0=square");
  await page.locator("#models li").nth(1).filter({ hasNotText: "a quick refit" }).waitFor(LONG);
  await page.getByText("Its constants").click();
  await page.getByLabel("constant d").fill("0.75");
  await button("Set the constants").click();
  await status("Model 3: set 0,1,0=");
  assert.equal(await page.getByLabel("constant d").inputValue(), "0.75");
  await button("2 Train").click();
  await button("Train model 3 on").click();
  await status("Model 4: train on");
  assert.ok(await error(4) < await error(3));
});

test("a search for formulas, of which one is taken", async () => {
  await button("Open trees").click();
  await button("Find a formula").click();
  await page.getByText("Each formula here was the best for a while.").waitFor(LONG);
  await page.locator("[data-key^=take-formula]").first().waitFor(LONG);
  await button("Stop").click();
  await page.getByText("The best formula of each size").waitFor(LONG);
  await page.locator("[data-key^=take-formula]").last().click();
  await status("Model 1: formula found");
  await page.getByRole("heading", { name: "Constants" }).waitFor();
  assert.match(await page.locator("#panel").textContent(), /girth_in/);
  await button("3 Network").click();
  await page.locator("g.edge").first().waitFor();
  await accessible(page, "a formula that was found");
});

test("nothing is hard to reach, in light and dark, wide and narrow", async () => {
  await accessible(page, "start");
  await train();
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: /** @type {"light"|"dark"} */ (scheme) });
    for (const step of ["1 Data", "2 Train", "3 Network", "4 Formula", "5 Check", "6 Export"]) {
      await button(step).click();
      if (step === "3 Network") {
        await edge("0,0,0").click();
        await button("Take sin").waitFor(LONG);
      }
      await page.locator("[aria-busy=true]").first().waitFor({ state: "detached" });
      await accessible(page, `${step}, ${scheme}`);
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 850 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${step} at ${width}: ${wide} pixels too wide`);
      }
      await page.setViewportSize({ width: 1280, height: 900 });
    }
  }
});
