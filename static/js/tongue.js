/* Beside a text while it is written: in which language it seems to be, and which words the glossary says to avoid. Asked
   for after a pause, said politely, and never a touch of what is typed. Without this file the question comes when the
   text is sent.

   data-words-said on a line names the field it is about; data-address is who knows; data-stands: the form has no
   choice of its language; data-language: what it is in, where nobody has to be asked. */

const PAUSE = 1200;
const FEW = 12;

for (const line of document.querySelectorAll("[data-words-said]")) {
  const form = line.closest("form");
  const field = form.elements[line.dataset.wordsSaid];
  const chosen = form.elements.language ?? { value: line.dataset.language };
  let soon, going = new AbortController(), asked = "", spoken = "";

  const answer = (value) => {
    form.querySelector("input[data-answer]")?.remove();
    if (value) form.prepend(Object.assign(document.createElement("input"), { type: "hidden", name: "tongue", value }));
    if (value) form.firstElementChild.dataset.answer = "";
  };

  async function look() {
    const typed = { csrf: form.elements.csrf.value, text: field.value, language: chosen.value };
    if ("language" in line.dataset || form.querySelector("input[data-answer]")) typed.settled = "1";
    if ("stands" in line.dataset) typed.stands = "1";
    const now = new URLSearchParams(typed).toString();
    if (now === asked) return;
    asked = now;
    going.abort();
    going = new AbortController();
    if (field.value.trim().length < FEW) return show("");
    try {
      const found = await fetch(line.dataset.address, { method: "POST", body: new URLSearchParams(typed), credentials: "same-origin", signal: going.signal });
      if (found.ok) show(await found.text());
    } catch { asked = ""; }
  }

  function show(html) {
    if (line.contains(document.activeElement)) return;
    line.replaceChildren(document.createRange().createContextualFragment(html));
    line.hidden = !line.childElementCount;
    const sentence = line.querySelector("[data-say]")?.dataset.say ?? "";
    if (sentence && sentence !== spoken) document.dispatchEvent(new CustomEvent("say", { detail: sentence }));
    spoken = sentence;
  }

  const ask = () => { clearTimeout(soon); soon = setTimeout(look, PAUSE); };
  field.addEventListener("input", ask);
  chosen.addEventListener?.("change", () => {
    answer("");
    if (chosen.selectedOptions) field.lang = chosen.selectedOptions[0].lang || chosen.value;
    ask();
  });
  line.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    field.focus();
    if (button.dataset.tongue) {
      chosen.value = button.dataset.tongue;
      chosen.dispatchEvent(new Event("change", { bubbles: true }));
    } else answer(button.dataset.asSaid);
    line.querySelector("[data-say]").remove();
    line.hidden = !line.childElementCount;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  if (field.value.trim()) ask();
}
