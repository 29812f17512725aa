// Lets a phone install the site, where the connection is one that browsers trust with that (HTTPS, or this machine).

const { worker } = document.querySelector("script[data-worker]").dataset;

navigator.serviceWorker?.register(worker).catch(() => { /* a browser that does not want to: the site works without */ });
