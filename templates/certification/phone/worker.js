// Pages always come from the server. Only where there is no network does this show what is safe, from the copy it keeps.

const NAME = {{ name|safe }};
const OFFLINE = {{ offline|safe }};
const KEPT = {{ kept|safe }};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const drop = async () => {
    for (const name of await caches.keys()) if (name !== NAME && name.startsWith("mingduan-")) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(drop());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const isPage = request.mode === "navigate";
  if (!isPage && !KEPT.includes(new URL(request.url).pathname)) return;
  const stored = () => caches.match(isPage ? OFFLINE : request, { ignoreVary: true });
  event.respondWith(fetch(request).catch(async (error) => (await stored()) ?? Promise.reject(error)));
});
