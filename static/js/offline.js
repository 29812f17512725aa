// Without a network: say what waits on this device, and come back by oneself when the network does.

import { Store } from "./store.js";

const AGAIN_MS = 3000;
const place = document.getElementById("offline-waiting");
const again = () => location.reload();

// The browser's word that it is online says nothing of the way to the server.
async function probe() {
  try {
    await fetch(place.dataset.probe, { method: "HEAD", cache: "no-store" });
    again();
  } catch {
    setTimeout(probe, AGAIN_MS);
  }
}

document.getElementById("offline-again").addEventListener("click", again);
setTimeout(probe, AGAIN_MS);

// All who work on this device: whose answers they are is nobody's business here.
const waiting = (await new Store().all()).filter((entry) => entry.number !== undefined || entry.run !== undefined);
place.textContent = waiting.length ? place.dataset.some.replace("{n}", waiting.length) : place.dataset.none;
