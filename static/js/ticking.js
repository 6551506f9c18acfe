// Rows that are ticked: the bar at the bottom counts them, and is there only while there are some.
const form = document.querySelector("form[data-ticking]");
const bar = form?.querySelector("[data-bulk]");

if (bar) {
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const words = bar.querySelector("[role=status]");

  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    bar.hidden = count === 0;
    words.textContent = count === 1 ? words.dataset.one : words.dataset.many.replace("{}", count);
  };

  const tick = (some, isTicked) => {
    for (const box of some) box.checked = isTicked;
    tell();
  };

  form.addEventListener("change", tell);
  form.addEventListener("click", (event) => {
    const all = event.target.closest("[data-tick-all]");
    if (!all && !event.target.closest("[data-untick]")) return;
    event.preventDefault();
    const some = all ? [...all.closest("section").querySelectorAll("input[type=checkbox]")] : boxes;
    tick(some, Boolean(all) && some.some((box) => !box.checked));
  });
  window.addEventListener("pageshow", tell);
  tell();
}
