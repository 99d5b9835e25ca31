/* A term of the glossary opens as a note where it stands. Without this file, and where the note cannot be had, its link
   leads to the glossary. Escape, a click elsewhere and its own button close it; the reader is then where she was. */

const kept = new Map();
const EDGE = 12;
let note;

function place(link) {
  const at = link.getBoundingClientRect(), wide = document.documentElement.clientWidth;
  const left = Math.max(EDGE, Math.min(at.left, wide - note.offsetWidth - EDGE));
  const below = at.bottom + note.offsetHeight + EDGE < innerHeight || at.top < note.offsetHeight + EDGE;
  note.style.left = `${left + scrollX}px`;
  note.style.top = `${(below ? at.bottom + 6 : at.top - note.offsetHeight - 6) + scrollY}px`;
}

async function open(link) {
  const address = `${link.pathname}/${link.hash.slice("#term-".length)}/note`;
  if (!kept.has(address)) {
    const found = await fetch(address, { credentials: "same-origin" });
    if (!found.ok) throw new Error(found.status);
    kept.set(address, await found.text());
  }
  note?.remove();
  note = Object.assign(document.createElement("div"), { className: "term-note", popover: "auto", tabIndex: -1 });
  note.setAttribute("role", "dialog");
  note.setAttribute("aria-labelledby", "term-note-title");
  note.append(document.createRange().createContextualFragment(kept.get(address)));
  document.body.append(note);
  const mine = note;
  mine.addEventListener("toggle", (event) => { if (event.newState === "closed") mine.remove(); });
  mine.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    mine.hidePopover();
    link.focus();
  });
  mine.addEventListener("keydown", (event) => {
    const last = [...mine.querySelectorAll("a, button")].at(-1);
    if (event.key === "Tab" && !event.shiftKey && document.activeElement === last) { mine.hidePopover(); link.focus(); }
  });
  mine.showPopover();
  place(link);
  mine.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.term");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (!("popover" in HTMLElement.prototype)) return;
  event.preventDefault();
  open(link).catch(() => { location.assign(link.href); });
});
