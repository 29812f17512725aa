// The keyboard of the exam page: A–F or 1–6 choose, ← → change the question, M marks, G leads to the answer sheet, ? helps.
// It presses the buttons that are there anyway, and can be switched off.
"use strict";

(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  function setUpKeys() {
    const help = one("#keys-help");
    if (!help) return;
    help.hidden = false;
    one("#keys-on").checked = localStorage.getItem("mingduan-keys") !== "off";
  }

  const actions = {
    arrowleft: () => one("#go-prev")?.click(),
    arrowright: () => one("#go-next")?.click(),
    m: () => one("#flag")?.click(),
    g: () => {
      const fold = one("#phone-palette");
      const isPhone = getComputedStyle(one(".rail")).display === "none";
      if (isPhone) fold.open = true;
      one("[aria-current]", isPhone ? fold : one(".rail"))?.focus();
    },
    "?": () => { one("#keys-help").open = !one("#keys-help").open; },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !one("#question-panel") || !one("#keys-on")?.checked) return;
    if (event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])")) return;
    const key = event.key.toLowerCase();
    const index = /^[a-f]$/.test(key) ? key.charCodeAt(0) - 97 : /^[1-6]$/.test(key) ? Number(key) - 1 : -1;
    const option = all("#options input")[index];
    if (option) {
      option.focus();
      option.click();
    } else if (actions[key]) actions[key]();
    else return;
    event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "keys-on") localStorage.setItem("mingduan-keys", event.target.checked ? "on" : "off");
  });
  document.addEventListener("htmx:afterSwap", setUpKeys);
  setUpKeys();
})();
