// Taking notes together: what one writes is saved when one pauses, what others write shows within
// seconds, and two who write on the same item get to see both texts. A line that begins with
// /åtgärd becomes an action when one leaves it. Without this file the same form saves by its button.

const PAUSE = 700; // milliseconds of stillness before a text is saved
const GLANCE = 2000; // how often we look what others do
const AGAIN = 3000; // how soon we try again without contact
const COMMAND = /\/(åtgärd|atgard)\s/i;

const form = document.querySelector("form[data-noting]");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const state = document.querySelector("[data-save]");
const icons = { saving: "cloud-upload", saved: "cloud-check", lost: "cloud-off" };
const items = [...form.querySelectorAll("[data-item]")].map((place) => ({
  place,
  pk: Number(place.dataset.item),
  field: place.querySelector("textarea"),
  version: place.querySelector('input[name^="version-"]'),
  conflict: place.querySelector("[data-conflict]"),
  problem: place.querySelector("[data-problem]"),
  here: place.querySelector("[data-here]"),
  stands: "", // the text as the server last said it, to tell what is ours
  isOnItsWay: false,
  timer: 0,
}));

const isDirty = (item) => item.field.value !== item.stands;
const isInConflict = (item) => !item.conflict.hidden;
const isAtRest = () => items.every((item) => !isDirty(item) && !item.isOnItsWay);

function say(what) {
  const words = { saving: form.dataset.wordsSaving, saved: form.dataset.wordsSaved, lost: form.dataset.wordsLost, not: form.dataset.wordsNot };
  const clock = new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  const save = state.querySelector(".sk-save");
  const look = icons[what] ? what : "lost";
  save.className = `sk-save sk-save--${look}`;
  const use = save.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icons[look]}`));
  save.querySelector("span").textContent = what === "saved" ? `${words.saved} ${clock}` : words[what];
}

async function post(address, data) {
  data.set("csrfmiddlewaretoken", token);
  try {
    const answer = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" } });
    if (answer.redirected || !answer.ok) throw new Error(answer.status);
    return await answer.json();
  } catch {
    return null;
  }
}

// --- Saving ---------------------------------------------------------------------------------

function soon(item, wait = PAUSE, isFinished = false) {
  clearTimeout(item.timer);
  item.isFinished ||= isFinished;
  item.timer = setTimeout(() => save(item), wait);
  if (isDirty(item)) say("saving");
}

async function save(item) {
  if (item.isOnItsWay) return soon(item, 200);
  if (isInConflict(item) || !(isDirty(item) || item.isFinished)) return;
  const sent = item.field.value;
  const isFinished = item.isFinished;
  const data = new FormData();
  data.set("text", sent);
  data.set("version", item.version.value);
  if (isFinished) data.set("finished", "1");
  item.isOnItsWay = true;
  item.isFinished = false;
  const answer = await post(item.place.dataset.saveTo, data);
  item.isOnItsWay = false;
  if (!answer) {
    say("lost");
    return soon(item, AGAIN, isFinished);
  }
  complain(item, answer.words ?? "");
  if (answer.outcome === "stale") return meet(item, answer);
  if (answer.outcome === "refused") return say("not");
  take(item, answer, sent);
  if (answer.actions) document.querySelector("[data-actions]").innerHTML = answer.actions;
  if (isDirty(item)) return soon(item);
  if (isAtRest()) say("saved");
}

// What the server keeps is the new ground; what was typed since it was sent stays.
function take(item, answer, sent) {
  item.version.value = answer.version;
  item.stands = answer.text;
  if (item.field.value === sent) return show(item, answer.text);
  let text = item.field.value;
  for (const [before, after] of answer.replaced ?? []) text = text.replace(before, () => after);
  show(item, text);
}

function show(item, text) {
  if (item.field.value === text) return;
  const fromEnd = item.field.value.length - item.field.selectionEnd;
  item.field.value = text;
  if (document.activeElement === item.field) {
    const at = Math.max(0, text.length - fromEnd);
    item.field.setSelectionRange(at, at);
  }
  grow(item);
}

function complain(item, words) {
  item.problem.textContent = words;
  item.problem.hidden = !words;
}

// --- Two texts on one item --------------------------------------------------------------------

function meet(item, answer) {
  item.version.value = answer.version;
  item.stands = answer.text;
  item.conflict.querySelector("[data-theirs]").textContent = answer.text;
  item.conflict.hidden = false;
  say("not");
}

form.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-keep]");
  if (!choice) return;
  const item = items.find((one) => one.place.contains(choice));
  const mine = item.field.value;
  item.conflict.hidden = true;
  if (choice.dataset.keep === "theirs") show(item, item.stands);
  if (choice.dataset.keep === "both") show(item, `${item.stands}\n\n${mine}`);
  item.field.focus();
  if (isDirty(item)) soon(item, 0);
  else if (isAtRest()) say("saved");
});

// --- What others do -----------------------------------------------------------------------------

async function glance() {
  if (document.hidden) return;
  const data = new FormData();
  data.set("number", form.dataset.number);
  data.set("at", document.activeElement?.closest?.("[data-item]")?.dataset.item ?? "");
  const answer = await post(form.dataset.look, data);
  if (!answer) return;
  form.dataset.number = answer.number;
  for (const item of items) {
    const names = answer.here.filter((one) => one.item === item.pk).map((one) => one.name);
    item.here.textContent = form.dataset.wordsHere.replace("{}", names.join(", "));
    item.here.hidden = !names.length;
    const theirs = answer.items.find((one) => one.item === item.pk);
    // What is being written here is left alone: its own save finds out what stands.
    if (!theirs || isDirty(item) || item.isOnItsWay || isInConflict(item)) continue;
    if (theirs.version <= Number(item.version.value)) continue;
    item.version.value = theirs.version;
    item.stands = theirs.text;
    show(item, theirs.text);
  }
}

// --- Events -------------------------------------------------------------------------------------

const of = (field) => items.find((item) => item.field === field);

form.addEventListener("input", (event) => {
  const item = of(event.target);
  if (!item) return;
  grow(item);
  const before = item.field.value.slice(0, item.field.selectionEnd);
  const hasLeftALine = event.inputType === "insertLineBreak" || before.endsWith("\n");
  soon(item, PAUSE, hasLeftALine && COMMAND.test(before.split("\n").at(-2) ?? ""));
});

form.addEventListener("focusout", (event) => {
  const item = of(event.target);
  if (!item) return;
  const orders = COMMAND.test(item.field.value);
  if (isDirty(item) || orders) soon(item, 0, orders);
});

// Leave the page only with everything saved: what waits goes along with the form itself.
let isLeaving = false;
form.addEventListener("submit", () => (isLeaving = true));
window.addEventListener("beforeunload", (event) => !isLeaving && !isAtRest() && event.preventDefault());

function grow(item) {
  item.field.rows = Math.max(4, item.field.value.split("\n").length + 1 + Math.floor(item.field.value.length / 90));
}

for (const item of items) {
  // What the browser kept from before a reload counts as typed.
  item.stands = item.field.defaultValue;
  grow(item);
  if (item.place.querySelector(".sk-conflict:not([data-conflict])")) item.stands = null;
}
glance();
setInterval(glance, GLANCE);
