// @ts-check
/** What every page's head has: how it is shown, its icon, and a language that uPlot can live with. */

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 2c3 14 11 14 14 0' fill='none' stroke='%23c8452f' stroke-width='2.4' stroke-linecap='round'/%3E%3C/svg%3E";

/**
 * uPlot makes a number format of the browser's language as it loads. A Chromium that was started without a locale
 * calls its language "en-US@posix", which is none, and the page would end there.
 */
const language = `
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en-US", configurable: true });
}
`;

/** @returns {import("vite").Plugin} */
export function pageHead() {
  return {
    name: "fusedloss-head",
    transformIndexHtml: () => [
      { tag: "meta", attrs: { charset: "utf-8" }, injectTo: "head-prepend" },
      { tag: "meta", attrs: { name: "viewport", content: "width=device-width, initial-scale=1" } },
      { tag: "meta", attrs: { name: "color-scheme", content: "light dark" } },
      { tag: "link", attrs: { rel: "icon", href: icon } },
      { tag: "script", children: language },
      {
        tag: "noscript",
        children: "This page computes everything on your device, and needs JavaScript for it.",
        injectTo: "body",
      },
    ],
  };
}
