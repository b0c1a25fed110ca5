// SPDX-License-Identifier: AGPL-3.0-or-later

// What people come for, from the first page to the answer, without JavaScript: find a dataset,
// narrow its rows, compare two versions, take the file.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, open } from "../lib/browser.js";
import { city, pagesOfEachKind } from "../lib/crawl.js";

const launched = await browser();
const pages = await pagesOfEachKind();
const options = { javaScriptEnabled: false, viewport: { width: 390, height: 844 } };
const catalogue = new URL("/ca/data", city()).href;

/** The first chosen page whose address ends like this. */
function pageOf(end) {
  const found = pages.find(({ url }) => end.test(url));
  assert.ok(found, `the city has a page like ${end}`);
  return found.url;
}

test("a dataset is found by a word of its title, typed without accents", async () => {
  const { page, context } = await open(launched, pageOf(/\/data\/[^/@]+$/), options);
  const address = new URL(page.url()).pathname;
  const title = await page.locator("h1").innerText();
  const words = title.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[a-z]{5,}/g);
  assert.ok(words, `${title} has a word to look for`);

  await page.goto(catalogue);
  await page.locator('main input[name="q"]').fill(words[0]);
  await page.locator('main form[role="search"] button').click();
  await page.waitForLoadState();
  const hits = page.locator(`main a[href="${address}"]`);
  assert.ok((await hits.count()) > 0, `${words[0]} finds ${address}`);
  await context.close();
});

test("a search that finds nothing says so and offers a way on", async () => {
  const { page, context } = await open(launched, `${catalogue}?q=zzzzqqqq`, options);
  assert.equal(await page.locator('main [role="status"]').count(), 1);
  assert.ok((await page.locator(`main a[href="/ca/data"]`).count()) > 0);
  await context.close();
});

test("rows are narrowed to those with a value, on every row", async () => {
  const { page, context } = await open(launched, pageOf(/\/rows$/), options);
  const cell = page.locator("main table tbody tr:first-child td:first-child");
  const value = (await cell.innerText()).trim();
  const all = await count(page);

  await page.locator("main form summary").first().click();
  await page.locator('main form input[name^="f."]').first().fill(`=${value}`);
  await page.locator('main form button[type="submit"]').click();
  await page.waitForLoadState();
  const column = page.locator("main table tbody tr td:first-child");
  const shown = await column.allInnerTexts();
  assert.ok(shown.length > 0, `rows with ${value}`);
  assert.deepEqual(new Set(shown.map((text) => text.trim())), new Set([value]));
  assert.ok((await count(page)) < all, "fewer rows than before");
  await context.close();
});

/** The number in the sentence that says how many rows there are. */
async function count(page) {
  const said = await page.locator('main [role="status"]').first().innerText();
  return Number(said.replace(/[^\d]/g, ""));
}

test("two versions are compared", async () => {
  const { page, context } = await open(launched, pageOf(/\/compare$/), options);
  await page.locator('main select[name="from"]').selectOption("1");
  await page.locator('main select[name="to"]').selectOption("2");
  await page.locator("main form button").click();
  await page.waitForLoadState();
  assert.match(page.url(), /from=1&to=2/);
  assert.ok((await page.locator("main h2").count()) > 1, "it says what differs");
  await context.close();
});

test("every file that a dataset's page offers can be taken, and is not empty", async () => {
  const { page, context } = await open(launched, pageOf(/\/data\/[^/@]+$/), options);
  const links = await page.locator("main a[href]").evaluateAll((all) => all.map(({ href }) => href));
  const files = links.filter((href) => /\.(csv|json|ndjson|parquet|xlsx|geojson)$/.test(href));
  assert.ok(files.length >= 4, `several formats, not ${files}`);
  for (const file of new Set(files)) {
    const response = await fetch(file, { signal: AbortSignal.timeout(60_000) });
    assert.equal(response.status, 200, file);
    assert.ok((await response.arrayBuffer()).byteLength > 10, file);
  }
  await context.close();
});
