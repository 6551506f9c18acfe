// Marking in the notes: what is selected with mouse, finger or arrow keys goes into the form. The
// browser counts in UTF-16 units; the server turns them into signs.
const narrow = window.matchMedia("(max-width: 991.98px)");
const box = document.querySelector("[data-marking-box]");
const form = () => document.getElementById("markera");

if (box && narrow.matches && !form().querySelector(".sk-error")) box.open = false;

// The notes in which the selection stands as a whole, with its place; null for none.
function chosen() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const notes = (around.nodeType === Node.TEXT_NODE ? around.parentElement : around).closest("[data-notes]");
  if (!notes) return null;
  const before = document.createRange();
  before.selectNodeContents(notes);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return { notes, start, end: start + range.toString().length };
}

function take() {
  const place = chosen();
  if (!place || !form()) return;
  const fields = form().elements;
  fields.quote.value = place.notes.textContent.slice(place.start, place.end).trim();
  fields.answer.value = place.notes.dataset.notes;
  fields.start.value = place.start;
  fields.end.value = place.end;
  fields.is_own_words.checked = false;
}

// Words that one types are looked for by themselves.
document.addEventListener("input", (event) => {
  if (event.target.name !== "quote" || !form()?.contains(event.target)) return;
  for (const name of ["answer", "start", "end"]) form().elements[name].value = "";
});

document.addEventListener("selectionchange", take);

// --- Sentence by sentence, with the keyboard --------------------------------------------------

const splitter = new Intl.Segmenter("sv", { granularity: "sentence" });
let at = null; // { notes, first, last }: the sentences that are chosen

function sentences(notes) {
  return [...splitter.segment(notes.textContent)]
    .map(({ index, segment }) => ({ start: index, end: index + segment.trimEnd().length }))
    .filter(({ start, end }) => end > start);
}

function point(notes, offset) {
  const walker = document.createTreeWalker(notes, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (left <= node.length) return [node, left];
    left -= node.length;
  }
  return [notes, notes.childNodes.length];
}

document.addEventListener("keydown", (event) => {
  const notes = event.target.closest?.("[data-notes]");
  if (!notes) return;
  if (event.key === "Enter" && chosen()) {
    event.preventDefault();
    if (box) box.open = true;
    form()?.querySelector("input[name=kind]").focus();
    return;
  }
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = sentences(notes);
  if (!all.length) return;
  const last = at?.notes === notes ? Math.min(Math.max(at.last + step, 0), all.length - 1) : 0;
  at = { notes, last, first: event.shiftKey && at?.notes === notes ? at.first : last };
  const [from, to] = [Math.min(at.first, at.last), Math.max(at.first, at.last)];
  const selection = document.getSelection();
  selection.setBaseAndExtent(...point(notes, all[from].start), ...point(notes, all[to].end));
  take(); // a quick hand is at the form before the browser tells of it
});

// --- What others mark shows within seconds; not while one is choosing -------------------------

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const isLook = event.detail.requestConfig?.verb === "get" && event.detail.target.id === "kodat";
  if (isLook && (chosen() || event.detail.target.contains(document.activeElement))) {
    event.detail.shouldSwap = false;
  }
});
