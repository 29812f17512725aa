// 题目编辑: what a save while typing says of places inside the form is put there, without touching what is typed.
// Without scripts the buttons post the form and the page comes back with everything filled in.

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

// --- nothing typed is lost -----------------------------------------------------------------------------------------------

const form = () => one("question-form");
const isDesk = (detail) => detail.target?.id === "question-desk";
// What moves options about gives places other names: what is typed meanwhile would land elsewhere.
const MOVING = /^(remove|move)-/;

function valuesNow() {
  const found = new Map();
  for (const field of form()?.elements ?? []) {
    if (!field.name || field.type === "hidden" || field.tagName === "BUTTON" || field.tagName === "FIELDSET") continue;
    const isTicked = field.type === "checkbox" || field.type === "radio";
    found.set(isTicked ? `${field.name}=${field.value}` : field.name, isTicked ? field.checked : field.value);
  }
  return found;
}

function bringBack(sent, typed) {
  let isLater = false;
  for (const field of form()?.elements ?? []) {
    const isTicked = field.type === "checkbox" || field.type === "radio";
    const key = isTicked ? `${field.name}=${field.value}` : field.name;
    if (!typed.has(key) || typed.get(key) === sent.get(key)) continue;
    if (isTicked) field.checked = typed.get(key);
    else field.value = typed.get(key);
    isLater = true;
  }
  return isLater;
}

let running = 0;
let sent = new Map();
let typed = null;
let isLater = false;
let waiting = null;

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.requestConfig.path !== form()?.getAttribute("action")) return;
  running += 1;
  if (isDesk(detail)) sent = valuesNow();
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const button = String(detail.requestConfig?.formData?.get("do") ?? "");
  typed = isDesk(detail) && detail.shouldSwap && !MOVING.test(button) ? valuesNow() : null;
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.requestConfig || detail.requestConfig.verb !== "post") return;
  running = Math.max(0, running - 1);
  if (running || !waiting) return;
  const button = waiting;
  waiting = null;
  form().requestSubmit(button.isConnected ? button : one(button.id) ?? undefined);
});

// The last buttons leave the page: a save on its way is let through first.
document.addEventListener("submit", (event) => {
  if (event.target !== form() || !running) return;
  event.preventDefault();
  waiting = event.submitter;
});

// A folded part stays as the author left it when the preview is replaced.
const kept = new Map();
document.addEventListener("toggle", (event) => {
  if (event.target.dataset?.keep) kept.set(event.target.dataset.keep, event.target.open);
}, true);

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  for (const fold of document.querySelectorAll("details[data-keep]")) {
    if (kept.has(fold.dataset.keep)) fold.open = kept.get(fold.dataset.keep);
  }
  settle();
  if (typed && one("question-desk")) {
    isLater = bringBack(sent, typed);
    typed = null;
  }
});

// Only now does htmx listen to the new form: what was typed while it came is saved too.
document.addEventListener("htmx:afterSettle", () => {
  if (!isLater) return;
  isLater = false;
  form().dispatchEvent(new Event("input", { bubbles: true }));
});

// What may not be done yet says why, and stays where it is.
document.addEventListener("click", (event) => {
  const button = event.target.closest("#publish[aria-disabled=true]");
  if (!button) return;
  event.preventDefault();
  one("why-not")?.scrollIntoView({ block: "center" });
  one("why-not")?.focus();
});

// Leaving while a save is on its way asks first.
window.addEventListener("beforeunload", (event) => {
  if (running && !waiting) event.preventDefault();
});
