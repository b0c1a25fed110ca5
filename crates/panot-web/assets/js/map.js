// SPDX-License-Identifier: AGPL-3.0-or-later

// The large map: one layer of our own vector tiles on the colour of the page. Loaded only when
// somebody opens it. The button says where everything is (see components.html, large_map).

/** A colour of the stylesheet, so that the map follows light and dark. */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function style(tiles, layer) {
  const source = { type: "vector", url: tiles };
  const from = { source: "data", "source-layer": layer };
  const of = (...kinds) => ["in", ["geometry-type"], ["literal", kinds]];
  const outline = of("Polygon", "MultiPolygon");
  const line = of("LineString", "MultiLineString");
  const point = of("Point", "MultiPoint");
  return {
    version: 8,
    sources: { data: source },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": token("--street") } },
      { id: "areas", type: "fill", ...from, filter: outline,
        paint: { "fill-color": token("--garden"), "fill-opacity": 0.75 } },
      { id: "edges", type: "line", ...from, filter: outline,
        paint: { "line-color": token("--pine"), "line-width": 1.5 } },
      { id: "lines", type: "line", ...from, filter: line,
        paint: { "line-color": token("--sea"), "line-width": 2.5 } },
      { id: "points", type: "circle", ...from, filter: point,
        paint: {
          "circle-color": token("--clay"),
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 10, 2.5, 14, 4, 17, 8],
          "circle-stroke-color": token("--sheet"),
          "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 11, 0, 14, 1],
        } },
    ],
  };
}

/** Opens the map that `button` describes, after it, and says in words what a place holds. */
export async function open(button) {
  const { tiles, layer, bounds, library, sheet, label } = button.dataset;
  const css = document.createElement("link");
  css.rel = "stylesheet";
  css.href = sheet;
  const styled = new Promise((done, failed) => { css.onload = done; css.onerror = failed; });
  document.head.append(css);
  const [{ Map, NavigationControl, Popup }] = await Promise.all([import(library), styled]);

  const box = document.createElement("div");
  box.className = "map";
  // Beside the paragraph of the button, so that the map is as wide as the page.
  (button.closest("p") ?? button).after(box);
  const [west, south, east, north] = bounds.split(",").map(Number);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = new Map({
    container: box,
    style: style(new URL(tiles, location.href).href, layer),
    bounds: [[west, south], [east, north]],
    fitBoundsOptions: { padding: 24 },
    attributionControl: false,
    cooperativeGestures: false,
    fadeDuration: still ? 0 : 200,
    locale: { "Map.Title": label },
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  map.on("click", ["points", "lines", "areas"], ({ features, lngLat }) => {
    const facts = document.createElement("dl");
    for (const [name, value] of Object.entries(features[0].properties).slice(0, 12)) {
      const term = document.createElement("dt");
      term.textContent = name;
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
  box.querySelector("canvas")?.focus();
}
