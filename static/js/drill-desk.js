// The chat of a drill: what HTML cannot say. Without it the buttons post the form and the page comes back.
//
// A reply of the server is the whole desk; only what is new in it is put on the page, so that a screen reader hears the
// new lines alone, what is being typed stays, and a reply that arrives twice changes nothing. Who sends is not known here:
// the page gives `send(fields)`, which resolves once the words are safe on this device.

import { clockText } from "./clock.js";
import { all, one } from "./panel.js";

const DRAFT = "mingduan-draft-";
const QUICK = "mingduan-quick-"; // a prepared phrase is in the draft
const PARTS = ["#chat-head", "#chat-facts", "#chat-criteria", "#chat-hints", "#chat-phrases"];
const CARRIED = ["client", "sequence", "seen"]; // for a form that posts although this script runs

// What entries of the outbox say.
export const textsOf = (entries) =>
  entries.flatMap(({ fields }) => fields.filter(([name]) => name === "text").map(([, text]) => text));

export class DrillDesk {
  #clock;
  #send;
  #isSending = false;

  constructor({ clock, send }) {
    this.#clock = clock;
    this.#send = send;
    document.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("input", ({ target }) => { if (target.id === "reply") this.#typed(); });
    document.addEventListener("htmx:beforeSwap", (event) => this.#swap(event));
    document.addEventListener("htmx:afterSwap", () => this.open());
    window.addEventListener("pageshow", (event) => { if (event.persisted && this.here) location.reload(); });
    setInterval(() => this.#tick(), 1000);
    this.open();
  }

  get here() { return one("#drill-desk"); }
  get run() { return this.here?.dataset.run; }
  get #quick() { return this.here.querySelector("input[name=quick]"); }
  get #isWaiting() { return this.#isSending || Boolean(one("#chat-log [data-waiting]")); }

  // A page has come: put back what was being typed when it was left.
  open() {
    const box = one("#reply");
    if (!box) return;
    const kept = this.#kept(DRAFT);
    if (kept && !box.value) {
      box.value = kept;
      this.#quick.value = this.#kept(QUICK);
    }
    this.#count();
    this.#tick();
  }

  // Show what waits on this device, under the lines that the server has.
  showWaiting(texts) {
    const log = one("#chat-log");
    if (!log) return;
    all("[data-waiting]", log).forEach((line) => line.remove());
    for (const text of texts) log.append(this.#pending(text));
  }

  showTrouble(isTrouble) {
    if (one("#reply-trouble")) one("#reply-trouble").hidden = !isTrouble;
  }

  // Take over what the server says of this chat. Returns what the fresh desk says, or null where the reply is no desk.
  merge(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = one("#drill-desk", page);
    if (!fresh || fresh.dataset.run !== this.run) return null;
    if (Number(fresh.dataset.turn) < Number(this.here.dataset.turn)) return fresh.dataset; // an older one came late
    const focused = this.#place(document.activeElement);
    this.#lines(fresh);
    for (const part of PARTS) this.#replace(part, fresh);
    this.#composer(fresh);
    for (const [name, value] of Object.entries(fresh.dataset)) this.here.dataset[name] = value;
    for (const name of CARRIED) this.here.querySelector(`input[name=${name}]`).value = fresh.querySelector(`input[name=${name}]`).value;
    this.#refocus(focused);
    one("#drill-notice").textContent = one("#drill-notice", fresh).textContent;
    this.#tick();
    return fresh.dataset;
  }

  // --- what is typed -----------------------------------------------------------------------------------------------------

  async #say() {
    const box = one("#reply");
    const text = box.value.trim();
    const notice = one("#drill-notice");
    if (!text || this.#isWaiting) {
      if (text) notice.textContent = notice.dataset.busy;
      box.focus();
      return;
    }
    this.#isSending = true;
    const quick = this.#quick.value;
    box.value = this.#quick.value = "";
    one("#reply-refusal")?.remove();
    box.removeAttribute("aria-invalid");
    this.showWaiting([text]);
    this.#count();
    try {
      await this.#send([["text", text], ["seen", this.here.dataset.turn], ["quick", quick]]);
      this.#keep(box.value);
    } finally {
      this.#isSending = false;
    }
    box.focus({ preventScroll: true });
    one("#chat-composer").scrollIntoView({ block: "end" });
  }

  #insert(text) {
    const box = one("#reply");
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    this.#quick.value = "1";
    box.focus();
    this.#typed();
  }

  #typed() {
    if (!one("#reply").value) this.#quick.value = "";
    this.#keep(one("#reply").value);
    this.#count();
  }

  #keep(text) {
    try {
      for (const [key, value] of [[DRAFT, text], [QUICK, this.#quick.value]]) {
        if (value) localStorage.setItem(key + this.run, value);
        else localStorage.removeItem(key + this.run);
      }
    } catch { /* not allowed here: then a reload loses what is typed */ }
  }

  #kept(key) {
    try {
      return localStorage.getItem(key + this.run) ?? "";
    } catch {
      return "";
    }
  }

  #count() {
    const place = one("#reply-count");
    if (place) place.textContent = place.dataset.words.replace("{n}", [...one("#reply").value].length);
  }

  #tick() {
    const face = one("#reply-clock");
    const asked = Number(this.here?.dataset.asked);
    if (!face) return;
    face.hidden = !asked || this.#isWaiting;
    if (!face.hidden) face.textContent = face.dataset.words.replace("{t}", clockText(Math.max(0, Math.floor((this.#clock.now - asked) / 1000))));
  }

  // --- what is pressed ---------------------------------------------------------------------------------------------------

  #click(event) {
    const button = event.target.closest?.("#send-reply, [data-phrase]");
    if (!button) return;
    event.preventDefault();
    if (button.id === "send-reply") this.#say();
    else this.#insert(button.dataset.phrase);
  }

  #key(event) {
    if (event.target.id !== "reply" || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    this.#say();
  }

  #swap(event) {
    const { detail } = event;
    if (detail.target.id !== "drill-desk" || !this.merge(detail.serverResponse)) return;
    detail.shouldSwap = false;
    detail.isError = false;
  }

  // --- what is shown -----------------------------------------------------------------------------------------------------

  #pending(text) {
    const line = document.createElement("li");
    line.className = "me-turn";
    line.dataset.waiting = "";
    const who = Object.assign(document.createElement("span"), { className: "who", textContent: one("#chat-log").dataset.sending });
    const avatar = Object.assign(document.createElement("span"), { className: "avatar", textContent: one("#chat-log").dataset.me });
    avatar.setAttribute("aria-hidden", "true");
    line.append(who, avatar, Object.assign(document.createElement("p"), { className: "bubble", textContent: text }));
    return line;
  }

  #lines(fresh) {
    const log = one("#chat-log");
    all("[data-waiting]", log).forEach((line) => line.remove());
    for (const line of all("#chat-log > li", fresh)) {
      const old = document.getElementById(line.id);
      if (!old) log.append(document.adoptNode(line));
      else if (old.outerHTML !== line.outerHTML) old.replaceWith(document.adoptNode(line));
    }
    window.htmx?.process(log);
  }

  #replace(part, fresh) {
    const old = one(part);
    const come = one(part, fresh);
    if (!old || !come || old.outerHTML === come.outerHTML) return;
    if (old.tagName === "DETAILS") come.open = old.open;
    old.replaceWith(document.adoptNode(come));
    window.htmx?.process(one(part));
  }

  #composer(fresh) {
    const come = one("#chat-composer", fresh);
    const box = one("#reply");
    if (!box || !one("#reply", come)) {
      one("#chat-composer").replaceWith(document.adoptNode(come));
      one("#to-verdict")?.focus();
      return;
    }
    one("#reply-refusal")?.remove();
    const refusal = one("#reply-refusal", come);
    box.toggleAttribute("aria-invalid", Boolean(refusal));
    if (!refusal) return;
    box.setAttribute("aria-invalid", "true");
    box.value ||= one("#reply", come).value; // the words are not lost because they were not taken
    one("#chat-composer").prepend(document.adoptNode(refusal));
    this.#typed();
  }

  // Where the focus was, in words that still hold when the parts around it are new.
  #place(element) {
    return element?.name && this.here.contains(element) ? [element.name, element.value] : null;
  }

  #refocus(place) {
    if (!place || document.activeElement !== document.body) return;
    const again = all(`[name="${place[0]}"]`, this.here).find((field) => field.value === place[1] && !field.disabled);
    (again ?? one("#reply") ?? one("#to-verdict"))?.focus({ preventScroll: true });
  }
}
