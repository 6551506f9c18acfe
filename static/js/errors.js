// A form that comes back with errors starts at the list of them.
const toSummary = (root) => root.querySelector("form[method=post] [data-error-summary]")?.focus();

toSummary(document);
document.addEventListener("htmx:afterSettle", (event) => toSummary(event.target));

// The links of the list go to the field itself, also where the field is a group of choices.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  const field = target?.matches("input, select, textarea") ? target : target?.querySelector("input, select, textarea");
  if (!field) return;
  event.preventDefault();
  field.focus();
});

// What is wrong is said by the portal, in its words, and not by the browser.
for (const form of document.querySelectorAll("main form")) form.noValidate = true;
