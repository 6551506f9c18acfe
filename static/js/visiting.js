// Counts a visit to an issue once somebody has looked at it for a while: what fetches pages for
// others (previews, scanners, pages loaded ahead) never gets there.
const LONG_ENOUGH = 3000;
const issue = document.querySelector("[data-visit]");
let timer;

function count() {
  document.removeEventListener("visibilitychange", watch);
  fetch(issue.dataset.visit, { method: "POST", keepalive: true }).catch(() => {});
}

function watch() {
  clearTimeout(timer);
  if (document.visibilityState === "visible") timer = setTimeout(count, LONG_ENOUGH);
}

if (issue && !navigator.webdriver) {
  document.addEventListener("visibilitychange", watch);
  watch();
}
