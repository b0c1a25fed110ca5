// SPDX-License-Identifier: AGPL-3.0-or-later

// The large map: nothing of it is loaded before somebody opens it, then it draws tiles of our own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, open, sideways } from "../lib/browser.js";
import { city, pagesOfEachKind } from "../lib/crawl.js";

const launched = await browser();
const withMap = (await pagesOfEachKind()).filter(({ html }) => /<button[^>]*\bdata-map\b/.test(html));

test("some page offers a large map", () => {
  assert.ok(withMap.length > 0);
});

for (const { kind, url } of withMap) {
  for (const [width, height] of [[390, 844], [1440, 900]]) {
    test(`${kind} opens its large map at ${width}`, async () => {
      const options = { viewport: { width, height } };
      const { page, context, wrongs } = await open(launched, url, options);
      const tiles = [];
      const loaded = [];
      page.on("response", (response) => {
        loaded.push(response.url());
        const type = response.headers()["content-type"] ?? "";
        if (response.ok() && type.includes("vector-tile")) tiles.push(response.url());
      });

      const button = page.locator("button[data-map]").first();
      await button.waitFor({ state: "visible" });
      const early = loaded.filter((url) => /maplibre|\/tiles\//.test(url));
      assert.deepEqual(early, [], "nothing of the map is loaded before it is asked for");
      await button.click();
      // The button goes away when the map stands.
      await button.waitFor({ state: "detached" });
      await page.locator("canvas.maplibregl-canvas").waitFor({ state: "visible" });
      assert.ok(tiles.length > 0, `${url} drew tiles of our own, it loaded ${loaded.join(" ")}`);
      assert.equal(await sideways(page), 0, "the map fits the page");
      assert.deepEqual(wrongs, [], url);

      await page.locator("button.maplibregl-ctrl-zoom-in").focus();
      await page.keyboard.press("Enter");
      await page.waitForTimeout(500);
      assert.deepEqual(wrongs, [], "zooming by keyboard");
      await context.close();
    });
  }
}

test("the pins of a map and its list lead to each other, by keyboard too", async () => {
  const listed = withMap.find(({ html }) => /<ol class="pins">/.test(html));
  const url = listed?.url ?? new URL("/en/data/mercats-municipals/map", city()).href;
  const { page, context, wrongs } = await open(launched, url);
  const items = page.locator("ol.pins > li");
  const names = await items.allInnerTexts();
  const button = page.locator("button[data-map]").first();
  await button.click();
  await button.waitFor({ state: "detached" });
  const pins = page.locator(".map .pin");
  assert.deepEqual(await pins.allInnerTexts(), names.map((_, at) => String(at + 1)));
  assert.ok(!(await page.locator("figure[data-drawn-map]").isVisible()), "the drawing gives way");

  await items.nth(1).locator("button").focus();
  await page.keyboard.press("Enter");
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.parentElement.id);
  assert.equal(await focused(), `2. ${names[1]}`);
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "pin-2");
  assert.deepEqual(wrongs, []);
  await context.close();
});
