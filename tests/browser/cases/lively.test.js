// SPDX-License-Identifier: AGPL-3.0-or-later

// With JavaScript the catalogue changes in place: the same page with the same address as without,
// only sooner. What breaks on the way is loaded as a whole.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, open } from "../lib/browser.js";
import { city } from "../lib/crawl.js";

const launched = await browser();
const catalogue = new URL("/en/data", city()).href;
const heading = "main [role='status']";

/** Whether the document is still the one that was marked, not one that was loaded anew. */
const mark = (page) => page.evaluate(() => { window.marked = true; });
const isMarked = (page) => page.evaluate(() => window.marked === true);

/** The first way to narrow down that leaves something out, and where it leads. */
async function firstFacet(page) {
  const link = page.locator(".facets a").first();
  return { link, href: new URL(await link.getAttribute("href"), page.url()).href };
}

test("narrowing down changes the page in place, its address and its links with it", async () => {
  const { page, context, wrongs } = await open(launched, catalogue);
  await mark(page);
  const before = await page.locator(heading).innerText();
  const { link, href } = await firstFacet(page);
  await link.click();
  await page.waitForURL(href);
  await page.waitForFunction(([at, said]) => document.querySelector(at)?.innerText !== said, [heading, before]);
  assert.ok(await isMarked(page), "the document is still there");
  const query = new URL(href).search;
  const languages = await page.locator(".topline a[hreflang]").evaluateAll((all) => all.map((a) => a.href));
  assert.ok(languages.every((to) => new URL(to).search === query), `${languages} keep ${query}`);

  await page.goBack();
  await page.waitForURL(catalogue);
  await page.waitForFunction(([at, said]) => document.querySelector(at)?.innerText === said, [heading, before]);
  assert.deepEqual(wrongs, []);
  await context.close();
});

test("a search answers in place, and what was typed stays", async () => {
  const { page, context, wrongs } = await open(launched, catalogue);
  await mark(page);
  await page.locator("#q").fill("zzzzqqqq");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=zzzzqqqq/);
  await page.locator("main .empty").waitFor();
  assert.ok(await isMarked(page), "the document is still there");
  assert.equal(await page.locator("#q").inputValue(), "zzzzqqqq");
  assert.deepEqual(wrongs, []);
  await context.close();
});

test("where the line breaks, a search is sent again with what was typed", async () => {
  const { page, context } = await open(launched, catalogue);
  await mark(page);
  await page.locator("#q").fill("aire");
  await page.route(/q=aire/, (route) => route.abort(), { times: 1 });
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=aire/);
  await page.locator(heading).waitFor();
  assert.equal(await page.locator("#q").inputValue(), "aire");
  assert.ok(!(await isMarked(page)), "it is another document");
  await context.close();
});

test("where the line breaks, the page is loaded as a whole", async () => {
  const { page, context } = await open(launched, catalogue);
  await mark(page);
  const { link, href } = await firstFacet(page);
  await page.route(href, (route) => route.abort(), { times: 1 });
  await link.click();
  await page.waitForURL(href);
  await page.locator(heading).waitFor();
  assert.ok(!(await isMarked(page)), "it is another document");
  await context.close();
});
