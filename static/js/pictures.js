// 插入图片: puts the line that names a picture into the field it was uploaded for, where the cursor is.
// Without scripts the line is copied by hand.

function reveal() {
  for (const button of document.querySelectorAll("button[data-insert][hidden]")) {
    button.hidden = !document.getElementById(button.dataset.into);
  }
}

function insert(button) {
  const field = document.getElementById(button.dataset.into);
  const { value, selectionStart: at, selectionEnd: end } = field;
  const isLine = field.tagName !== "TEXTAREA";
  const gap = (text) => (isLine || text === "" ? "" : "\n\n");
  const before = value.slice(0, at).replace(/\n+$/, "");
  const after = value.slice(end).replace(/^\n+/, "");
  field.value = before + gap(before) + button.dataset.insert + gap(after) + after;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-insert]");
  if (button) insert(button);
});
document.addEventListener("htmx:afterSwap", reveal);
reveal();
