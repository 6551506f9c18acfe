// What htmx asked for and did not get is said in words, beside what asked for it.
const say = (event, words) => {
  document.querySelector("[data-lost-notice]")?.remove();
  const notice = document.createElement("p");
  notice.className = "sk-notice sk-notice--danger";
  notice.dataset.lostNotice = "";
  notice.setAttribute("role", "alert");
  notice.textContent = words;
  const asker = event.detail.elt;
  (asker.closest("form") ?? document.querySelector("#main .sk-wrap")).prepend(notice);
};

// A place that tells of its own failures, such as the save state, says data-own-errors.
const isOwn = (event) => event.target.closest?.("[data-own-errors]");

document.addEventListener("htmx:sendError", (event) => isOwn(event) || say(event, document.body.dataset.lost));
document.addEventListener("htmx:timeout", (event) => isOwn(event) || say(event, document.body.dataset.lost));
document.addEventListener("htmx:responseError", (event) => isOwn(event) || say(event, document.body.dataset.refused));

// While an answer is on its way its place is busy.
const busy = (event, is) => event.detail.target?.setAttribute("aria-busy", is);
document.addEventListener("htmx:beforeRequest", (event) => busy(event, "true"));
document.addEventListener("htmx:afterRequest", (event) => busy(event, "false"));
