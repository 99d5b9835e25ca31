/* What a page says aloud while it lives: the connection line, counts, and anything another module asks to be said.
   It changes no text that a person reads or writes; the parts refresh themselves through htmx. */

const said = document.getElementById("status");
const alarm = document.getElementById("alert");
const words = document.getElementById("words").dataset;
const live = document.getElementById("live");
const line = document.getElementById("connection");

/* One sentence at a time, the last of a burst: a stream of sentences would drown the reader. */
let soon;
function say(sentence) {
  clearTimeout(soon);
  said.textContent = "";
  soon = setTimeout(() => { said.textContent = sentence; }, 600);
}
document.addEventListener("say", (event) => say(event.detail));
document.addEventListener("alarm", (event) => { alarm.textContent = event.detail; });

/* A message that came with the page is put in again, since regions filled at load often stay silent. */
const notice = document.querySelector(".notice[role=status]");
if (notice) setTimeout(() => notice.replaceChildren(...notice.childNodes), 300);

/* data-announce on a refreshed part: a whole sentence in the reader's language, such as "3 new posts". */
const known = new Set();
const announced = (root) => [...root.querySelectorAll("[data-announce]"), ...(root.matches("[data-announce]") ? [root] : [])];
for (const part of announced(document.body)) known.add(part.dataset.announce);
document.addEventListener("htmx:after:settle", (event) => {
  const present = new Set(announced(document.body).map((part) => part.dataset.announce));
  for (const each of known) if (!present.has(each)) known.delete(each); /* gone meanwhile: it is news when it comes again */
  for (const node of event.detail.newContent ?? []) {
    if (!(node instanceof Element)) continue;
    for (const { dataset } of announced(node)) {
      if (dataset.announce && !known.has(dataset.announce)) say(dataset.announce);
      known.add(dataset.announce);
    }
  }
});

/* Nothing that is being filled in is swapped away, unless the person sent it herself. */
const touched = (field) => field === document.activeElement || (field.type !== "hidden" && (
  field.options ? [...field.options].some((option) => option.selected !== option.defaultSelected && option.index > 0)
    : field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
      : field.value !== field.defaultValue));
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  if (ctx.sourceEvent?.type === "submit") return;
  const targets = tasks.map((task) => task.target).filter((target) => target instanceof Element);
  if (targets.some((target) => [...target.querySelectorAll("textarea, select, input")].some(touched))) event.preventDefault();
});

if (live) {
  let lost, hide, tries = 0, leaving = false;
  const show = (sentence) => { clearTimeout(hide); line.textContent = sentence; line.hidden = false; };
  /* When it was lost, by the reader's own clock and as her language writes it; whole, the sentence stays true. */
  const clock = () => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit" }).format(new Date());
  const down = () => {
    if (lost) return;
    const sentence = words.lost.replace("{time}", clock());
    lost = setTimeout(() => { show(sentence); say(sentence); }, 2500);
  };
  const up = () => {
    tries = 0;
    clearTimeout(lost);
    lost = undefined;
    if (line.hidden) return;
    const sentence = words.back.replace("{time}", clock());
    show(sentence);
    say(sentence);
    hide = setTimeout(() => { line.hidden = true; }, 8000);
  };
  /* The extension reconnects a stream that once stood; a first attempt that failed is ours to repeat. */
  const again = () => {
    if (leaving) return;
    down();
    setTimeout(() => htmx.trigger(live, "reconnect"), Math.min(60000, 1000 * 2 ** tries++) * (0.7 + Math.random() * 0.6));
  };
  let connection;
  live.addEventListener("htmx:sse:after:connection", (event) => {
    connection = event.detail.connection;
    if (connection.status === 200) up();
  });
  live.addEventListener("htmx:sse:error", down);
  live.addEventListener("htmx:error", again);
  live.addEventListener("htmx:response:error", again);
  live.addEventListener("htmx:sse:close", (event) => { if (event.detail.reason === "ended") again(); });
  /* The server no longer knows our place in the journal: every part of this page fetches itself again. */
  live.addEventListener("resync", () => {
    for (const topic of live.dataset.topics.split(" ")) live.dispatchEvent(new CustomEvent(topic, { bubbles: true }));
  });
  /* A network that is gone is no error of the stream yet; when it is back, nobody waits for the next try. */
  window.addEventListener("offline", () => { down(); connection?.reader?.cancel(); });
  window.addEventListener("online", () => connection?.delayCanceller?.());
  window.addEventListener("pagehide", () => { leaving = true; });
  window.addEventListener("pageshow", (event) => { leaving = false; if (event.persisted) again(); });
}

/* A menu closes when the person goes elsewhere. */
const menus = document.querySelectorAll("details.menu");
document.addEventListener("click", (event) => menus.forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.activeElement?.closest("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
