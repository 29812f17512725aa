// A folded part that bears `data-keep` stays as it was left when what holds it is replaced.

const kept = new Map();

document.addEventListener("toggle", (event) => {
  if (event.target.dataset?.keep) kept.set(event.target.dataset.keep, event.target.open);
}, true);

document.addEventListener("htmx:afterSwap", () => {
  for (const fold of document.querySelectorAll("details[data-keep]")) {
    if (kept.has(fold.dataset.keep)) fold.open = kept.get(fold.dataset.keep);
  }
});
