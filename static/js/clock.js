// The server's clock as a page knows it, and the countdown by it. The wall clock of the device is never believed: the
// page says what time it was when it was made, `performance.now()` counts from there, and every reply corrects it.
// Only whether the two clocks of the device still go alike is watched: a laptop that slept has lost count, and says
// nothing about when something was answered until the server has told it the time again.

const SLEPT_MS = 2000;
const STALE_MS = 300000;
const NOTICES = [10, 5, 1]; // minutes

export class ServerClock {
  isSure = true;
  #offset;
  #trip = Infinity;
  #syncedAt = 0;
  #drift = Date.now() - performance.now();

  constructor(now) {
    const page = performance.getEntriesByType("navigation")[0];
    this.#offset = now - (page?.responseStart || performance.now());
    this.#syncedAt = performance.now();
  }

  get now() { return Math.round(performance.now() + this.#offset); }

  // The quickest round trip tells the time best; after five minutes a slower one is better than none.
  sync(now, sentAt, receivedAt) {
    const trip = receivedAt - sentAt;
    const isStale = !this.isSure || performance.now() - this.#syncedAt > STALE_MS;
    if (!now || (trip > this.#trip && !isStale)) return;
    this.#offset = now - (sentAt + receivedAt) / 2;
    this.#trip = trip;
    this.#syncedAt = performance.now();
    this.#drift = Date.now() - performance.now();
    this.isSure = true;
  }

  // Whether the device has slept, or its wall clock was set, since the last look.
  hasLostCount() {
    const drift = Date.now() - performance.now();
    if (Math.abs(drift - this.#drift) < SLEPT_MS) return false;
    this.#drift = drift;
    this.isSure = false;
    return true;
  }
}

export class Countdown {
  #told = Infinity;

  constructor(clock, deadline, { onTick, onNotice, onOver }) {
    Object.assign(this, { clock, deadline, onTick, onNotice, onOver });
    this.#ticking = setInterval(() => this.tick(), 1000);
  }

  #ticking;

  get left() { return Math.max(0, Math.ceil((this.deadline - this.clock.now) / 1000)); }

  tick() {
    const { left } = this;
    this.onTick(left);
    const minutes = Math.ceil(left / 60);
    const reached = NOTICES.filter((mark) => minutes <= mark).pop();
    if (reached && reached < this.#told && left) {
      if (this.#told !== Infinity || minutes === reached) this.onNotice(reached);
      this.#told = reached;
    }
    if (!left) this.onOver();
  }

  // More time may be granted while it runs: marks that are ahead again are told again.
  moveTo(deadline) {
    if (!deadline || deadline === this.deadline) return;
    if (deadline > this.deadline) this.#told = Infinity;
    this.deadline = deadline;
  }

  stop() { clearInterval(this.#ticking); }
}

export const clockText = (left) => `${String(Math.floor(left / 60)).padStart(2, "0")}:${String(left % 60).padStart(2, "0")}`;
