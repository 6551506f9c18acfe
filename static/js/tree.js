// Themes dragged to another place: before or after one, or in under it. Buttons do the same.
const tree = document.querySelector("[data-tree]");
const form = document.querySelector("[data-tree-form]");
let held = null;

const rowOf = (element) => element.closest?.("[data-branch]");

// Those that stand under a row; nothing can be dropped into itself.
function beneath(row) {
  const found = new Set([row.dataset.branch]);
  for (const other of tree.children) if (found.has(other.dataset.parent)) found.add(other.dataset.branch);
  return found;
}

function where(row, event) {
  const { top, height } = row.getBoundingClientRect();
  const part = (event.clientY - top) / height;
  return part < 0.3 ? "before" : part > 0.7 ? "after" : "in";
}

function clear() {
  for (const row of tree.querySelectorAll("[data-drop]")) delete row.dataset.drop;
}

for (const row of tree?.children ?? []) row.draggable = true;

tree?.addEventListener("dragstart", (event) => {
  held = rowOf(event.target);
  event.dataTransfer.effectAllowed = "move";
});

tree?.addEventListener("dragover", (event) => {
  const row = rowOf(event.target);
  clear();
  if (!held || !row || beneath(held).has(row.dataset.branch)) return;
  event.preventDefault();
  row.dataset.drop = where(row, event);
});

tree?.addEventListener("drop", (event) => {
  event.preventDefault();
  const row = rowOf(event.target);
  if (!held || !row || beneath(held).has(row.dataset.branch)) return;
  const how = where(row, event);
  const parent = how === "in" ? row.dataset.branch : row.dataset.parent;
  const beside = [...tree.children].filter((other) => other.dataset.parent === parent && other !== held);
  const place = how === "in" ? beside.length : beside.indexOf(row) + (how === "after" ? 1 : 0);
  form.action = held.dataset.moveTo;
  form.elements.parent.value = parent;
  form.elements.place.value = place + 1;
  form.submit();
});

tree?.addEventListener("dragend", () => {
  held = null;
  clear();
});
