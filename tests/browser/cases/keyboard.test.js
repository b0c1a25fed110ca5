// SPDX-License-Identifier: AGPL-3.0-or-later

// Every kind of page without a mouse: the skip link comes first and skips, focus can always be
// seen, and it never gets stuck.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, open } from "../lib/browser.js";
import { pagesOfEachKind } from "../lib/crawl.js";

const STEPS = 60;

const launched = await browser();

for (const { kind, url } of await pagesOfEachKind()) {
  test(`${kind} by keyboard`, async () => {
    const { page, context } = await open(launched, url, { viewport: { width: 1280, height: 800 } });

    await page.keyboard.press("Tab");
    const skip = await focused(page);
    assert.match(skip.href ?? "", /#main$/, `first comes the skip link, not ${skip.name}`);
    assert.ok(skip.visible, "the skip link shows itself when it has the focus");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.ok((await focused(page)).afterMain, "after the skip link comes the main part");

    await page.goto(url);
    let before = "";
    for (let step = 0; step < STEPS; step += 1) {
      await page.keyboard.press("Tab");
      const now = await focused(page);
      if (now.name === "body") break; // past the last one
      assert.notEqual(now.path, before, `the focus is stuck on ${now.name}`);
      assert.ok(now.visible, `the focus is on something unseen: ${now.name}`);
      assert.ok(now.marked, `nothing shows that the focus is on ${now.name}`);
      before = now.path;
    }
    await context.close();
  });
}

/** What has the focus, and whether a person can see that. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const path = [];
    for (let at = element; at; at = at.parentElement) {
      path.unshift(`${at.localName}:${[...(at.parentElement?.children ?? [])].indexOf(at)}`);
    }
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const inView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    const hasOutline = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
    const main = document.querySelector("main");
    const toMain = main?.compareDocumentPosition(element) ?? 0;
    return {
      name: element === document.body ? "body" : element.outerHTML.slice(0, 120),
      path: path.join(">"),
      href: element.getAttribute("href"),
      visible: inView && box.width > 1 && box.height > 1 && style.visibility === "visible",
      marked: hasOutline || style.boxShadow !== "none",
      afterMain:
        (toMain & (Node.DOCUMENT_POSITION_CONTAINED_BY | Node.DOCUMENT_POSITION_FOLLOWING)) > 0,
    };
  });
}
