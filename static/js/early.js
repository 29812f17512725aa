// What somebody typed before the scripts of the page ran, or what the browser filled in again, counts as typed now: a form
// that follows the typing would else show what was there before, until the next key.

function differs(field) {
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findLastIndex((option) => option.defaultSelected));
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  return field.type !== "hidden" && field.value !== field.defaultValue;
}

// After htmx: its script stands before this one and begins at the same moment.
document.addEventListener("DOMContentLoaded", () => {
  for (const follower of document.querySelectorAll('[hx-trigger^="input"]')) {
    const fields = [...(follower.elements ?? [follower])];
    fields.find(differs)?.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
