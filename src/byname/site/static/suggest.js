// Names below the box of the search while somebody types (the combobox of ARIA 1.2: the focus stays in the box, the arrows
// move through the list, Enter opens the chosen person or searches, Escape closes). Without this script the search works.
"use strict";
(() => {
  const WAIT = 180, SHORTEST = 2; // milliseconds; letters

  function begin(box, place) {
    const list = document.createElement("ul"), said = document.createElement("p");
    let chosen = -1, timer = 0, asked = "", going = null;
    list.id = `suggested-${place}`;
    list.className = "suggested";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.dataset.suggest);
    said.className = "unseen";
    said.setAttribute("role", "status");
    box.closest(".line").after(list, said);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
      ["aria-controls", list.id]]) box.setAttribute(name, value);

    function close() {
      list.hidden = true;
      chosen = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    }

    function choose(number) {
      const items = [...list.children];
      chosen = (number + items.length + 1) % (items.length + 1); // the last place is the box itself
      items.forEach((item, own) => item.setAttribute("aria-selected", String(own === chosen)));
      if (chosen === items.length) {
        chosen = -1;
        box.removeAttribute("aria-activedescendant");
      } else {
        box.setAttribute("aria-activedescendant", items[chosen].id);
        items[chosen].scrollIntoView({ block: "nearest" });
      }
    }

    function part(name, text, className, language) {
      const made = document.createElement(name);
      made.textContent = text;
      if (className) made.className = className;
      if (language) made.lang = language;
      return made;
    }

    function show(people) {
      list.replaceChildren(...people.map((person, number) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${number}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.address = person.address;
        item.append(part("bdi", person.name, "", person.language));
        if (person.latin) item.append(" ", part("span", person.latin, "latin", "und-Latn"));
        if (person.told) item.append(" ", part("span", person.told, "aside"));
        return item;
      }));
      chosen = -1;
      box.removeAttribute("aria-activedescendant");
      list.hidden = people.length === 0;
      box.setAttribute("aria-expanded", String(people.length > 0));
      said.textContent = people.length ? box.dataset.some.replace("#", people.length) : box.dataset.none;
    }

    async function ask() {
      const words = box.value.trim();
      if (words === asked) return;
      asked = words;
      if (going) going.abort();
      if (words.length < SHORTEST) {
        said.textContent = "";
        close();
        return;
      }
      going = new AbortController();
      try {
        const answer = await fetch(`/search/suggest?q=${encodeURIComponent(words)}`, { signal: going.signal });
        if (answer.ok && words === box.value.trim() && document.activeElement === box) show((await answer.json()).people);
      } catch {
        // The next letter asks again; the search itself does not need this.
      }
    }

    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (key) => {
      if (key.key === "Escape" && !list.hidden) {
        key.preventDefault();
        close();
      } else if ((key.key === "ArrowDown" || key.key === "ArrowUp") && list.children.length) {
        key.preventDefault();
        if (list.hidden) {
          list.hidden = false;
          box.setAttribute("aria-expanded", "true");
        }
        choose(key.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? list.children.length - 1 : chosen - 1);
      } else if (key.key === "Enter" && chosen >= 0 && !list.hidden) {
        key.preventDefault();
        location.assign(list.children[chosen].dataset.address);
      }
    });
    list.addEventListener("mousedown", (press) => {
      press.preventDefault(); // else the box would lose the focus, and the list would close
      const item = press.target.closest("[role=option]");
      if (item && press.button === 0) location.assign(item.dataset.address);
    });
  }

  document.querySelectorAll("input[data-suggest]").forEach(begin);
})();
