// SPDX-License-Identifier: AGPL-3.0-or-later

// Turns the packages of package-lock.json into the files that Panot embeds. Called by build/main.rs
// as `node build.mjs OUT` in the folder where `npm ci` ran. Writes OUT/<asset>, with .br and .gz
// beside what gains by it, and OUT/works.txt: one line for each work of others.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import subset from "subset-font";

const out = process.argv[2];

/** Letters of western European languages, and the signs that figures and texts need. */
const LETTERS = (() => {
  const ranges = [
    [0x20, 0x7e], [0xa0, 0xff], [0x131, 0x131], [0x152, 0x153], [0x160, 0x161], [0x178, 0x178],
    [0x17d, 0x17e], [0x2c6, 0x2c6], [0x2da, 0x2da], [0x2dc, 0x2dc], [0x2009, 0x2009],
    [0x2011, 0x2014], [0x2018, 0x201e], [0x2020, 0x2022], [0x2026, 0x2026], [0x202f, 0x202f],
    [0x2030, 0x2030], [0x2032, 0x2033], [0x2039, 0x203a], [0x2044, 0x2044], [0x2080, 0x2089],
    [0x20ac, 0x20ac], [0x2122, 0x2122], [0x2190, 0x2193], [0x2212, 0x2212], [0x2215, 0x2215],
    [0x2248, 0x2248], [0x2260, 0x2260], [0x2264, 0x2265],
  ];
  let text = "";
  for (const [from, to] of ranges) for (let c = from; c <= to; c++) text += String.fromCodePoint(c);
  return text;
})();

async function put(name, bytes) {
  const path = join(out, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  if (!name.endsWith(".woff2")) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    await writeFile(path + ".br", brotliCompressSync(bytes, { params }));
    await writeFile(path + ".gz", gzipSync(bytes, { level: 9 }));
  }
}

/** The file without the line that names a source map: we do not serve one. */
async function code(path) {
  const text = await readFile(path, "utf8");
  return Buffer.from(text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
}

// What texts are set with: figures that line up, kerning, accents. Hints serve no screen of today.
const keep = {
  targetFormat: "woff2",
  noHinting: true,
  keepFeatures: ["kern", "liga", "lnum", "tnum", "locl", "calt", "ccmp", "mark", "mkmk"],
};
const font = (path) => readFile(join("node_modules", path));
await put("fonts/alegreya-800.woff2", await subset(
  await font("@fontsource/alegreya/files/alegreya-latin-800-normal.woff2"), LETTERS,
  keep));
await put("fonts/source-sans-3.woff2", await subset(
  await font("@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2"), LETTERS,
  { ...keep, variationAxes: { wght: { min: 400, max: 700, default: 400 } } }));

const htmx = "node_modules/htmx.org/dist";
await put("htmx/htmx.min.js", await code(`${htmx}/htmx.min.js`));
await put("htmx/hx-sse.min.js", await code(`${htmx}/ext/hx-sse.min.js`));

// The three belong together: the library finds its worker and their shared part beside itself.
const maplibre = "node_modules/maplibre-gl/dist";
for (const name of ["maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl-shared.mjs", "maplibre-gl.css"]) {
  await put(`maplibre/${name}`, await code(`${maplibre}/${name}`));
}

const works = [];
for (const [name, title] of [
  ["@fontsource/alegreya", "Alegreya"],
  ["htmx.org", "htmx"],
  ["maplibre-gl", "MapLibre GL JS"],
  ["@fontsource-variable/source-sans-3", "Source Sans 3"],
]) {
  const about = JSON.parse(await readFile(join("node_modules", name, "package.json"), "utf8"));
  let text;
  for (const file of ["LICENSE", "LICENSE.txt", "LICENSE.md"]) {
    text ??= await readFile(join("node_modules", name, file), "utf8").catch(() => undefined);
  }
  if (!text) throw new Error(`${name} has no licence file`);
  const file = `licence-${works.length}.txt`;
  await writeFile(join(out, file), text);
  works.push([title, about.version, about.license, file].join("\t"));
}
await writeFile(join(out, "works.txt"), works.join("\n") + "\n");
