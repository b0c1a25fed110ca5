// SPDX-License-Identifier: AGPL-3.0-or-later

// What stands around every page: languages, looks, and a first address without a language.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, open } from "../lib/browser.js";
import { city } from "../lib/crawl.js";

const launched = await browser();
const home = new URL("/ca/", city()).href;

for (const locale of ["ca-ES", "es-ES", "en-GB"]) {
  test(`somebody who reads ${locale} is greeted in it`, async () => {
    const { page, context } = await open(launched, city().href, { locale });
    assert.equal(await page.locator("html").getAttribute("lang"), locale.slice(0, 2));
    await context.close();
  });
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";

  test(`the look that somebody chose stays on the next page, ${how} JavaScript`, async () => {
    const { page, context } = await open(launched, home, { javaScriptEnabled, colorScheme: "light" });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.locator('a[href*="look=dark"]').first().click();
    await page.waitForLoadState();
    const dark = await ground();
    assert.notEqual(dark, light, "the page became dark");
    await page.goto(new URL("/ca/accessibility", city()).href);
    assert.equal(await ground(), dark, "and so is the next one");
    await context.close();
  });

  test(`the other languages lead to the same page, ${how} JavaScript`, async () => {
    const start = new URL("/ca/accessibility", city()).href;
    const { page, context } = await open(launched, start, { javaScriptEnabled });
    for (const language of ["es", "en", "ca"]) {
      await page.locator(`header a[hreflang="${language}"]`).click();
      await page.waitForLoadState();
      assert.equal(await page.locator("html").getAttribute("lang"), language);
      assert.equal(new URL(page.url()).pathname, `/${language}/accessibility`);
    }
    await context.close();
  });
}

test("the page of an address that does not exist leads back", async () => {
  const { page, context, response } = await open(launched, new URL("/ca/no-such-page", city()).href);
  assert.equal(response.status(), 404);
  assert.ok((await page.locator("main a[href^='/ca/']").count()) > 0);
  await context.close();
});
