// SPDX-License-Identifier: AGPL-3.0-or-later

// What a page can do more with JavaScript: copy lines, open the large map, change in place. Everything it offers is
// hidden until this file has run, and every page is whole without it.

for (const button of document.querySelectorAll("button[data-copy]")) {
  const lines = button.closest("figure")?.querySelector("code");
  if (!lines || !navigator.clipboard) continue;
  const before = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(lines.textContent);
      button.textContent = button.dataset.done;
    } catch {
      button.textContent = button.dataset.failed;
      getSelection().selectAllChildren(lines);
    }
    setTimeout(() => { button.textContent = before; }, 4000);
  });
}

for (const button of document.querySelectorAll("button[data-map]")) {
  if (!button.dataset.script) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = button.textContent;
    button.textContent = button.dataset.opening;
    button.setAttribute("aria-busy", "true");
    try {
      const { open } = await import(button.dataset.script);
      await open(button);
      (button.closest("p") ?? button).remove();
    } catch (error) {
      console.error(error);
      button.removeAttribute("aria-busy");
      button.textContent = said;
      button.disabled = true;
      const sorry = document.createElement("p");
      sorry.setAttribute("role", "status");
      sorry.textContent = button.dataset.failed;
      button.after(sorry);
    }
  });
}

// Where changing in place fails, because the line is bad or the server is away, the browser loads the
// page, and says itself what is wrong.
document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx?.request?.method === "GET") location.assign(ctx.request.action);
});
