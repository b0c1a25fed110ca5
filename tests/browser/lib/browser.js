// SPDX-License-Identifier: AGPL-3.0-or-later

// The browser, and what a page must never do in it.

import { existsSync } from "node:fs";
import { after } from "node:test";
import { chromium } from "playwright-core";
import { city } from "./crawl.js";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Starts the browser of this machine, for as long as the tests of this file run. */
export async function browser() {
  const executablePath = process.env.PANOT_BROWSER ?? BROWSERS.find((path) => existsSync(path));
  if (!executablePath) {
    throw new Error("chromium is needed; on Debian: apt-get install chromium (or set PANOT_BROWSER)");
  }
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  const launched = await chromium.launch({ executablePath, args });
  after(() => launched.close());
  return launched;
}

/**
 * Opens a page and watches it. `wrongs` fills with everything a page must never do: ask another
 * host, break its own content security policy, fail to load a part of itself, throw.
 */
export async function open(launched, url, options = {}) {
  const context = await launched.newContext({ reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const wrongs = [];
  page.on("request", (request) => {
    const to = new URL(request.url());
    if (to.protocol.startsWith("http") && to.host !== city().host) {
      wrongs.push(`asks another host: ${to.href}`);
    }
  });
  page.on("response", (response) => {
    // The page itself may be one that says "not found".
    if (response.status() >= 400 && response.request().resourceType() !== "document") {
      wrongs.push(`${response.url()} answers ${response.status()}`);
    }
  });
  page.on("console", (message) => {
    const isAboutThePage = message.location().url === page.url();
    const saysNotFound = /Failed to load resource/.test(message.text());
    if (message.type() === "error" && !(isAboutThePage && saysNotFound)) {
      wrongs.push(`console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => wrongs.push(`script: ${error.message}`));
  const response = await page.goto(url, { waitUntil: "load" });
  return { page, context, wrongs, response };
}

/** By how many pixels a page can be scrolled sideways; 0 is right (WCAG 1.4.10). */
export function sideways(page) {
  return page.evaluate(() => {
    const root = document.scrollingElement;
    return Math.max(0, root.scrollWidth - root.clientWidth);
  });
}
