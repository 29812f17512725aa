// What is typed or pressed while an answer is on its way is kept. The answer replaces the fields and buttons it was
// asked with: whatever was changed in them since is put into the new ones, as long as these say what was sent, and is
// told to the page again; a button pressed meanwhile is pressed once the new one is there. Leaving asks first.

const asked = new WeakMap();
const typed = new WeakMap();
const running = new Set();
let pressed = null;

// What moves parts about gives fields other names: what is typed meanwhile would land elsewhere. Taking an option away
// renames only those after it.
const MOVING = /^(remove|move|drop)[-:]/;
const REMOVING = /^remove-option:(\d+)$/;

function keepsName(field, button) {
  const at = REMOVING.exec(button)?.[1];
  if (at === undefined) return !MOVING.test(button);
  const option = /^option\.(\d+)\./.exec(field.name)?.[1] ?? (field.name === "expected" ? field.value : -1);
  return Number(option) < Number(at);
}

const isTick = (field) => field.type === "checkbox" || field.type === "radio";
const keyOf = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);
const valueOf = (field) => (isTick(field) ? field.checked : field.value);
const fieldsOf = (root) =>
  [...root.querySelectorAll("input[name], select[name], textarea[name]")].filter(
    (field) => field.type !== "hidden" && field.type !== "file",
  );

function put(field, value) {
  if (isTick(field)) field.checked = value;
  else field.value = value;
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const form = detail.elt.closest("form");
  if (!form) return;
  running.add(detail.xhr);
  detail.xhr.addEventListener("loadend", () => end(detail.xhr));
  asked.set(detail.xhr, new Map(fieldsOf(form).map((field) => [keyOf(field), valueOf(field)])));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[name=do]");
  if (!button || !running.size) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pressed = button.value;
}, true);

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const sent = asked.get(detail.xhr);
  if (!sent || !detail.shouldSwap) return;
  const button = String(detail.requestConfig.formData?.get("do") ?? "");
  const changed = fieldsOf(detail.target).filter(
    (field) => sent.has(keyOf(field)) && sent.get(keyOf(field)) !== valueOf(field) && keepsName(field, button),
  );
  typed.set(detail.xhr, changed.map((field) => ({ key: keyOf(field), was: sent.get(keyOf(field)), is: valueOf(field) })));
});

function restore(changed) {
  const fields = new Map(fieldsOf(document).map((field) => [keyOf(field), field]));
  for (const { key, was, is } of changed) {
    const field = fields.get(key);
    if (!field || valueOf(field) !== was) continue;
    put(field, is);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const changed = typed.get(detail.xhr) ?? [];
  typed.delete(detail.xhr);
  if (changed.length) restore(changed);
});

function end(request) {
  running.delete(request);
  if (pressed === null || running.size) return;
  const value = pressed;
  pressed = null;
  setTimeout(() => document.querySelector(`button[name=do][value="${CSS.escape(value)}"]`)?.click());
}

window.addEventListener("beforeunload", (event) => {
  if (running.size) event.preventDefault();
});
