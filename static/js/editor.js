// 题目编辑: what a save while typing says of places inside the form is put there, without touching what is typed.
// Without scripts the buttons post the form and the page comes back with everything filled in.

import "./folds.js";

const one = (id) => (id ? document.getElementById(id) : null);

function place(template) {
  const target = one(template.dataset.into);
  if (!target) return;
  target.replaceChildren(template.content.cloneNode(true));
  const card = target.closest("[data-option]");
  if (card) card.dataset.check = template.dataset.check;
}

function warn(names) {
  for (const note of document.querySelectorAll("[data-note]")) {
    const words = note.dataset;
    const badge = note.querySelector(".badge");
    if (!badge || !words.stated) continue;
    const field = one(`id-${words.note}`);
    const isWarned = names.has(words.note);
    badge.textContent = isWarned ? words.warns : field?.value ? words.stated : words.silent;
    badge.dataset.tone = isWarned ? "warn" : field?.value ? "act" : "";
  }
}

function settle() {
  const places = one("preview-places");
  if (!places) return;
  places.querySelectorAll("template[data-into]").forEach(place);
  warn(new Set([...places.querySelectorAll("template[data-warn]")].map((template) => template.dataset.warn)));
  const publish = one("publish");
  if (publish) publish.toggleAttribute("aria-disabled", !places.hasAttribute("data-ready"));
  if (publish && !places.hasAttribute("data-ready")) publish.setAttribute("aria-disabled", "true");
}

document.addEventListener("htmx:afterSwap", settle);

// What may not be done yet says why, and stays where it is.
document.addEventListener("click", (event) => {
  const button = event.target.closest("#publish[aria-disabled=true]");
  if (!button) return;
  event.preventDefault();
  one("why-not")?.scrollIntoView({ block: "center" });
  one("why-not")?.focus();
});
