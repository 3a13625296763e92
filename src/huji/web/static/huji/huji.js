// Nothing here is needed to work: it only saves an officer a second.
import { initAll } from "../vendor/govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// A fault was found: the summary takes the focus, so that a screen reader reads it first.
document.querySelector(".govuk-error-summary")?.focus();

// After a partial answer, the patterns inside it come alive too.
document.addEventListener("htmx:afterSettle", (event) => {
  initAll(event.detail.elt);
  reveal();
  event.detail.elt.querySelector(".govuk-error-summary, h1")?.focus();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A form is sent once from this page; pressing back brings the button back.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post" && !form.target) form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Choices that open further fields: data-opens names the fields' wrapper, data-when the values that open it.
function reveal() {
  for (const part of document.querySelectorAll("[data-shown-when]")) {
    const [name, values] = part.dataset.shownWhen.split("=");
    const chosen = document.querySelector(`input[name="${name}"]:checked, select[name="${name}"]`);
    part.hidden = !chosen || !values.split("|").includes(chosen.value);
  }
}
document.addEventListener("change", reveal);
reveal();
