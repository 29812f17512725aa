// Leaving the page of an exam and coming back, with the seconds in between: recorded, shown to the trainee, never judged.

import { one } from "./panel.js";

const SHORTEST_MS = 1000;

export function watchFocus(clock, onReturn) {
  let leftAt = null;
  const look = () => {
    const isAway = document.hidden || !document.hasFocus();
    if (isAway && leftAt === null) leftAt = clock.now;
    if (isAway || leftAt === null) return;
    const away = clock.now - leftAt;
    leftAt = null;
    if (away >= SHORTEST_MS) onReturn(Math.round(away / 1000), one("#question-panel")?.dataset.number ?? "0");
  };
  for (const event of ["blur", "focus"]) window.addEventListener(event, look);
  document.addEventListener("visibilitychange", look);
}
