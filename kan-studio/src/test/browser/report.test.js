// Reports from their files: no request, no message, nothing hard to reach, in light and dark, wide and narrow.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { accessible, browser, root, watched } from "./studio.js";

const folder = mkdtempSync(join(tmpdir(), "kan4j-report-test"));
const kan = (...args) => execFileSync(`${root}kan`, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
let chromium;

before(async () => {
  chromium = await browser();
});
after(() => chromium.close());

/** Looks at a page in all ways. */
async function looked(file, more = async () => {}) {
  assert.ok(statSync(file).size < 1_500_000);
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      const context = await chromium.newContext({ colorScheme, viewport: { width, height: 900 } });
      const { page, wrong } = await watched(context);
      await page.goto(pathToFileURL(file).href);
      if (process.env.SHOTS) {
        await page.screenshot({ path: join(process.env.SHOTS, `${file.split("/").pop()}-${colorScheme}-${width}.png`), fullPage: true });
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${file} at ${width}: ${wide} pixels too wide`);
      await accessible(page, `${file} ${colorScheme} ${width}`);
      await more(page);
      assert.deepEqual(wrong, []);
      await context.close();
    }
  }
}

test("discover --report of hello.csv: what-if, an edge enlarged", async () => {
  const file = join(folder, "hello.html");
  kan("discover", "samples/data/hello.csv", "--target", "z", "--work", "1", "--out", folder, "--report", file, "--quiet");
  await looked(file, async page => {
    const slider = page.locator("#what-if input").first();
    const before = await page.locator("#what-if output").textContent();
    await slider.fill("900");
    assert.notEqual(await page.locator("#what-if output").textContent(), before);
    await page.locator(".network [data-edge]").first().click();
    await page.locator("#edges figure").first().waitFor();
  });
});

test("diabetes.csv and digits.csv", async () => {
  kan("fit", "samples/data/diabetes.csv", "--target", "progression", "--shape", "10,1", "--model", join(folder, "d.kan"), "--quiet");
  kan("report", join(folder, "d.kan"), "samples/data/diabetes.csv", "-o", join(folder, "diabetes.html"));
  await looked(join(folder, "diabetes.html"));
  kan("fit", "samples/data/digits.csv", "--target", "digit", "--task", "classification", "--shape", "61,10", "--iterations", "10",
    "--model", join(folder, "g.kan"), "--quiet");
  kan("report", join(folder, "g.kan"), "samples/data/digits.csv", "-o", join(folder, "digits.html"));
  await looked(join(folder, "digits.html"), async page => {
    await page.getByRole("rowheader", { name: "logistic regression" }).waitFor();
  });
});

test("200 columns, one of them named like a script", async () => {
  const names = Array.from({ length: 200 }, (_, k) => k === 0 ? "<script>alert(1)</script>" : `column ${k}`);
  const rows = Array.from({ length: 120 }, (_, r) => names.map((_, k) => Math.sin(1 + r * (k + 1) * 0.37).toFixed(4)));
  const table = join(folder, "wide.csv");
  writeFileSync(table, [[...names, "y"], ...rows.map(row => [...row, (2 * Number(row[0]) + Number(row[1]) ** 2).toFixed(4)])]
    .map(row => row.join(",")).join("\n"));
  kan("fit", table, "--target", "y", "--shape", "200,1", "--intervals", "3", "--model", join(folder, "w.kan"), "--quiet");
  kan("report", join(folder, "w.kan"), table, "-o", join(folder, "wide.html"));
  await looked(join(folder, "wide.html"), async page => {
    page.on("dialog", () => assert.fail("the name of a column ran"));
    assert.ok(await page.getByText("<script>alert(1)</script>").count() > 0);
    assert.equal(await page.locator("script").count(), 1);
  });
});
