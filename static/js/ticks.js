// 题库: ticks all questions of a page at once and says how many are ticked. Without scripts they are ticked one by one.

function boxes() {
  return [...document.querySelectorAll('#question-ticks input[name="question"]')];
}

function tell() {
  const ticked = boxes().filter((box) => box.checked).length;
  for (const place of document.querySelectorAll("[data-tick-count]")) {
    place.textContent = ticked ? place.dataset.words.replace("{n}", ticked) : "";
  }
  for (const button of document.querySelectorAll("[data-tick-all]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-tick-all]")) return;
  const all = boxes();
  const isOn = all.some((box) => !box.checked);
  for (const box of all) box.checked = isOn;
  tell();
});
document.addEventListener("change", (event) => {
  if (event.target.name !== "question") return;
  document.querySelector("#question-bulk").open = true;
  tell();
});
document.addEventListener("htmx:afterSwap", tell);
tell();
