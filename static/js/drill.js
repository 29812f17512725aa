// 演练: the chat page. What is sent goes through the outbox, as answers in an exam do: on disk first, in order, once.

import { ServerClock } from "./clock.js";
import { DrillDesk, textsOf } from "./drill-desk.js";
import { Outbox } from "./outbox.js";
import { one } from "./panel.js";

const form = one("#drill-form");
const { run, person, turnUrl, now } = one("#drill-desk").dataset;
const clock = new ServerClock(Number(now));
const outbox = new Outbox({ person, tokenUrl: form.dataset.tokenUrl, token: one("input[name=csrfmiddlewaretoken]", form).value });

const desk = new DrillDesk({ clock, send: (fields) => outbox.add({ run, url: turnUrl, fields }) });
const mine = () => outbox.waiting.filter((entry) => entry.run === run);

outbox.addEventListener("reply", ({ detail }) => {
  if (detail.entry.run !== run) return;
  desk.showTrouble(false);
  const told = desk.merge(detail.html);
  if (told && detail.sentAt) clock.sync(Number(told.now), detail.sentAt, detail.receivedAt);
});
outbox.addEventListener("trouble", () => desk.showTrouble(mine().length > 0));
outbox.addEventListener("clear", () => desk.showTrouble(false));
outbox.addEventListener("gone", () => location.reload());
outbox.addEventListener("signed-out", ({ detail }) => { if (detail.url) location.assign(detail.url); });
outbox.addEventListener("somebody-else", () => location.reload());

outbox.start().then(() => desk.showWaiting(textsOf(mine())));
