// SPDX-License-Identifier: AGPL-3.0-or-later

// Finds the pages of a running city by walking its links, and chooses one of each kind, so that a
// page somebody adds tomorrow is tested without a line here.

const LANGUAGES = ["ca", "es", "en"];

// Bounds: a city has thousands of pages and few kinds of them.
const FETCHED_MAX = 400;
const CHILDREN_MAX = 12; // pages right below one address
const QUERIES_MAX = 24; // addresses that differ only after the question mark
const SIBLINGS_FIXED = 5; // more children than this are things with names, not fixed words
const OF_ONE_KIND_MAX = 4; // pages of one kind that look different enough to test each

/** One page to test. */
export class Page {
  constructor(url, status, html, links, forms) {
    this.url = url;
    this.status = status;
    this.html = html;
    this.links = links;
    this.forms = forms;
    this.kind = "";
  }

  /** The same page in another language. */
  in(language) {
    const url = new URL(this.url);
    url.pathname = url.pathname.replace(/^\/(ca|es|en)(?=\/)/, `/${language}`);
    return url.href;
  }
}

/** The address of the city under test. */
export function city() {
  const url = process.env.PANOT_URL;
  if (!url) {
    throw new Error("PANOT_URL is not set: run `cargo xtask browser`, or name a running city");
  }
  return new URL(url);
}

/** One page of each kind, by name of the kind. */
export async function pagesOfEachKind() {
  const pages = await crawl(city());
  const kinds = new Map();
  const children = childrenOf(pages);
  for (const page of pages) {
    page.kind = kind(page, children);
    kinds.set(page.kind, [...(kinds.get(page.kind) ?? []), page]);
  }
  const chosen = [];
  for (const [name, alike] of [...kinds].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const [index, page] of different(alike).entries()) {
      page.kind = index === 0 ? name : `${name} (${index + 1})`;
      chosen.push(page);
    }
  }
  if (chosen.length < 3) {
    throw new Error(`only ${chosen.length} kinds of pages found at ${city()}: is it a city?`);
  }
  return chosen;
}

async function crawl(start) {
  // A page that does not exist is a page too, and so is a search that finds nothing.
  const queue = [new URL("/ca/", start), new URL("/ca/no-such-page", start)];
  const seen = new Set(queue.map((url) => url.href));
  const counted = new Map();
  const pages = [];
  while (queue.length > 0 && seen.size < 20_000 && pages.length < FETCHED_MAX) {
    const url = queue.shift();
    const page = await fetchPage(url);
    if (!page) continue;
    pages.push(page);
    for (const next of [...page.links, ...page.forms.flatMap(answers)]) {
      next.hash = "";
      if (next.host !== start.host || seen.has(next.href) || !worthwhile(next, counted)) continue;
      seen.add(next.href);
      queue.push(next);
    }
  }
  return pages;
}

/** Not another of so many? The other languages say the same and are tested in turn. */
function worthwhile(url, counted) {
  const [first] = segments(url);
  if (first !== LANGUAGES[0] && LANGUAGES.includes(first)) return false;
  const parent = url.pathname.replace(/[^/]*\/?$/, "");
  const [key, max] = url.search ? [url.pathname, QUERIES_MAX] : [parent, CHILDREN_MAX];
  const before = counted.get(key) ?? 0;
  counted.set(key, before + 1);
  return before < max;
}

async function fetchPage(url) {
  const stop = new AbortController();
  const response = await fetch(url, {
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(30_000)]),
    headers: { accept: "text/html", "accept-language": LANGUAGES[0] },
  });
  if (!(response.headers.get("content-type") ?? "").startsWith("text/html")) {
    stop.abort(); // a download, however long
    return null;
  }
  const html = await response.text();
  if (response.status >= 500) throw new Error(`${url} answers ${response.status}`);
  const base = new URL(response.url);
  return new Page(base.href, response.status, html, links(html, base), forms(html, base));
}

function attributes(tag) {
  const found = {};
  for (const [, name, a, b, c] of tag.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)) {
    found[name.toLowerCase()] = unescape(a ?? b ?? c ?? "");
  }
  return found;
}

function unescape(text) {
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, number, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return number ? String.fromCodePoint(Number(number)) : (named[name] ?? all);
  });
}

function links(html, base) {
  const found = [];
  for (const [, tag] of html.matchAll(/<a\b([^>]*)>/gi)) {
    const { href, download, rel = "" } = attributes(tag);
    // Links that nobody should follow say so: they change how a page looks, not what it is.
    if (href === undefined || download !== undefined || rel.includes("nofollow")) continue;
    const url = URL.canParse(href, base) ? new URL(href, base) : null;
    if (url?.protocol.startsWith("http")) found.push(url);
  }
  return found;
}

function forms(html, base) {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)].map(([, tag, inside]) => {
    const { action = "", method = "get" } = attributes(tag);
    const fields = [...inside.matchAll(/<input\b([^>]*)>/gi)].map(([, input]) => attributes(input));
    return { action: new URL(action, base), method: method.toLowerCase(), fields };
  });
}

/** What a form leads to: as it stands, with something found, with something nowhere. */
function answers({ action, method, fields }) {
  if (method !== "get") return [];
  return ["", "1", "a", "zzzzqqqq"].map((word) => {
    const url = new URL(action);
    for (const { name, type = "text", value = "" } of fields) {
      if (!name || ["checkbox", "radio", "submit"].includes(type)) continue;
      const typed = ["text", "search"].includes(type) && value === "" ? word : value;
      if (typed !== "") url.searchParams.set(name, typed);
    }
    return url;
  });
}

function segments(url) {
  return new URL(url).pathname.split("/").filter(Boolean);
}

/** The names right below each address, versions aside. */
function childrenOf(pages) {
  const children = new Map();
  for (const { url } of pages) {
    const path = segments(url);
    for (let depth = 1; depth < path.length; depth += 1) {
      const parent = path.slice(0, depth).join("/");
      const names = children.get(parent) ?? new Set();
      names.add(bare(path[depth]));
      children.set(parent, names);
    }
  }
  return children;
}

function bare(segment) {
  return segment.replace(/@\d+/, "").replace(/\.[a-z]+$/, "");
}

/** What stays of an address when the names of things are taken out. */
function kind({ url, status }, children) {
  const path = segments(url);
  const top = LANGUAGES.includes(path[0]) ? 1 : 0; // these are the doors of the city, each its own
  const parts = path.map((segment, depth) => {
    const siblings = depth > top && children.get(path.slice(0, depth).join("/"));
    const name = siblings && siblings.size > SIBLINGS_FIXED ? "*" : bare(segment);
    return name.replace(/^\d+$/, "n") + (segment.includes("@") ? "@n" : "");
  });
  parts.splice(0, top);
  const question = new URL(url).search ? "?…" : "";
  return `/${parts.join("/")}${question}${status === 200 ? "" : ` ${status}`}`;
}

/** Of pages of one kind the first, and others that show something the chosen ones do not. */
function different(pages) {
  const shown = new Set();
  const chosen = [];
  for (const page of pages) {
    const classes = [...page.html.matchAll(/\bclass="([^"]*)"/g)].flatMap(([, all]) => all.split(/\s+/));
    const isNew = classes.some((name) => !shown.has(name));
    classes.forEach((name) => shown.add(name));
    if (chosen.length === 0 || (isNew && chosen.length < OF_ONE_KIND_MAX)) chosen.push(page);
  }
  return chosen;
}
