// Both of the pair see the same: while the page is looked at, ask every other second whether the
// other has changed anything. The server answers 204 when nothing is new.
const EVERY = 2000;

setInterval(() => {
  const place = document.querySelector("[data-journey]");
  if (document.hidden || !place || place.getAttribute("aria-busy") === "true") return;
  window.htmx.trigger(place, "look");
}, EVERY);
