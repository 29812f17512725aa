// The page where one waits for an exam: counts down by the server's clock, then opens the button. Without it the page
// reloads itself.

import { clockText, ServerClock } from "./clock.js";

const MARGIN_MS = 400; // a button that opens a moment early would be refused
const SPREAD_MS = 3000;

const stage = document.getElementById("round-stage");
const face = document.getElementById("countdown");
const start = document.getElementById("start-exam");
const clock = new ServerClock(Number(stage.dataset.now));
const opens = Number(stage.dataset.opens) + MARGIN_MS;

function tick() {
  const left = Math.max(0, Math.ceil((opens - clock.now) / 1000));
  if (clock.hasLostCount()) { location.reload(); return; }
  const hours = Math.floor(left / 3600);
  if (face) face.textContent = face.dataset.words.replace("{left}", hours ? `${hours}:${clockText(left % 3600)}` : clockText(left));
  if (left) return;
  clearInterval(ticking);
  if (!start) { setTimeout(() => location.reload(), Math.random() * SPREAD_MS); return; }
  face.textContent = face.dataset.openWords;
  start.disabled = false;
  start.focus();
}

const ticking = setInterval(tick, 500);
tick();
