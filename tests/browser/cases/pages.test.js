// SPDX-License-Identifier: AGPL-3.0-or-later

// Every kind of page, light and dark, on a phone and on a desk: WCAG 2.2 AA as far as axe can tell,
// nothing to scroll sideways, nothing from another host, nothing broken.

import assert from "node:assert/strict";
import { test } from "node:test";
import AxePlaywright from "@axe-core/playwright";
import { browser, open, sideways } from "../lib/browser.js";
import { pagesOfEachKind } from "../lib/crawl.js";

const AxeBuilder = AxePlaywright.default ?? AxePlaywright;
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const LANGUAGES = ["ca", "es", "en"];

const launched = await browser();
const pages = await pagesOfEachKind();

for (const [index, { kind, ...found }] of pages.entries()) {
  for (const [look, colorScheme] of ["light", "dark"].entries()) {
    for (const [size, width] of [390, 1440].entries()) {
      // Across the looks of a page, and across pages, each language has its turn.
      const language = LANGUAGES[(index + 2 * look + size) % LANGUAGES.length];
      const url = pages[index].in(language);
      test(`${kind} ${colorScheme} ${width} ${language}`, async () => {
        const viewport = { width, height: 900 };
        const { page, context, wrongs, response } = await open(launched, url, { viewport, colorScheme });
        assert.equal(response.status(), found.status, url);
        assert.equal(await page.locator("html").getAttribute("lang"), language);
        assert.deepEqual(wrongs, [], url);
        assert.equal(await sideways(page), 0, `${url} scrolls sideways at ${width} px`);
        assert.deepEqual(await violations(page), [], url);
        await context.close();
      });
    }
  }

  test(`${kind} reflows at 320`, async () => {
    const { page, context } = await open(launched, found.url, { viewport: { width: 320, height: 600 } });
    assert.equal(await sideways(page), 0, `${found.url} scrolls sideways at 320 px`);
    await context.close();
  });
}

async function violations(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 5).map(({ target, failureSummary }) => `${id} ${target.join(" ")}: ${failureSummary}`),
  );
}
