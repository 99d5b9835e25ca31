/* Up and down for a ranked ballot. The selects stay what is sent; the buttons only set them and move the rows.
   Sentences come from the fieldset: data-moved "{option}, now {place} of {count}", data-unranked "{option}, no rank",
   data-up and data-down "Move {option} up"; data-strict where equal ranks are not allowed. */

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const fill = (sentence, parts) => sentence.replace(/\{(\w+)\}/g, (_, name) => parts[name]);

for (const ballot of document.querySelectorAll("[data-ranking]")) {
  const list = ballot.querySelector(".ranking-list");
  const line = ballot.querySelector(".ranking-said");
  const published = [...list.children];
  const select = (row) => row.querySelector("select");
  const rank = (row) => Number(select(row).value);
  /* All values have one width: a ballot is as long as every other. */
  const code = (number) => String(number).padStart(String(published.length).length, "0");
  const name = (row) => row.querySelector("[data-name]").textContent.trim();
  const place = (row) => select(row).selectedOptions[0].textContent.trim();
  const buttons = new Map();

  /* The ranks in use, best first, each with its rows. */
  const groups = () => {
    const byRank = new Map();
    for (const row of published) byRank.set(rank(row), [...(byRank.get(rank(row)) ?? []), row]);
    return [...byRank.entries()].filter(([key]) => key > 0).sort(([a], [b]) => a - b).map(([, rows]) => rows);
  };
  const write = (ranked) => {
    published.forEach((row) => { select(row).value = code(0); });
    ranked.filter((rows) => rows.length).forEach((rows, index) => rows.forEach((row) => { select(row).value = code(index + 1); }));
  };

  function arrange() {
    const before = new Map(published.map((row) => [row, row.offsetTop]));
    const focused = document.activeElement;
    const ranked = groups();
    const order = [...ranked.flat(), ...published.filter((row) => !rank(row))];
    if (order.some((row, index) => list.children[index] !== row)) list.append(...order);
    if (list.contains(focused)) focused.focus({ preventScroll: true });
    for (const row of published) {
      const at = ranked.findIndex((rows) => rows.includes(row));
      const [up, down] = buttons.get(row);
      up.setAttribute("aria-disabled", String(at === 0 && ranked[0].length === 1));
      down.setAttribute("aria-disabled", String(at < 0));
      if (at < 0) delete row.dataset.place; else row.dataset.place = at + 1;
      const gap = before.get(row) - row.offsetTop;
      if (gap && !calm.matches) row.animate([{ transform: `translateY(${gap}px)` }, { transform: "none" }], { duration: 150, easing: "ease-out" });
    }
    focused?.closest?.(".option")?.scrollIntoView({ block: "nearest" });
  }

  /* Where the rule wants one option a place, choosing a taken place moves its holder one down. */
  function makeRoom(row) {
    const holder = rank(row) && published.find((other) => other !== row && rank(other) === rank(row));
    if (!holder) return;
    select(holder).value = code(rank(row) < published.length ? rank(row) + 1 : 0);
    makeRoom(holder);
  }

  function tell(row) {
    const sentence = rank(row)
      ? fill(ballot.dataset.moved, { option: name(row), place: place(row), count: published.length })
      : fill(ballot.dataset.unranked, { option: name(row) });
    line.textContent = sentence;
    document.dispatchEvent(new CustomEvent("say", { detail: sentence }));
  }

  function move(row, step) {
    const ranked = groups();
    const at = ranked.findIndex((rows) => rows.includes(row));
    if (at < 0) {
      if (step > 0) return;
      ranked.push([row]);
    } else if (ranked[at].length > 1) {
      ranked[at] = ranked[at].filter((other) => other !== row);
      ranked.splice(step < 0 ? at : at + 1, 0, [row]);
    } else if (step < 0) {
      if (at === 0) return;
      [ranked[at - 1], ranked[at]] = [ranked[at], ranked[at - 1]];
    } else if (at === ranked.length - 1) {
      ranked.pop();
    } else {
      [ranked[at + 1], ranked[at]] = [ranked[at], ranked[at + 1]];
    }
    write(ranked);
    arrange();
    tell(row);
  }

  for (const row of published) {
    const pair = [["up", -1], ["down", 1]].map(([word, step]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.setAttribute("aria-label", fill(ballot.dataset[word], { option: name(row) }));
      button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="/static/icons.svg#chevron-${word}"></use></svg>`;
      button.addEventListener("click", () => move(row, step));
      return button;
    });
    buttons.set(row, pair);
    const box = document.createElement("div");
    box.className = "rank-buttons";
    box.append(...pair);
    select(row).after(box);
    select(row).addEventListener("change", () => {
      if ("strict" in ballot.dataset) makeRoom(row);
      arrange();
      tell(row);
    });
  }
  arrange();
}
