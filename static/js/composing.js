// Writing a letter: what one writes in a block is saved when one pauses, and the letter beside it
// and the checks follow. Without this file the same form saves by its buttons.

const PAUSE = 700; // milliseconds of stillness before a part is saved
const AGAIN = 3000; // how soon we try again without contact

const form = () => document.querySelector("form[data-writing]");
const state = document.querySelector("[data-save]");
const icons = { saving: "cloud-upload", saved: "cloud-check" };
const waiting = new Set(); // names of parts with words that are not saved yet
const refused = new Set(); // names of parts that cannot be saved as they are
let timer = 0;
let underWay = null;
let isAway = false; // a button was pressed, and the page that it brings is not here yet
let trouble = "lost"; // why the last save did not come through

document.documentElement.classList.add("is-writing");

const part = (name) => form()?.querySelector(`[data-part="${name}"]`);
const isInConflict = (name) => part(name)?.querySelector("[data-conflict]");

const isUnsaved = () => refused.size > 0 || Boolean(form()?.querySelector("[data-conflict]"));

function say(what) {
  const { wordsSaving, wordsSaved, wordsLost, wordsOut, wordsGone, wordsNot } = form().dataset;
  const clock = new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  const words = { saving: wordsSaving, saved: `${wordsSaved} ${clock}`, lost: wordsLost, out: wordsOut, gone: wordsGone, not: wordsNot };
  const look = icons[what] ? what : "lost";
  const save = state.querySelector(".sk-save");
  save.className = `sk-save sk-save--${look}`;
  const use = save.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icons[look]}`));
  const said = save.querySelector("span");
  if (said.textContent !== words[what]) said.textContent = words[what];
}

function soon(wait = PAUSE) {
  clearTimeout(timer);
  timer = setTimeout(() => (underWay ??= save().finally(() => (underWay = null))), wait);
}

// One request at a time, with every part that waits, so that no save overtakes another.
async function save() {
  const names = [...waiting].filter((name) => part(name) && !isInConflict(name));
  waiting.clear();
  if (!names.length) return say(isUnsaved() ? "not" : "saved");
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form().querySelector("[name=csrfmiddlewaretoken]").value);
  for (const name of names) {
    for (const field of part(name).querySelectorAll("input[name], select[name], textarea[name]")) {
      if (field.type === "file") field.files.length && data.set(field.name, field.files[0]);
      else data.set(field.name, field.value);
    }
  }
  say("saving");
  const answer = await post(data);
  if (!answer) {
    names.forEach((name) => waiting.add(name));
    say(trouble);
    return soonAfterwards(AGAIN);
  }
  if (answer.refused) return complain(names[0], answer.refused);
  // Somebody else has changed the same: the page shows both, with what stands here now.
  if (answer.isStale) return htmx.trigger(form(), "submit");
  take(names, answer);
  if (waiting.size) soonAfterwards(PAUSE);
  else say(isUnsaved() ? "not" : "saved");
}

// After the request that is under way has ended.
const soonAfterwards = (wait) => setTimeout(() => soon(wait), 0);

async function post(data) {
  try {
    const answer = await fetch(form().action, { method: "POST", body: data, headers: { Accept: "application/json" } });
    trouble = answer.redirected ? "out" : answer.status === 404 ? "gone" : "lost";
    if (answer.status === 403) await renew();
    if (answer.redirected || !(answer.ok || [409, 422].includes(answer.status))) throw new Error(answer.status);
    return await answer.json();
  } catch {
    return null;
  }
}

// Whoever has logged in again, in another window, has another token than this page was made with.
async function renew() {
  const answer = await fetch(form().action);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [mine, theirs] = [document, page].map((one) => [...one.querySelectorAll("[name=csrfmiddlewaretoken]")]);
  if (answer.redirected) trouble = "out";
  else for (const field of mine) field.value = theirs[0].value;
}

// What a button did not bring to us waits like the rest.
function keepTrying() {
  isAway = false;
  for (const { dataset } of form().querySelectorAll("[data-part]")) waiting.add(dataset.part);
  soon();
}

function take(names, answer) {
  for (const name of names) {
    const place = part(name);
    const prefix = name === "own" ? "" : `${name}-`;
    place.querySelector(`input[name="${prefix}number"]`).value = answer.numbers[`${prefix}number`];
    const title = place.querySelector("[data-name]");
    if (title && answer.names[name]) title.textContent = answer.names[name];
    complain(name, (answer.problems[name] ?? []).join(" "));
    // A picture that was handed in has become one of those to choose from.
    const file = place.querySelector("input[type=file]");
    if (file?.files.length && !answer.problems[name]) htmx.trigger(form(), "submit");
  }
  document.getElementById("checks").innerHTML = answer.checks;
  showLetter();
}

function complain(name, words) {
  const place = part(name).querySelector("[data-problem]");
  place.textContent = words;
  place.hidden = !words;
  if (words) refused.add(name);
  else refused.delete(name);
  if (words) say("not");
}

function showLetter() {
  const inbox = document.getElementById("inbox");
  inbox.querySelector("strong").textContent = form().elements.subject.value || form().elements.title.value;
  const ahead = form().elements.preheader.value;
  inbox.querySelector("span").textContent = `Sveriges Ekokommuner${ahead ? ` · ${ahead}` : ""}`;
  const who = document.querySelector("[data-who] input").value.trim();
  for (const frame of document.querySelectorAll("[data-look] iframe")) {
    const address = new URL(frame.src);
    if (who) address.searchParams.set("mottagare", who);
    else address.searchParams.delete("mottagare");
    frame.src = address;
  }
}

document.addEventListener("input", (event) => {
  const name = event.target.closest?.("form[data-writing] [data-part]")?.dataset.part;
  if (!name || !(event.target.name || event.target.matches("[data-rich-text]"))) return;
  waiting.add(name);
  say("saving");
  soon();
});
document.addEventListener("change", (event) => event.target.closest?.("form[data-writing]") && waiting.size && soon(0));

// --- Buttons ------------------------------------------------------------------------------------

// Buttons above the form belong to it too; htmx looks at those in it only.
let pressed = null;
document.addEventListener("submit", (event) => event.target === form() && (pressed = event.submitter), true);
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target === form() && pressed?.name) event.detail.parameters[pressed.name] = pressed.value;
});

// A button waits for the save that is under way, and sends what is in the fields then.
document.addEventListener("htmx:confirm", (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  clearTimeout(timer);
  waiting.clear();
  isAway = true;
  opened = new Set([...form().querySelectorAll(".sk-block__fold[open] > summary")].map((summary) => summary.id));
  (underWay ?? Promise.resolve()).then(() => event.detail.issueRequest(true));
});

let opened = new Set();
let at = -1; // the place of the block where one is

// The menu closes with the button in it: its own button takes the focus. Not before the request is
// made up, which asks which button has the focus.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target !== form()) return;
  const block = document.activeElement?.closest?.(".sk-block");
  at = block ? [...form().querySelectorAll(".sk-block")].indexOf(block) : -1;
  document.activeElement?.closest?.(".sk-menu[open]")?.querySelector("summary").focus();
  for (const menu of document.querySelectorAll(".sk-menu[open]")) menu.open = false;
});

document.addEventListener("htmx:afterSwap", () => {
  if (!form()) return;
  refused.clear();
  for (const id of opened) document.getElementById(id)?.parentElement.setAttribute("open", "");
});
document.addEventListener("htmx:afterSettle", () => {
  if (!form()) return;
  isAway = false;
  say(form().querySelector("[data-error-summary]") ? "not" : "saved");
  showLetter();
  document.querySelector("#notices [role=alert]")?.scrollIntoView({ block: "center" });
  // Whoever took a block away goes on at the one that came in its place.
  const blocks = form().querySelectorAll(".sk-block");
  if (document.activeElement === document.body && at >= 0) blocks[Math.min(at, blocks.length - 1)]?.querySelector("summary").focus();
});
document.addEventListener("htmx:sendError", keepTrying);
document.addEventListener("htmx:responseError", keepTrying);

// Another page than this one, such as the door where one logs in, does not take its place.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target !== form() || !event.detail.shouldSwap || event.detail.serverResponse.includes('id="editor"')) return;
  event.detail.shouldSwap = false;
  keepTrying();
});

window.addEventListener("pageshow", () => (isAway = false)); // come back to by the browser's button

// What is typed into a page that is about to be replaced would be gone.
document.addEventListener("beforeinput", (event) => isAway && form()?.contains(event.target) && event.preventDefault(), true);

// All four looks are of the same reader.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-who]")) return;
  event.preventDefault();
  showLetter();
});

// A link to a block opens it.
function open(hash) {
  const fold = hash.startsWith("#block-") && document.querySelector(`${hash} .sk-block__fold`);
  if (!fold) return;
  fold.open = true;
  fold.querySelector("summary").focus();
}
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#block-']");
  if (!link) return;
  event.preventDefault();
  open(link.hash);
});
open(location.hash);

window.addEventListener("beforeunload", (event) => {
  if (form() && (waiting.size || underWay || isUnsaved())) event.preventDefault();
});
