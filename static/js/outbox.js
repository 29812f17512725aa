// The outbox: what was answered is kept until the server has said what it holds, whatever becomes of the network, the
// server, the tab or the sign-in. Entries go out one at a time, in order, each under (client, sequence): a replay
// changes nothing, so sending twice is harmless and giving up is the only mistake. One tab sends for all of them
// where the browser has locks.
//
// Events: "change" (what waits has changed), "reply" {entry, html, sentAt, receivedAt}, "trouble" (nothing goes out at
// present), "clear" (all is out), "gone" {entry} (the server does not know it), "signed-out" {url}, "somebody-else".

import { within } from "./patience.js";
import { Store } from "./store.js";

const TIMEOUT_MS = 15000;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 20000;
const LOCK = "mingduan-outbox";
const CHANNEL = "mingduan-outbox";

export class Outbox extends EventTarget {
  waiting = [];
  #store = new Store();
  #channel = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  #isSending = false;
  #isAgain = false;
  #retry = 0;
  #timer = 0;
  #settled = [];
  #adding = new Set();
  #client = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  #sequence = 0;
  #recovered;

  constructor({ person, token, tokenUrl }) {
    super();
    Object.assign(this, { person, token, tokenUrl });
    this.#recovered = this.#store.recover(person === undefined ? Infinity : performance.timeOrigin); // an exam page's
    this.#channel?.addEventListener("message", ({ data }) => this.#hear(data));
    for (const event of ["online", "pageshow"]) window.addEventListener(event, () => this.pump());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.pump(); });
  }

  get isDurable() { return this.#store.isDurable; }

  // Read what an earlier page, another tab or a crash has left, and send it.
  async start() {
    await this.#recovered;
    await this.#refresh();
    await this.pump();
  }

  // Takes what to send where: `url`, `fields`, and what the page knows it again by. Resolves once the entry is on disk;
  // it is on its way then.
  async add(entry) {
    const kept = { ...entry, person: this.person, client: this.#client, sequence: ++this.#sequence };
    this.#adding.add(kept);
    this.waiting = [...this.waiting, kept];
    this.#tell("change");
    await this.#store.add(kept);
    this.#adding.delete(kept);
    await this.#refresh();
    this.#channel?.postMessage({ what: "change" });
    this.pump();
  }

  // Resolves to whether everything is out, at the latest after `ms`.
  settled(ms) {
    if (!this.waiting.length) return Promise.resolve(true);
    this.pump();
    return new Promise((resolve) => {
      this.#settled.push(() => resolve(true));
      setTimeout(() => resolve(!this.waiting.length), ms);
    });
  }

  async pump() {
    if (this.#isSending) { this.#isAgain = true; return; }
    this.#isSending = true;
    clearTimeout(this.#timer);
    try {
      await this.#recovered;
      do {
        this.#isAgain = false;
        await (navigator.locks ? navigator.locks.request(LOCK, () => this.#sendAll()) : this.#sendAll());
      } while (this.#isAgain);
    } finally {
      this.#isSending = false;
    }
    if (this.waiting.length) this.#later();
    else this.#clear();
  }

  async #sendAll() {
    const stuck = new Set();
    await this.#refresh();
    if (this.person === undefined && this.waiting.length && !await this.renew()) { this.#tell("trouble"); return; }
    for (let entry; (entry = this.waiting.find((one) => one.id !== undefined && !stuck.has(one.url)));) {
      const outcome = await this.#send(entry);
      if (outcome === "stop") { this.#tell("trouble"); return; }
      if (outcome === "stuck") stuck.add(entry.url); // the server fails at this one: the others need not wait
      else {
        await this.#store.remove(entry);
        this.#retry = 0;
      }
      await this.#refresh();
    }
    if (stuck.size) this.#tell("trouble");
  }

  async #send(entry, isSecond = false) {
    if (!this.token && !await this.renew()) return "stop";
    const body = new URLSearchParams([["client", entry.client], ["sequence", entry.sequence], ...entry.fields]);
    const sentAt = performance.now();
    let response, html;
    try {
      response = await fetch(entry.url, {
        method: "POST", body, signal: within(TIMEOUT_MS),
        headers: { "HX-Request": "true", "HX-Current-URL": location.href, "X-CSRFToken": this.token },
      });
      html = await response.text();
    } catch {
      return "stop"; // no network, or no answer in time: it stays
    }
    if (response.ok || response.status === 422) {
      this.#tell("reply", { entry, html, sentAt, receivedAt: performance.now() });
      this.#channel?.postMessage({ what: "reply", entry, html });
      return "out";
    }
    if (response.status === 401) {
      this.#tell("signed-out", { url: response.headers.get("HX-Redirect") });
      return "stop";
    }
    if (response.status === 403 && !isSecond) return await this.renew() ? this.#send(entry, true) : "stop";
    if (response.status === 404) {
      this.#tell("gone", { entry });
      return "gone";
    }
    return response.status >= 500 && response.status !== 503 && response.status !== 507 ? "stuck" : "stop";
  }

  // A new sign-in makes the page's token an old one. Ask for a new one, and whose answers may be sent with it.
  async renew() {
    try {
      const response = await fetch(this.tokenUrl, {
        headers: { "HX-Request": "true", "HX-Current-URL": location.href }, signal: within(TIMEOUT_MS),
      });
      if (response.status === 401) this.#tell("signed-out", { url: response.headers.get("HX-Redirect") });
      if (!response.ok) return false;
      const page = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("pulse");
      this.person ??= page.dataset.person;
      if (this.person !== page.dataset.person) { this.#tell("somebody-else"); return false; }
      this.token = page.elements.csrfmiddlewaretoken.value;
      await this.#refresh();
      return true;
    } catch {
      return false;
    }
  }

  async #refresh() {
    const held = await this.#store.all();
    this.waiting = [...held, ...this.#adding].filter((entry) => this.person === undefined || entry.person === this.person);
    this.#tell("change");
  }

  async #hear(data) {
    await this.#refresh();
    if (data.what === "reply") this.#tell("reply", data);
    if (!this.waiting.length) this.#clear();
  }

  #clear() {
    this.#retry = 0;
    this.#settled.splice(0).forEach((resolve) => resolve());
    this.#tell("clear");
  }

  // Everybody is thrown out at once when a server restarts: spread the return.
  #later() {
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#retry++);
    this.#timer = setTimeout(() => this.pump(), wait * (0.5 + Math.random()));
  }

  #tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
}
