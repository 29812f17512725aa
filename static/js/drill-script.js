// 演练剧本: a problem leads to its line, Tab stays a way out of the field, and what the check says keeps its folds open.
// Without scripts the buttons post the form and the page comes back with everything filled in.

import "./folds.js";
import { one } from "./panel.js";

function goTo(line) {
  const box = one("#script-text");
  const lines = box.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  box.focus();
  box.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  box.scrollTop = (line - 4) * (box.scrollHeight / lines.length);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-line]");
  if (button) goTo(Number(button.dataset.line));
});

document.addEventListener("htmx:afterSwap", () => {
  if (document.activeElement === document.body) one("#trial-reply")?.focus();
});
