/* In a debate: drafts keep themselves, what stood on the screen counts as read, and a passage that was marked is what
   gets quoted. Without this file there are buttons for all of it.

   data-autosave and data-unkept on a form are its sentences; form[data-reading] is the form that marks posts as read;
   data-first on the link to new posts names the first of them. */

const PAUSE = 2000;
const DWELL = 800;
const GATHER = 4000;
const clock = () => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit" }).format(new Date());
const send = (form, typed, more = {}) => fetch(`${form.action}?quiet=1`, { method: "POST", body: typed, credentials: "same-origin", ...more });

/* Drafts */

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const typed = () => {
    const now = new URLSearchParams(new FormData(form));
    now.delete("once");
    now.set("step", "draft");
    return now;
  };
  let soon, kept = typed().toString(), sent = false, going = new AbortController();
  const line = Object.assign(document.createElement("p"), { className: "form-line", hidden: true });
  form.querySelector(".actions").after(line);
  const tell = (sentence) => { line.textContent = sentence; line.hidden = false; };

  async function keep(leaving = false) {
    clearTimeout(soon);
    const now = typed();
    if (sent || now.toString() === kept) return;
    going.abort();
    going = new AbortController();
    try {
      const answer = await send(form, now, leaving ? { keepalive: true } : { signal: going.signal });
      if (answer.status !== 204) throw new Error(answer.status);
      kept = now.toString();
      tell(form.dataset.autosave.replace("{time}", clock()));
    } catch (problem) {
      if (problem.name !== "AbortError") tell(form.dataset.unkept);
    }
  }
  form.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(keep, PAUSE); });
  form.addEventListener("submit", () => { sent = true; clearTimeout(soon); going.abort(); });
  window.addEventListener("pageshow", () => { sent = false; });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(true); });
}

/* What was read */

const number = (post) => Number(post.id.slice("post-".length));
const dwelling = new Map();
const noted = new Set();
let waiting = new Set(), gather;

function ranges(numbers) {
  const found = [];
  for (const each of [...numbers].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] === each - 1) last[1] = each; else found.push([each, each]);
  }
  return found.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(" ");
}

async function note(leaving = false) {
  clearTimeout(gather);
  gather = undefined;
  const form = document.querySelector("form[data-reading]");
  if (!form || !waiting.size) return;
  const now = waiting;
  waiting = new Set();
  const typed = new URLSearchParams({ csrf: form.elements.csrf.value, ranges: ranges(now) });
  try {
    const answer = await send(form, typed, { keepalive: leaving });
    if (answer.status !== 204) throw new Error(answer.status);
  } catch {
    now.forEach((each) => waiting.add(each));
  }
}

function read(post) {
  if (noted.has(number(post))) return;
  noted.add(number(post));
  waiting.add(number(post));
  gather ??= setTimeout(note, GATHER);
}

/* Its end was on the screen, or most of the screen was filled by it. */
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting, intersectionRect, boundingClientRect, rootBounds } of entries) {
    const high = rootBounds?.height ?? innerHeight;
    const ended = isIntersecting && (boundingClientRect.bottom <= high + 1 || intersectionRect.height > high / 2);
    clearTimeout(dwelling.get(target));
    if (ended) dwelling.set(target, setTimeout(() => read(target), DWELL));
  }
}, { threshold: [0, 0.25, 0.5, 0.75, 1] });
const watch = (root) => root.querySelectorAll?.("article.post").forEach((post) => watcher.observe(post));

if (document.querySelector("form[data-reading]")) watch(document);
document.addEventListener("htmx:after:settle", (event) => { for (const node of event.detail.newContent ?? []) watch(node); });
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") note(true); });

/* Showing new posts: whoever asked for them by keyboard, or hears the page, goes on at the first of them. */

let goal;
document.addEventListener("click", (event) => { goal = event.target.closest?.(".new-posts a[data-first]")?.dataset.first ?? goal; });
document.addEventListener("htmx:after:settle", () => {
  const first = goal && document.getElementById(goal);
  if (!first) return;
  goal = undefined;
  first.tabIndex = -1;
  first.focus();
});

/* Quoting a passage */

const QUOTE = "quote";
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href$='quote=1']");
  const marked = getSelection();
  const said = link?.closest("article")?.querySelector(".said");
  if (!said || marked.isCollapsed || !said.contains(marked.anchorNode) || !said.contains(marked.focusNode)) return;
  try { sessionStorage.setItem(QUOTE, JSON.stringify([link.pathname, marked.toString()])); } catch { /* then the whole post */ }
});
if (location.search === "?quote=1") {
  const [path, passage] = JSON.parse(sessionStorage?.getItem(QUOTE) ?? "[]");
  const field = document.querySelector("form[data-autosave] textarea");
  sessionStorage?.removeItem(QUOTE);
  if (path === location.pathname && field) {
    const whole = field.value.trimEnd().split("\n");
    const source = whole.at(-1);
    const before = whole.slice(0, whole.findIndex((each) => each.startsWith(">")));
    field.value = [...before, ...passage.trim().split("\n").map((each) => `> ${each}`.trimEnd()), ">", source, "", ""].join("\n");
  }
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}
