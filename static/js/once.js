/* A form is sent once. While it is on its way its button waits; without an answer the person may press again.
   Words: data-sending, data-slow, data-offline on #words; a form may carry its own data-slow and data-offline. */

const PATIENCE = 12000;
const words = document.getElementById("words").dataset;
const waiting = new Map();

function tell(form, button, sentence, stop) {
  let line = form.querySelector(":scope .form-line[data-once]");
  if (!line) {
    line = document.createElement("p");
    line.dataset.once = "";
    (button?.closest(".actions") ?? button)?.after(line);
  }
  line.className = stop ? "form-line form-line-stop" : "form-line";
  line.textContent = sentence;
  const loud = stop && "ballot" in form.dataset;
  document.dispatchEvent(new CustomEvent(loud ? "alarm" : "say", { detail: sentence }));
}

function release(form) {
  const state = waiting.get(form);
  if (!state) return;
  clearTimeout(state.timer);
  state.button?.removeAttribute("aria-disabled");
  waiting.delete(form);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  if (form.method !== "post") return;
  const stopHere = () => { event.preventDefault(); event.stopImmediatePropagation(); };
  if (waiting.has(form)) return stopHere();
  if (!navigator.onLine) {
    stopHere();
    return tell(form, button, form.dataset.offline ?? words.offline, true);
  }
  const timer = setTimeout(() => {
    release(form);
    tell(form, button, form.dataset.slow ?? words.slow, true);
  }, PATIENCE);
  waiting.set(form, { button, timer });
  setTimeout(() => {
    if (!waiting.has(form)) return;
    button?.setAttribute("aria-disabled", "true");
    tell(form, button, words.sending, false);
  });
}, true);

const settle = (form, failed) => {
  const button = waiting.get(form)?.button;
  if (!waiting.has(form)) return;
  release(form);
  if (failed) return tell(form, button, form.dataset.slow ?? words.slow, true);
  form.querySelector(".form-line[data-once]")?.remove();
};
document.addEventListener("htmx:error", (event) => settle(event.detail.ctx?.sourceElement, true));
document.addEventListener("htmx:finally:request", (event) => settle(event.detail.ctx?.sourceElement, false));
window.addEventListener("pageshow", (event) => { if (event.persisted) for (const form of [...waiting.keys()]) settle(form, false); });
