// SPDX-License-Identifier: AGPL-3.0-or-later

// Without JavaScript every page is whole and every form works.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, open } from "../lib/browser.js";
import { pagesOfEachKind } from "../lib/crawl.js";

const launched = await browser();
const options = { javaScriptEnabled: false, viewport: { width: 390, height: 844 } };

for (const { kind, url, status } of await pagesOfEachKind()) {
  test(`${kind} without JavaScript`, async () => {
    const { page, context, wrongs } = await open(launched, url, options);
    assert.equal(await page.locator("h1").count(), 1, `${url} has one main heading`);
    assert.deepEqual(wrongs, [], url);

    const forms = await page.locator("form").count();
    for (let index = 0; index < forms; index += 1) {
      for (const word of ["", "1", "a"]) {
        await page.goto(url);
        await submit(page, page.locator("form").nth(index), word, `${url}, form ${index + 1}`);
      }
    }
    await context.close();
  });

  if (status !== 200) continue;
  test(`${kind} says everything without JavaScript that it says with it`, async () => {
    const plain = await open(launched, url, options);
    const scripted = await open(launched, url, { ...options, javaScriptEnabled: true });
    const words = (page) =>
      page.locator("main").evaluate((main) => {
        // These do what only a script can: copy lines, open the large map.
        for (const button of main.querySelectorAll('button[type="button"]')) button.hidden = true;
        return main.innerText;
      });
    const said = new Set(await lines(words(plain.page)));
    const missing = (await lines(words(scripted.page))).filter((line) => !said.has(line));
    assert.deepEqual(missing, [], url);
    await plain.context.close();
    await scripted.context.close();
  });
}

async function lines(text) {
  return (await text).split("\n").map((line) => line.trim());
}

/** Fills a form as a person might, sends it, and looks at the answer. */
async function submit(page, form, word, where) {
  // What is folded away opens without a script too.
  await form.evaluate((element) => {
    for (const inside of element.querySelectorAll("details")) inside.open = true;
    for (let at = element; at; at = at.parentElement) if (at.localName === "details") at.open = true;
  });
  const texts = form.locator('input[type="search"], input[type="text"], input:not([type])');
  for (let index = 0; index < (await texts.count()); index += 1) {
    const input = texts.nth(index);
    if ((await input.isVisible()) && (await input.isEditable())) await input.fill(word);
  }
  if (word === "" && !(await form.evaluate((element) => element.checkValidity()))) {
    return; // The browser itself asks for what is missing.
  }
  const email = form.locator('input[type="email"]');
  if ((await email.count()) > 0) await email.first().fill("someone@example.org");
  const button = form.locator('button:not([type="button"]), input[type="submit"]').first();
  assert.equal(await button.count(), 1, `${where} can be sent without JavaScript`);
  const [response] = await Promise.all([page.waitForNavigation(), button.click()]);
  const status = response?.status();
  // A word where a number belongs is refused, on a page that says so and leads back.
  // Who cites every chart of the city within the hour is told, on a page too, to come back later.
  const later = status === 429 && new URL(response.url()).pathname.endsWith("/q");
  const answered = status < 400 || later || (word === "a" && (status === 400 || status === 422));
  assert.ok(answered, `${where} with “${word}” answers ${status}`);
  assert.equal(await page.locator("h1").count(), 1, `${where} leads to a page`);
}
