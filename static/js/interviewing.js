// Answers are saved as one writes (htmx posts each after a pause). Here the state is said in words,
// and what did not get through is sent again until it does.

const AGAIN = 3000;
const place = document.querySelector("[data-interviewing]");
const unsaved = new Set(); // the forms with something that the server has not

const answer = (event) => event.target.closest("[data-answer]");

const say = (form, state) => {
  const line = form.querySelector("[data-answer-state] .sk-save");
  if (!line) return;
  line.hidden = false;
  line.className = `sk-save sk-save--${state}`;
  line.querySelector("[data-words]").textContent = place.dataset[state === "lost" ? "wordsLost" : "wordsSaving"];
};

place.addEventListener("input", (event) => {
  const form = answer(event);
  if (!form) return; // a quote that is ticked: its own button sends it
  unsaved.add(form);
  say(form, "saving");
});

// What is typed while a save is on its way goes with the next one. Where somebody else was first,
// nothing is saved by itself: only the button puts one text in the other's place.
place.addEventListener("htmx:beforeRequest", (event) => {
  const form = answer(event);
  const isPressed = event.detail.requestConfig.triggeringEvent?.type === "submit";
  if (!isPressed && form.querySelector("[data-conflict]")) return event.preventDefault();
  unsaved.delete(form);
});

const lost = (event) => {
  const form = answer(event);
  unsaved.add(form);
  say(form, "lost");
  setTimeout(() => unsaved.has(form) && window.htmx.trigger(form, "again"), AGAIN);
};
for (const failure of ["sendError", "timeout", "responseError"]) place.addEventListener(`htmx:${failure}`, lost);

window.addEventListener("beforeunload", (event) => unsaved.size && event.preventDefault());

for (const button of place.querySelectorAll("[data-plain-save]")) button.hidden = true;
