// What the exam pages cannot say in HTML: the clock, and saving at the click. Without it the forms still work.
//
// Every answer and flag goes first into the outbox (localStorage: written before the request leaves, so that it
// survives a crash of the tab) and leaves it when the server has said what it holds. One request at a time, in order,
// each under (client, sequence): a replay changes nothing. What the server replies is what the screen shows.
"use strict";

(() => {
  const RETRY_MS = 5000;
  const TIMEOUT_MS = 15000;
  const GRACE_MS = 11000; // the server's grace and a second
  const NOTICES = [10, 5, 1]; // minutes
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const bar = one("#exam-bar");
  if (!bar) return;

  const outboxKey = `mingduan-outbox-${bar.dataset.attempt}`;
  const client = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let sequence = 0;
  let isSending = false;
  let isOver = false;
  let wasQueued = false;
  const idle = [];

  // --- outbox ------------------------------------------------------------------------------------------------------

  const readOutbox = () => JSON.parse(localStorage.getItem(outboxKey) || "[]");
  const writeOutbox = (entries) => {
    if (entries.length) localStorage.setItem(outboxKey, JSON.stringify(entries));
    else localStorage.removeItem(outboxKey);
  };

  function save(panel, fields) {
    const entry = { url: panel.dataset.answerUrl, number: panel.dataset.number, client, sequence: ++sequence, fields };
    writeOutbox([...readOutbox(), entry]);
    showState("saving");
    pump();
  }

  async function pump() {
    if (isSending) return;
    isSending = true;
    try {
      for (let entries = readOutbox(); entries.length; entries = readOutbox()) {
        const reply = await send(entries[0]);
        if (reply === null) return;
        const sent = entries[0];
        writeOutbox(readOutbox().filter((entry) => entry.client !== sent.client || entry.sequence !== sent.sequence));
        show(reply);
      }
      showQueued(false);
    } finally {
      isSending = false;
      if (!readOutbox().length) idle.splice(0).forEach((resolve) => resolve());
    }
  }

  async function send(entry) {
    const body = new URLSearchParams([["client", entry.client], ["sequence", entry.sequence], ...entry.fields]);
    const token = one("input[name=csrfmiddlewaretoken]").value;
    try {
      const response = await fetch(entry.url, {
        method: "POST", body, signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { "HX-Request": "true", "HX-Current-URL": location.href, "X-CSRFToken": token },
      });
      if (response.status === 401) location.assign(response.headers.get("HX-Redirect"));
      if (response.ok || response.status === 422) return await response.text();
      if (response.status === 404) return "";
      if (response.status === 403) renew(entry);
    } catch { /* no network: the entry stays in the outbox */ }
    showQueued(true);
    return null;
  }

  // After a new sign-in the page's token is an old one: fetch the page again, once for each entry.
  function renew(entry) {
    if (entry.isRenewed) return;
    writeOutbox(readOutbox().map((other) => (other.sequence === entry.sequence && other.client === entry.client ? { ...other, isRenewed: true } : other)));
    location.reload();
  }

  // --- what the screen says ----------------------------------------------------------------------------------------

  function show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("save-state");
    if (!fresh) return;
    one("#save-state")?.replaceWith(document.adoptNode(fresh));
    const { number, marks, label, seconds } = fresh.dataset;
    if (label) setCell(number, marks, label);
    if ("final" in fresh.dataset) return over(fresh.textContent.trim());
    setClock(Number(seconds));
    const panel = one("#question-panel");
    if (panel?.dataset.number === number) setFlag(marks.split(" ").includes("flag"));
  }

  // A page fetched while an answer waits shows the older one: show what was chosen last.
  function showWaitingAnswer() {
    const panel = one("#question-panel");
    for (const { number, fields } of panel ? readOutbox() : []) {
      const chosen = fields.filter(([name]) => name === "answer").map(([, value]) => value);
      if (number !== panel.dataset.number || !chosen.length) continue;
      for (const input of all("input[name=answer]", panel)) input.checked = chosen.includes(input.value);
    }
  }

  function showState(state, text) {
    const place = one("#save-state");
    if (!place) return;
    place.dataset.state = state;
    place.textContent = text ?? place.dataset.saving;
  }

  function showQueued(isQueued) {
    const waiting = readOutbox();
    if (isQueued) showState("queued", one("#save-state")?.dataset.queued.replace("{n}", waiting.length));
    if (one("#offline-banner")) one("#offline-banner").hidden = !isQueued;
    const notice = one("#save-notice");
    if (notice && isQueued !== wasQueued) notice.textContent = isQueued ? notice.dataset.queued : notice.dataset.saved;
    wasQueued = isQueued;
    for (const { number } of isQueued ? waiting : []) {
      for (const cell of all(`[data-cell="${number}"]`)) {
        cell.dataset.s = [...new Set([...(cell.dataset.s || "").split(" "), "wait"])].join(" ").trim();
      }
    }
  }

  function setCell(number, state, label) {
    for (const cell of all(`[data-cell="${number}"]`)) {
      cell.dataset.s = state;
      cell.setAttribute("aria-label", label);
    }
    showCount();
  }

  function showCount() {
    const done = all('.rail [data-s~="done"]').length;
    if (one("#bar-answered")) one("#bar-answered").textContent = done;
    one("#bar-progress")?.setAttribute("width", done);
    if (!one("#count-open")) return;
    one("#count-open").textContent = all(".rail [data-cell]").length - done;
    one("#count-flagged").textContent = all('.rail [data-s~="flag"]').length;
  }

  function setFlag(isOn) {
    const flag = one("#flag");
    flag.setAttribute("aria-pressed", isOn);
    flag.value = isOn ? "0" : "1";
    one("span", flag).textContent = isOn ? flag.dataset.on : flag.dataset.off;
  }

  // --- clock: the server says how many seconds are left, the page only counts them down -----------------------------

  const clock = one("#clock");
  let endsAt = 0;
  const setClock = (seconds) => { endsAt = performance.now() + seconds * 1000; };
  const minutesLeft = () => Math.ceil((endsAt - performance.now()) / 60000);
  let told = Infinity;

  function tick() {
    const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
    one("#clock-text").textContent = `${String(Math.floor(left / 60)).padStart(2, "0")}:${String(left % 60).padStart(2, "0")}`;
    clock.dataset.left = left <= 300 ? "last" : left <= 600 ? "low" : "ok";
    const notice = one("#time-notice");
    const reached = NOTICES.filter((minutes) => minutesLeft() <= minutes).pop();
    if (reached && reached < told && left) {
      if (told !== Infinity || minutesLeft() === reached) notice.textContent = notice.dataset.leftWords.replace("{n}", reached);
      told = reached;
    }
    if (!left) {
      notice.textContent = notice.dataset.overWords;
      over();
    }
  }

  function over(text) {
    if (isOver) return;
    isOver = true;
    clearInterval(ticking);
    const banner = one("#over-banner");
    if (banner) {
      if (text) one("#over-text").textContent = text;
      banner.hidden = false;
      banner.focus();
    }
    all("#options input").forEach((input) => { input.disabled = true; });
    if (!text) pump().finally(() => setTimeout(() => location.assign(clock.dataset.overUrl), GRACE_MS));
  }

  // --- clicks ------------------------------------------------------------------------------------------------------

  document.addEventListener("change", (event) => {
    const panel = event.target.closest("#question-panel");
    if (!panel || event.target.name !== "answer") return;
    const chosen = all("input[name=answer]:checked", panel).map((input) => ["answer", input.value]);
    save(panel, chosen.length ? chosen : [["answer", ""]]);
  });

  document.addEventListener("click", (event) => {
    const flag = event.target.closest("#flag");
    if (flag) {
      event.preventDefault();
      save(flag.form, [["flag", flag.value]]);
      setFlag(flag.value === "1");
    }
    if (event.target.closest("#retry-now")) pump();
  });

  // A page that is fetched before the last answer has arrived would show that answer as open: wait for it, not for ever.
  document.addEventListener("htmx:confirm", (event) => {
    if (!readOutbox().length) return;
    event.preventDefault();
    const waited = new Promise((resolve) => { idle.push(resolve); setTimeout(resolve, 3000); });
    waited.then(() => event.detail.issueRequest(true));
    pump();
  });

  document.addEventListener("htmx:afterSwap", () => {
    const panel = one("#question-panel");
    if (!panel) return;
    document.title = panel.dataset.title;
    one("#bar-number").textContent = panel.dataset.number;
    showCount();
    if (readOutbox().length) showQueued(wasQueued);
    showWaitingAnswer();
    window.scrollTo(0, 0);
    one("#stem").focus({ preventScroll: true });
  });
  document.addEventListener("htmx:sendError", () => showQueued(true));

  // --- start -------------------------------------------------------------------------------------------------------

  setClock(Number(clock.dataset.seconds));
  const ticking = setInterval(tick, 1000);
  showWaitingAnswer();
  const isAnswering = Boolean(one("#question-panel"));
  if (readOutbox().length) pump().then(() => { if (!isAnswering && !readOutbox().length) location.reload(); });
  window.addEventListener("online", pump);
  setInterval(() => { if (readOutbox().length && !isOver) pump(); }, RETRY_MS);
})();
