// Answering together: every answer is saved when one leaves its field or pauses in a text, and what
// the other does shows within seconds. Without this file the same form is saved page by page.

const PAUSE = 700; // milliseconds of stillness in a text before it is saved
const GLANCE = 2000; // how often we look what the other does
const AGAIN = 3000; // how soon we try again without contact

const place = document.querySelector("[data-answering][data-look]");
const form = document.getElementById("questions");
const words = place.dataset;
const states = { saving: "cloud-upload", saved: "cloud-check", lost: "cloud-off" };
const waiting = new Map(); // question element → what is left to save
let at = "";

const question = (element) => element.closest("[data-question]");
const card = (key) => form.querySelector(`[data-card="${CSS.escape(key)}"]`);
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;

// --- The state in words ---------------------------------------------------------------------

function say(state, text) {
  const clock = new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
  const shown = text ?? (state === "saved" ? `${words.wordsSaved} ${clock.replace(":", ".")}` : words[`words${state[0].toUpperCase()}${state.slice(1)}`]);
  const save = place.querySelector("[data-save]");
  const look = states[state] ? state : "lost";
  save.className = `sk-save sk-save--${look}`;
  const use = save.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${states[look]}`));
  save.querySelector("[data-save-words]").textContent = shown;
  mirror();
  if (look === "lost") document.getElementById("status").textContent = shown;
}

// The same state and count in the strip that stays in sight on a phone.
function mirror() {
  document.querySelector("[data-strip-save]").replaceChildren(place.querySelector("[data-save]").cloneNode(true));
  const [answered, asked] = place.querySelector("[data-count]").dataset.count.split("/");
  document.querySelector("[data-strip-count]").textContent = words.wordsCount
    .replace("%(answered)s", answered)
    .replace("%(asked)s", asked);
}

// --- Saving ---------------------------------------------------------------------------------

function mark(element, soon) {
  const due = waiting.get(element) ?? {};
  clearTimeout(due.timer);
  due.isDirty = true;
  due.timer = setTimeout(() => save(element), soon ? 0 : PAUSE);
  waiting.set(element, due);
  say("saving");
}

async function save(element) {
  const due = waiting.get(element);
  if (!due?.isDirty || due.isOnItsWay) return;
  due.isDirty = false;
  due.isOnItsWay = true;
  const answer = await send(element.dataset.saveTo, fieldsOf(element));
  due.isOnItsWay = false;
  if (!answer) {
    due.isDirty = true;
    due.timer = setTimeout(() => save(element), AGAIN);
    return;
  }
  const stays = due.isDirty;
  const key = element.dataset.question;
  if (!stays) waiting.delete(element);
  draw(answer, { saved: key, outcome: answer.outcome });
  if (stays) save(question(form.querySelector(`[data-question="${CSS.escape(key)}"]`)) ?? element);
  else if (answer.outcome === "saved") say(waiting.size ? "saving" : "saved");
  else say(answer.isOpen ? answer.outcome : "closed");
}

function fieldsOf(element) {
  const data = new FormData();
  for (const field of element.querySelectorAll("input, textarea, select")) {
    if (!field.name || field.hasAttribute("data-comment")) continue;
    if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
    data.append(field.name, field.value);
  }
  return data;
}

// Post with what we have seen; the answer as an object, or null when there was no contact.
async function send(address, data) {
  data.set("csrfmiddlewaretoken", token);
  data.set("seen", JSON.stringify(seen()));
  try {
    const answer = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" } });
    if (answer.redirected || !answer.ok) throw new Error(answer.status);
    return await answer.json();
  } catch {
    say("lost");
    return null;
  }
}

const seen = () =>
  Object.fromEntries([...form.querySelectorAll("[data-card]")].map((element) => [element.dataset.card, element.dataset.state]));

// --- Drawing what changed -------------------------------------------------------------------

function draw(answer, { saved = "", outcome = "" } = {}) {
  for (const [key, html] of Object.entries(answer.cards)) {
    const old = card(key);
    if (!old) continue;
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const fresh = holder.content.firstElementChild;
    if (isAtWork(old)) drawParts(old, fresh, saved, outcome);
    else old.replaceWith(fresh);
  }
  place.querySelector("[data-here]").innerHTML = answer.here;
  place.querySelector("[data-pages]").innerHTML = answer.pages;
  const state = place.querySelector("[data-save]").cloneNode(true);
  place.querySelector("[data-progress]").innerHTML = answer.progress;
  if (waiting.size || outcome !== "saved") place.querySelector("[data-save]").replaceWith(state);
  tidy();
}

// Somebody types here or has something unsaved here: leave the field alone.
const isAtWork = (element) =>
  element.contains(document.activeElement) ||
  [...waiting.keys()].some((dirty) => element.contains(dirty)) ||
  element.querySelector("[data-conflict]") !== null;

function drawParts(old, fresh, saved, outcome) {
  for (const part of ["top", "notices", "thread", "foot"]) {
    const [here, there] = [old, fresh].map((element) => element.querySelector(`[data-part="${part}"]`));
    // A conflict stands until it is settled or the same question is saved anew.
    if (!here || (part === "notices" && !saved && here.querySelector("[data-conflict]"))) continue;
    here.innerHTML = there.innerHTML;
  }
  old.hidden = fresh.hidden;
  old.className = fresh.className;
  old.dataset.state = fresh.dataset.state;
  for (const row of fresh.querySelectorAll("[data-question]")) {
    const key = row.dataset.question;
    const mine = old.querySelector(`[data-question="${CSS.escape(key)}"]`);
    mine.hidden = row.hidden;
    // Only our own save moves the number that the next one starts from, else we would overwrite.
    if (key === saved && outcome === "saved") number(mine, number(row));
    else if (key !== saved && !isAtWork(mine)) mine.replaceWith(row.cloneNode(true));
  }
}

function number(element, value) {
  const field = element.querySelector('input[name^="number:"]');
  if (value !== undefined) field.value = value;
  return field.value;
}

// --- Two answers to one question ------------------------------------------------------------

function settle(button) {
  const panel = button.closest("[data-conflict]");
  const element = form.querySelector(`[data-question="${CSS.escape(panel.dataset.conflict)}"]`);
  const around = element.closest("[data-card]");
  panel.remove();
  if ("keep" in button.dataset) {
    number(element, panel.dataset.number);
    mark(element, true);
    element.querySelector("input:not([type=hidden]), textarea").focus();
    return;
  }
  waiting.delete(element);
  around.dataset.state = "";
  document.activeElement.blur();
  glance(true).then(() => {
    const fresh = card(around.dataset.card);
    if ("theirs" in button.dataset) return fresh.querySelector("input:not([type=hidden]), textarea").focus();
    const thread = fresh.querySelector("[data-say]");
    const text = thread.querySelector("[data-comment]");
    thread.open = true;
    text.value = panel.dataset.mine;
    text.focus();
  });
}

// --- Events ---------------------------------------------------------------------------------

form.addEventListener("input", (event) => {
  const element = question(event.target);
  if (!element || event.target.hasAttribute("data-comment")) return;
  mark(element, ["radio", "checkbox"].includes(event.target.type));
});

form.addEventListener("change", (event) => {
  const element = question(event.target);
  if (element && !event.target.hasAttribute("data-comment")) mark(element, true);
});

form.addEventListener("focusin", (event) => {
  at = event.target.closest("[data-card]")?.dataset.card ?? "";
});

form.addEventListener("focusout", (event) => {
  const element = question(event.target);
  if (element && waiting.get(element)?.isDirty) mark(element, true);
});

form.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-keep], [data-theirs], [data-discuss]");
  if (choice) {
    event.preventDefault();
    return settle(choice);
  }
  const clear = event.target.closest("[data-clear]");
  if (clear) {
    const element = question(clear);
    for (const field of element.querySelectorAll("input[type=radio]")) field.checked = false;
    mark(element, true);
  }
  const sender = event.target.closest("[data-say] button");
  if (sender) {
    event.preventDefault();
    comment(sender.closest("[data-say]"));
  }
});

async function comment(thread) {
  const text = thread.querySelector("[data-comment]");
  if (!text.value.trim()) return text.focus();
  const data = new FormData();
  data.set(text.name, text.value);
  const answer = await send(thread.dataset.say, data);
  if (!answer) return;
  if (answer.error) {
    document.getElementById("status").textContent = answer.error;
    return;
  }
  text.value = "";
  thread.open = false;
  thread.querySelector("summary").focus();
  draw(answer);
  say(waiting.size ? "saving" : "saved");
}

// Leave the page only with everything saved: what waits goes along with the form itself.
form.addEventListener("submit", () => waiting.clear());
window.addEventListener("beforeunload", (event) => waiting.size && event.preventDefault());

async function glance(isForced) {
  if (document.hidden && !isForced) return;
  const data = new FormData();
  data.set("at", at);
  const answer = await send(place.dataset.look, data);
  if (!answer) return;
  draw(answer);
  const isSettled = !waiting.size && !form.querySelector("[data-conflict], .sk-error");
  if (isSettled && !place.querySelector(".sk-save--saved")) say("saved");
  if (!answer.isOpen) say("closed");
}

function tidy() {
  mirror();
  for (const clear of form.querySelectorAll("[data-clear]")) {
    clear.hidden = !question(clear).querySelector("input:checked");
  }
}

// What was answered before this file was here, or put back by the browser, is on no server yet: it
// is what differs from the page as it came.
const FIELDS = "[data-question] :is(input:not([type=hidden]), textarea):not([data-comment])";
const isChanged = (field) =>
  ["radio", "checkbox"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;

function catchUp() {
  for (const field of form.querySelectorAll(FIELDS)) if (isChanged(field)) mark(question(field), true);
}

form.querySelector("[data-plain-save]")?.remove();
tidy();
catchUp();
window.addEventListener("pageshow", catchUp, { once: true }); // browsers put fields back by then
glance(true);
setInterval(glance, GLANCE);
