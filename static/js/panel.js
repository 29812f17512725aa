// What the exam page shows: answers, flags, the answer sheet, and per question whether the server has it.

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const isAnswer = (entry) => entry.number !== undefined;
const lettersOf = (entry) => entry.fields.filter(([name]) => name === "answer").map(([, value]) => value);

// What the server says it holds, from any tab's save.
export function show(html, waiting) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("save-state");
  if (!fresh) return null;
  const { number, marks, label, answer } = fresh.dataset;
  const state = document.adoptNode(fresh);
  one("#save-state")?.replaceWith(state);
  if (label) setCell(number, marks, label);
  const panel = one("#question-panel");
  const isWaiting = waiting.some((entry) => isAnswer(entry) && entry.number === number);
  if (panel?.dataset.number === number && !isWaiting) {
    setFlag(marks.split(" ").includes("flag"));
    for (const input of all("input[name=answer]", panel)) input.checked = answer.includes(input.value);
    const place = one("#cell-state");
    if (place) place.textContent = state.dataset.state === "saved" ? `${place.dataset.words}${state.textContent.trim()}` : state.textContent.trim();
  }
  return state.dataset;
}

// What waits: the count in the bar, a mark on each cell, and a word at the question.
export function showWaiting(waiting, isTrouble) {
  const answers = waiting.filter(isAnswer);
  const numbers = new Set(answers.map((entry) => entry.number));
  for (const cell of all("[data-cell]")) {
    const marks = new Set((cell.dataset.s || "").split(" ").filter(Boolean));
    if (numbers.has(cell.dataset.cell)) marks.add("wait");
    else marks.delete("wait");
    cell.dataset.s = [...marks].join(" ");
  }
  const place = one("#cell-state");
  if (place && numbers.has(one("#question-panel")?.dataset.number)) place.textContent = place.dataset.waiting;
  const state = one("#save-state");
  if (!state || !answers.length) return;
  state.dataset.state = isTrouble ? "queued" : "saving";
  state.textContent = isTrouble ? state.dataset.queued.replace("{n}", answers.length) : state.dataset.saving;
}

// A page fetched while an answer waits shows the older one: show what was chosen last.
export function showChosen(waiting) {
  const panel = one("#question-panel");
  for (const entry of panel ? waiting.filter(isAnswer) : []) {
    const chosen = lettersOf(entry);
    if (entry.number !== panel.dataset.number || !chosen.length) continue;
    for (const input of all("input[name=answer]", panel)) input.checked = chosen.includes(input.value);
  }
}

export function setFlag(isOn) {
  const flag = one("#flag");
  if (!flag) return;
  flag.setAttribute("aria-pressed", isOn);
  flag.value = isOn ? "0" : "1";
  one("span", flag).textContent = isOn ? flag.dataset.on : flag.dataset.off;
}

function setCell(number, marks, label) {
  for (const cell of all(`[data-cell="${number}"]`)) {
    cell.dataset.s = marks;
    cell.setAttribute("aria-label", label);
  }
  showCount();
}

export function showCount() {
  const done = all('.rail [data-s~="done"]').length;
  if (!one(".rail")) return;
  if (one("#bar-answered")) one("#bar-answered").textContent = done;
  one("#bar-progress")?.setAttribute("width", done);
  if (!one("#count-open")) return;
  one("#count-open").textContent = all(".rail [data-cell]").length - done;
  one("#count-flagged").textContent = all('.rail [data-s~="flag"]').length;
}

// No more changes: the time is up, or the paper is handed in.
export function close(text) {
  const banner = one("#over-banner");
  if (banner) {
    if (text) one("#over-text").textContent = text;
    banner.hidden = false;
    banner.focus();
  }
  all("#options input, #reply, #send-reply").forEach((input) => { input.disabled = true; });
}
