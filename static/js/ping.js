// A sign of life every twenty seconds. The reply brings the time that is left, what was granted, and what the
// invigilator has said since.

import { one } from "./panel.js";
import { within } from "./patience.js";

const EVERY_MS = 20000;
const TIMEOUT_MS = 10000;

export class Ping {
  constructor(bar, clock, outbox, { onNews }) {
    Object.assign(this, { bar, clock, outbox, onNews });
    if (bar.dataset.focusUrl) setInterval(() => this.send(), EVERY_MS);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.send(); });
    window.addEventListener("online", () => this.send());
  }

  async send() {
    const list = one("#announcements");
    const position = one("#question-panel")?.dataset.number ?? "0";
    const body = new URLSearchParams({ position, seen: list?.dataset.last ?? "" });
    const sentAt = performance.now();
    try {
      const response = await fetch(this.bar.dataset.pingUrl, {
        method: "POST", body, signal: within(TIMEOUT_MS),
        headers: { "HX-Request": "true", "HX-Current-URL": location.href, "X-CSRFToken": this.outbox.token },
      });
      if (response.status === 403) this.outbox.renew();
      if (!response.ok) return;
      const html = await response.text();
      const news = new DOMParser().parseFromString(html, "text/html").getElementById("ping");
      this.clock.sync(Number(news.dataset.now), sentAt, performance.now());
      this.#tell(document.adoptNode(news), list);
    } catch { /* the outbox says whether the network is down */ }
  }

  #tell(news, list) {
    const said = one("#announcements", news);
    if (list && said && said.dataset.last !== list.dataset.last) {
      list.append(...said.children);
      list.dataset.last = said.dataset.last;
    }
    const allowance = one("#allowance", news);
    if (allowance && one("#allowance")) one("#allowance").replaceWith(allowance);
    this.onNews({ deadline: Number(news.dataset.deadline), final: news.dataset.final });
  }
}
