// SPDX-License-Identifier: AGPL-3.0-or-later

// The large map: one layer of our own vector tiles over the outlines of the city. Loaded only when
// somebody opens it. The button says where everything is (see components.html, large_map).

/** A colour of the stylesheet, so that the map follows light and dark. */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The city below the data: its land, and the borders of its parts from the larger to the smaller. */
function ground(tiles) {
  if (!tiles) return { sources: {}, layers: [] };
  const from = (layer) => ({ source: "ground", "source-layer": layer });
  const line = (width, more) => ["interpolate", ["linear"], ["zoom"], 10, width, 16, width + more];
  return {
    sources: { ground: { type: "vector", tiles: [location.origin + tiles], maxzoom: 14 } },
    layers: [
      { id: "land", type: "fill", ...from("city"), paint: { "fill-color": token("--sheet") } },
      { id: "neighbourhoods", type: "line", ...from("neighbourhoods"),
        paint: { "line-color": token("--block"), "line-width": line(1, 2) } },
      { id: "districts", type: "line", ...from("districts"),
        paint: { "line-color": token("--edge"), "line-width": line(0.8, 1.4) } },
    ],
  };
}

function style(tiles, layer, below) {
  const from = { source: "data", "source-layer": layer };
  const of = (...kinds) => ["in", ["geometry-type"], ["literal", kinds]];
  const outline = of("Polygon", "MultiPolygon");
  const line = of("LineString", "MultiLineString");
  const point = of("Point", "MultiPoint");
  // Dots that stand for many lie on a grid (see libs/tiles): small enough to stay apart, and the
  // darker the more.
  const many = ["has", "point_count"];
  const size = (alone, together) => ["case", many, together, alone];
  const shade = ["interpolate", ["linear"], ["to-number", ["get", "point_count"], 1], 1, 0.3, 8, 0.65, 32, 1];
  return {
    version: 8,
    sources: { ...below.sources, data: { type: "vector", url: tiles } },
    layers: [
      { id: "paper", type: "background", paint: { "background-color": token("--street") } },
      ...below.layers,
      { id: "areas", type: "fill", ...from, filter: outline,
        paint: { "fill-color": token("--garden"), "fill-opacity": 0.75 } },
      { id: "edges", type: "line", ...from, filter: outline,
        paint: { "line-color": token("--pine"), "line-width": 1.5 } },
      { id: "lines", type: "line", ...from, filter: line,
        paint: { "line-color": token("--sea"), "line-width": 2.5 } },
      { id: "points", type: "circle", ...from, filter: point,
        paint: {
          "circle-color": token("--clay"),
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 10, size(2.5, 1.8), 14, size(4, 2.6), 17, size(8, 5)],
          "circle-opacity": ["case", many, shade, 1],
          "circle-stroke-color": token("--sheet"),
          "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 11, 0, 14, size(1, 0)],
        } },
    ],
  };
}

/** The places of the list beside the map, each with its number; one leads to the other. */
function pins(map, Marker) {
  const items = document.querySelectorAll("ol.pins > li[data-at]");
  for (const [at, item] of items.entries()) {
    const place = item.dataset.at.split(",").map(Number);
    const pin = document.createElement("button");
    pin.type = "button";
    pin.className = "pin";
    pin.textContent = at + 1;
    pin.setAttribute("aria-label", `${at + 1}. ${item.textContent}`);
    // The list is the way there by keyboard: two stops for each place would be one too many.
    pin.tabIndex = -1;
    pin.addEventListener("click", (event) => {
      event.stopPropagation();
      item.querySelector("button").focus();
    });
    new Marker({ element: pin }).setLngLat(place).addTo(map);
    const name = document.createElement("button");
    name.type = "button";
    name.className = "linkish";
    name.append(...item.childNodes);
    name.addEventListener("click", () => {
      map.easeTo({ center: place, zoom: Math.max(map.getZoom(), 15) });
      pin.focus();
    });
    item.append(name);
  }
}

/** Opens the map that `button` describes, after it, and says in words what a place holds. */
export async function open(button) {
  const { tiles, layer, bounds, library, sheet, label, together } = button.dataset;
  const css = document.createElement("link");
  css.rel = "stylesheet";
  css.href = sheet;
  const styled = new Promise((done, failed) => { css.onload = done; css.onerror = failed; });
  document.head.append(css);
  const [{ Map, Marker, NavigationControl, Popup }] = await Promise.all([import(library), styled]);

  const box = document.createElement("div");
  box.className = "map";
  // Beside the paragraph of the button, so that the map is as wide as the page.
  (button.closest("p") ?? button).after(box);
  const [west, south, east, north] = bounds.split(",").map(Number);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = new Map({
    container: box,
    style: style(new URL(tiles, location.href).href, layer, ground(button.dataset.ground)),
    bounds: [[west, south], [east, north]],
    fitBoundsOptions: { padding: 24 },
    attributionControl: false,
    cooperativeGestures: false,
    fadeDuration: still ? 0 : 200,
    locale: { "Map.Title": label },
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  pins(map, Marker);
  map.on("click", ["points", "lines", "areas"], ({ features, lngLat }) => {
    const facts = document.createElement("dl");
    for (const [name, value] of Object.entries(features[0].properties).slice(0, 12)) {
      const term = document.createElement("dt");
      term.textContent = name === "point_count" ? together : name;
      const said = document.createElement("dd");
      said.textContent = value;
      facts.append(term, said);
    }
    new Popup({ maxWidth: "20rem" }).setLngLat(lngLat).setDOMContent(facts).addTo(map);
  });
  await new Promise((done, failed) => {
    map.once("load", done);
    map.once("error", ({ error }) => failed(error));
  });
  for (const layer of ["points", "lines", "areas"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  // The drawing says the same once more.
  for (const drawing of document.querySelectorAll("figure[data-drawn-map]")) drawing.hidden = true;
  box.querySelector("canvas")?.focus();
}
