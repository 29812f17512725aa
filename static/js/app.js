// The exam pages: what HTML cannot say. Without it the forms still work.
//
// Every answer and flag goes into the outbox first (on disk before the request leaves) and leaves it when the server has
// said what it holds; what the server replies is what the screen shows.

import { clockText, Countdown, ServerClock } from "./clock.js";
import { DrillDesk, textsOf } from "./drill-desk.js";
import { watchFocus } from "./focus.js";
import { Outbox } from "./outbox.js";
import { all, close, one, setFlag, show, showChosen, showCount, showWaiting } from "./panel.js";
import { Ping } from "./ping.js";

const MOCK_GRACE_MS = 11000; // the grace of a mock and a second
const EXAM_WAIT_MS = 1500;
const NAVIGATION_MS = 3000;
const HAND_IN_MS = 8000;
const DOUBLE_CLICK_MS = 700;

const bar = one("#exam-bar");
const { attempt, person, tokenUrl, focusUrl } = bar.dataset;
const clock = new ServerClock(Number(bar.dataset.now));
const outbox = new Outbox({ person, tokenUrl, token: one("input[name=csrfmiddlewaretoken]")?.value });
let isOver = Boolean(one("[data-timed-out]"));
let isTrouble = false;

let isStale = false; // something arrived after this page was made
let isHandingIn = false;

const mine = () => outbox.waiting.filter((entry) => entry.attempt === attempt && entry.number !== undefined);

function send(url, number, fields) {
  const at = clock.isSure ? [["at", clock.now]] : [];
  return outbox.add({ attempt, url, number, fields: [...fields, ...at] });
}

const save = ({ dataset }, fields) => send(dataset.answerUrl, dataset.number, fields);
const desk = new DrillDesk({
  clock,
  send: (fields) => send(desk.here.dataset.turnUrl, one("#question-panel").dataset.number, fields),
});

function showUnsaid() {
  desk.showWaiting(textsOf(mine().filter((entry) => entry.number === one("#question-panel")?.dataset.number)));
}

// --- what the outbox tells ---------------------------------------------------------------------------------------------

outbox.addEventListener("change", () => {
  showWaiting(mine(), isTrouble);
  if (one("#memory-banner")) one("#memory-banner").hidden = outbox.isDurable;
});
outbox.addEventListener("reply", ({ detail }) => {
  if (detail.entry.attempt !== attempt || detail.entry.number === undefined) return;
  setTrouble(false);
  isStale = true;
  desk.merge(detail.html);
  const left = mine().filter((entry) => entry.id !== detail.entry.id);
  const told = show(detail.html, left);
  if (!told) return;
  showWaiting(left, isTrouble); // what is confirmed is one answer; the page may not say 已保存 while a later one waits
  if (detail.sentAt) clock.sync(Number(told.now), detail.sentAt, detail.receivedAt);
  countdown.moveTo(Number(told.deadline));
  if ("final" in told && told.state !== "saved") end(one("#save-state").textContent.trim());
});
outbox.addEventListener("trouble", () => setTrouble(mine().length > 0));
outbox.addEventListener("clear", () => {
  setTrouble(false);
  if (isStale && !isHandingIn && !one("#question-panel")) location.reload();
});
outbox.addEventListener("gone", () => location.reload());
outbox.addEventListener("signed-out", ({ detail }) => { if (detail.url) location.assign(detail.url); });
outbox.addEventListener("somebody-else", () => location.reload());

function setTrouble(isNow) {
  const notice = one("#save-notice");
  if (notice && isNow !== isTrouble) notice.textContent = isNow ? notice.dataset.queued : notice.dataset.saved;
  isTrouble = isNow;
  if (one("#offline-banner")) one("#offline-banner").hidden = !isNow;
  showWaiting(mine(), isTrouble);
}

// --- time --------------------------------------------------------------------------------------------------------------

const face = one("#clock");
const ping = new Ping(bar, clock, outbox, {
  onNews({ deadline, final }) {
    countdown.moveTo(deadline);
    if (final && !isOver) end(final);
  },
});
const countdown = new Countdown(clock, Number(bar.dataset.deadline), {
  onTick(left) {
    one("#clock-text").textContent = clockText(left);
    face.dataset.left = left <= 300 ? "last" : left <= 600 ? "low" : "ok";
    if (clock.hasLostCount()) ping.send();
  },
  onNotice(minutes) { one("#time-notice").textContent = one("#time-notice").dataset.leftWords.replace("{n}", minutes); },
  onOver() { runOut(); },
});

// Also after the end: what becomes of an answer that arrives late is told where the page said that it is over.
function end(text) {
  isOver = true;
  countdown.stop();
  close(text);
}

// The time is up: nothing changes any more, what waits still goes out, and the server says how it goes on.
async function runOut() {
  if (isOver) return;
  one("#time-notice").textContent = one("#time-notice").dataset.overWords;
  end();
  const wait = focusUrl ? EXAM_WAIT_MS : MOCK_GRACE_MS;
  await Promise.all([outbox.settled(2 ** 30), new Promise((resolve) => { setTimeout(resolve, wait); })]);
  location.assign(face.dataset.overUrl);
}

// --- clicks ------------------------------------------------------------------------------------------------------------

document.addEventListener("change", (event) => {
  const panel = event.target.closest("#question-panel");
  if (!panel || event.target.name !== "answer") return;
  saveChosen(panel);
});

function saveChosen(panel) {
  const chosen = all("input[name=answer]:checked", panel).map((input) => ["answer", input.value]);
  save(panel, chosen.length ? chosen : [["answer", ""]]);
}

document.addEventListener("click", (event) => {
  const flag = event.target.closest("#flag");
  if (flag) {
    event.preventDefault();
    save(flag.form, [["flag", flag.value]]);
    setFlag(flag.value === "1");
  }
  if (event.target.closest("#retry-now")) outbox.pump();
});

// A page that is fetched before the last answer has arrived would show that answer as open: wait for it, not for ever.
document.addEventListener("htmx:confirm", (event) => {
  if (!mine().length) return;
  event.preventDefault();
  outbox.settled(NAVIGATION_MS).then(() => event.detail.issueRequest(true));
});

document.addEventListener("htmx:afterSwap", () => {
  const panel = one("#question-panel");
  if (!panel) return;
  if (!one("#go-prev")) holdNext();
  document.title = panel.dataset.title;
  one("#bar-number").textContent = panel.dataset.number;
  showCount();
  showWaiting(mine(), isTrouble);
  showChosen(mine());
  showUnsaid();
  window.scrollTo(0, 0);
  one("#stem").focus({ preventScroll: true });
});
document.addEventListener("htmx:sendError", () => setTrouble(true));

// Where one cannot go back, the second click of a double click must not leave a question that nobody has read.
function holdNext() {
  const next = one("#go-next");
  next.disabled = true;
  setTimeout(() => { next.disabled = false; }, DOUBLE_CLICK_MS);
}

// Handing in waits for what is still to be sent; who presses again does not want to wait.
one("#hand-in")?.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!mine().length || form.dataset.warned) return;
  event.preventDefault();
  isHandingIn = true;
  if (await outbox.settled(HAND_IN_MS)) { form.submit(); return; }
  isHandingIn = false;
  form.dataset.warned = "yes";
  const said = one("#unsent");
  said.textContent = form.dataset.unsent.replace("{n}", mine().length);
  said.hidden = false;
});

if (focusUrl) {
  watchFocus(clock, (seconds, position) => {
    const fields = [["seconds", seconds], ["position", position]];
    outbox.add({ attempt, url: focusUrl, fields });
  });
}

// --- start -------------------------------------------------------------------------------------------------------------

// What was clicked before this script ran has been told to nobody yet.
function saveEarlyClick() {
  const panel = one("#question-panel");
  const inputs = panel ? all("input[name=answer]", panel) : [];
  if (inputs.some((input) => input.checked !== input.defaultChecked)) saveChosen(panel);
}

saveEarlyClick();
outbox.start().then(() => {
  showChosen(mine());
  showUnsaid();
  if (focusUrl) ping.send();
});
