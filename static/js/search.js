// The search by keyboard: / goes to the field (or to the search's page), arrows from hit to hit.
const isWriting = (element) =>
  element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector("[data-search-field]");
  if (event.key === "/" && !isWriting(event.target)) {
    const link = document.querySelector("a[data-search-link]");
    if (!field && !link) return;
    event.preventDefault();
    if (field) {
      field.focus();
      field.select();
    } else {
      link.click();
    }
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event, field);
});

function move(event, field) {
  const hits = [...document.querySelectorAll("[data-hits] h3 a")];
  const places = [field, ...hits];
  const place = places.indexOf(document.activeElement);
  if (!field || place < 0) return;
  const next = places[place + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
