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

// Two minutes before the sign-in expires a quiet line says so; one click, or work in another tab, renews it.
const expiring = document.querySelector("[data-expires-in]");
if (expiring) {
  const lasts = expiring.dataset.expiresIn * 1000;
  const tabs = new BroadcastChannel("huji-sign-in");
  let timers = [];
  const show = (what) => {
    for (const part of expiring.children) part.hidden = part.dataset.part !== what;
  };
  const renew = () => {
    show(null);
    timers.forEach(clearTimeout);
    timers = [setTimeout(show, lasts - 120_000, "soon"), setTimeout(show, lasts, "over")];
  };
  const renewAll = () => { renew(); tabs.postMessage("renewed"); };
  tabs.onmessage = renew;
  document.addEventListener("htmx:afterRequest", renewAll);
  expiring.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const { action } = event.target;
    const body = new URLSearchParams(new FormData(event.target));
    const answer = await fetch(action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.status === 204) renewAll();
    else if (answer) show("over");
  });
  renewAll();
}

// Choices that open further fields: data-opens names the fields' wrapper, data-when the values that open it.
function reveal() {
  for (const part of document.querySelectorAll("[data-shown-when]")) {
    const [name, values] = part.dataset.shownWhen.split("=");
    const chosen = document.querySelector(`input[name="${name}"]:checked, select[name="${name}"]`);
    part.hidden = !chosen || chosen.closest("[hidden]") !== null || !values.split("|").includes(chosen.value);
  }
}
document.addEventListener("change", reveal);
reveal();
