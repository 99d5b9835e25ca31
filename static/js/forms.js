/* A form is sent once, and its words are kept until it is. One file, since every page that writes needs both.

   Once: while a form is on its way its button waits; without an answer the person may press again. The sentences
   are data-sending, data-slow and data-offline on #words; a form may carry its own data-slow and data-offline. A form
   with data-own sends itself (ballot.js).

   Kept: a form marked data-draft="key" survives a lost network in this tab. Never ballots (data-ballot), passwords,
   files or hidden fields. Signing out (data-forget), or another person in the same tab, forgets all. */

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
  if (form.method !== "post" || "own" in form.dataset) return;
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

/* Kept */

const owner = document.body.dataset.person ?? "";
const PREFIX = "draft|";
const place = (form) => `${PREFIX}${owner}|${location.pathname}|${form.dataset.draft}`;
const store = (() => { try { sessionStorage.length; return sessionStorage; } catch { return null; } })();
const kept = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));
const fields = (form) => [...form.elements].filter((field) => field.name && field.matches("textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit])"));
const value = (field) => (/checkbox|radio/.test(field.type) ? field.checked : field.value);
const initial = (field) => (/checkbox|radio/.test(field.type) ? field.defaultChecked
  : field.options ? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "" : field.defaultValue);
const label = (field) => (field.type === "radio" ? `${field.name}=${field.value}` : field.name);

function keep(form, sent = false) {
  const texts = fields(form).filter((field) => value(field) !== initial(field)).map((field) => [label(field), [initial(field), value(field)]]);
  try {
    if (texts.length) store.setItem(place(form), JSON.stringify({ sent, texts: Object.fromEntries(texts) }));
    else store.removeItem(place(form));
  } catch { /* a full store loses the copy, never the form */ }
}

function offer(form) {
  const line = document.createElement("p");
  const forget = document.createElement("button");
  line.className = "form-line";
  line.append(words.kept);
  forget.type = "button";
  forget.className = "button button-quiet button-small";
  forget.textContent = words.discard;
  forget.addEventListener("click", () => { form.reset(); store.removeItem(place(form)); line.remove(); fields(form)[0]?.focus(); });
  line.append(forget);
  form.prepend(line);
}

function restore(form) {
  const draft = JSON.parse(store.getItem(place(form)) ?? "null");
  if (!draft) return;
  const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  /* Sent, and a page came in answer: done. Sent, and the reader came back from a failure: still hers. */
  if (draft.sent && arrived) return store.removeItem(place(form));
  let changed = false;
  for (const field of fields(form)) {
    const [before, after] = draft.texts[label(field)] ?? [];
    if (after === undefined || value(field) !== before) continue;
    if (typeof after === "boolean") field.checked = after; else field.value = after;
    changed = true;
  }
  if (changed) offer(form);
}

if (store) {
  for (const key of kept()) if (owner && !key.startsWith(`${PREFIX}${owner}|`)) store.removeItem(key);
  for (const form of document.querySelectorAll("form[data-draft]:not([data-ballot])")) restore(form);
  let soon;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-draft]:not([data-ballot])")) return;
    clearTimeout(soon);
    soon = setTimeout(() => keep(form), 300);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-forget]")) kept().forEach((key) => store.removeItem(key));
    else if (form.matches("[data-draft]:not([data-ballot])")) { clearTimeout(soon); keep(form, true); }
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const form = event.detail.ctx?.sourceElement;
    if (form?.matches?.("form[data-draft]") && event.detail.ctx.response?.status < 400) store.removeItem(place(form));
  });
}
