// On every page that is no exam page: send what a crashed or closed exam page has left, if it is this person's.

import { Outbox } from "./outbox.js";

const here = document.querySelector("script[data-pulse]");

async function replay() {
  const outbox = new Outbox({ tokenUrl: here.dataset.pulse });
  let sent = 0;
  const say = (text) => {
    const old = document.getElementById("replayed");
    const line = old ?? Object.assign(document.createElement("p"), { id: "replayed", className: "banner" });
    line.setAttribute("role", "status");
    line.textContent = text;
    if (!old) document.getElementById("main").prepend(line);
  };
  const tell = () => {
    const waiting = outbox.waiting.filter((entry) => entry.number !== undefined).length;
    if (waiting) say(here.dataset.waiting.replace("{n}", waiting));
    else if (sent) say(here.dataset.sent.replace("{n}", sent));
  };
  outbox.addEventListener("reply", ({ detail }) => { if (detail.entry.number !== undefined && detail.sentAt) sent += 1; });
  outbox.addEventListener("trouble", tell);
  outbox.addEventListener("clear", tell);
  await outbox.start();
}

if (here && !document.getElementById("exam-bar")) replay();
