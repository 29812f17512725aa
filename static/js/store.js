// Where answers wait that the server has not confirmed: IndexedDB, on disk before anything is sent. Until that is done,
// which takes some milliseconds, a note in localStorage, written at the click itself, stands for the entry: a page that
// is reloaded right then finds it. Where the browser refuses IndexedDB (a private window, no space left) entries wait in
// memory, and `isDurable` says so: the page has to tell.

const NAME = "mingduan";
const OUTBOX = "outbox";
const OPEN_MS = 3000;

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(OUTBOX, { keyPath: "id", autoIncrement: true });
  const tooLong = new Promise((_, reject) => { setTimeout(() => reject(new Error("IndexedDB does not open")), OPEN_MS); });
  return Promise.race([done(request), tooLong]);
}

// One transaction; resolves once it is complete, which with "strict" means on disk.
async function run(database, mode, work) {
  const transaction = database.transaction(OUTBOX, mode, { durability: "strict" });
  const completed = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  const result = await done(work(transaction.objectStore(OUTBOX)));
  await completed;
  return result;
}

const NOTE = "mingduan-click-";
const noteOf = (entry) => `${NOTE}${entry.client}-${entry.sequence}`;

function note(entry) {
  try {
    localStorage.setItem(noteOf(entry), JSON.stringify(entry));
  } catch { /* no space, or not allowed: then the milliseconds are at risk */ }
}

function forget(entry) {
  try {
    localStorage.removeItem(noteOf(entry));
  } catch { /* as above */ }
}

function noted() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(NOTE)).map((key) => JSON.parse(localStorage.getItem(key)));
  } catch {
    return [];
  }
}

// What the server confirmed after a page was asked for may be missing on that page: the page before it leaves a list of
// the last ones, for this tab alone, and the new page sends them once more, which changes nothing, to be told what is held.
const TOLD = "mingduan-told";
const TOLD_LIMIT = 5;
const now = () => performance.timeOrigin + performance.now();

function told() {
  try {
    return JSON.parse(sessionStorage.getItem(TOLD)) ?? [];
  } catch {
    return [];
  }
}

function tell(entry) {
  const { id, ...kept } = entry;
  try {
    sessionStorage.setItem(TOLD, JSON.stringify([...told(), { at: now(), kept }].slice(-TOLD_LIMIT)));
  } catch { /* no space, or not allowed: then a reload at that very moment shows the answer before */ }
}

export class Store {
  isDurable = true;
  #memory = new Map();
  #number = 0;
  #database = null;

  async #open() {
    this.#database ??= open();
    return this.#database;
  }

  // The number of the entry; negative where it only waits in memory.
  async add(entry) {
    note(entry);
    try {
      const id = await run(await this.#open(), "readwrite", (rows) => rows.add(entry));
      forget(entry);
      return id;
    } catch {
      this.isDurable = false;
      const id = --this.#number;
      this.#memory.set(id, { ...entry, id });
      return id;
    }
  }

  // Take over what a page noted that did not live to store it, and what was confirmed after this page was asked for.
  async recover(askedAt = Infinity) {
    const missed = told().filter(({ at }) => at >= askedAt).map(({ kept }) => kept);
    const left = [...missed, ...noted()]; // before anything is clicked on this page
    const held = new Set((await this.all()).map(noteOf));
    for (const entry of left) {
      if (held.has(noteOf(entry))) forget(entry);
      else await this.add(entry);
    }
  }

  async all() {
    let rows = [];
    try {
      rows = await run(await this.#open(), "readonly", (held) => held.getAll());
    } catch {
      this.isDurable = false;
    }
    return [...rows, ...this.#memory.values()];
  }

  async remove(entry) {
    const { id } = entry;
    tell(entry);
    if (this.#memory.has(id)) {
      forget(this.#memory.get(id));
      this.#memory.delete(id);
      return;
    }
    try {
      await run(await this.#open(), "readwrite", (rows) => rows.delete(id));
    } catch { /* it is sent once more: to the server that changes nothing */ }
  }
}
