// scripts/browser.mjs finds the browser, so puppeteer's own download would be a second one.
module.exports = { skipDownload: true };
