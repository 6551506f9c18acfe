// Long lists of boxes: a field to search in each, that hides the rows without the words.
const LONG = 8;

function dress(list) {
  const rows = [...list.querySelectorAll("[data-filter-row]")];
  if (rows.length < LONG || list.querySelector("input[type=search]")) return;
  const field = document.createElement("input");
  field.type = "search";
  field.className = "sk-input sk-checks__filter";
  field.placeholder = list.dataset.wordsFilter;
  field.setAttribute("aria-label", `${list.dataset.wordsFilter}: ${list.querySelector("summary").textContent.trim()}`);
  field.addEventListener("input", () => {
    const words = field.value.toLocaleLowerCase("sv").split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = row.textContent.toLocaleLowerCase("sv");
      row.hidden = !row.querySelector("input").checked && !words.every((word) => text.includes(word));
    }
  });
  // Enter ticks the only row that is left, instead of sending the form.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const left = rows.filter((row) => !row.hidden && !row.querySelector("input").checked);
    if (left.length === 1) left[0].querySelector("input").click();
  });
  list.querySelector("summary").after(field);
}

const dressAll = () => document.querySelectorAll("[data-filter-list]").forEach(dress);

document.body.addEventListener("htmx:load", dressAll);
dressAll();
