// A signal that ends a request which takes too long. `AbortSignal.timeout` came with Chromium 103 and Safari 16: the
// browsers inside 微信 and 钉钉 may be older, and an answer must be sent from there too.

export function within(ms) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
}
