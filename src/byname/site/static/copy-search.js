// The search of a copy of the site. The index lies in plain scripts (search/) that are loaded by name when they are needed,
// so that it works from a disk, too, where a page may not read other files. Words fold as the copy was made: see about.js.
"use strict";
const bynameSearch = (() => {
  const MOST_WORDS = 8, MOST_PARTS = 14, SHOWN = 20;
  const resolved = new Map(), loading = new Map();
  let about = null;

  function arrived(key, value) {
    const done = resolved.get(key);
    if (done) done(value);
  }

  function load(key) {
    if (!loading.has(key)) {
      loading.set(key, new Promise((resolve, reject) => {
        resolved.set(key, resolve);
        const script = document.createElement("script");
        script.src = `search/${key}.js`;
        script.onerror = () => reject(new Error(key));
        document.head.append(script);
      }));
    }
    return loading.get(key);
  }

  function plain(word) {
    let letters = "";
    for (const sign of word.toLowerCase().normalize("NFC")) {
      letters += /[a-z0-9]/.test(sign) ? sign : (Object.hasOwn(about.letters, sign) ? about.letters[sign] : "");
    }
    return letters;
  }

  function sound(letters) {
    for (const [pattern, instead] of about.rules) letters = letters.replace(new RegExp(pattern, "g"), instead);
    return letters;
  }

  // The lines of the index that begin with some letters: [sound, letters, people].
  async function lines(beginning) {
    const after = about.firsts.findIndex((first) => first > beginning && !first.startsWith(beginning));
    const end = after < 0 ? about.firsts.length : after;
    const later = about.firsts.findIndex((first) => first > beginning);
    const start = Math.max((later < 0 ? about.firsts.length : later) - 1, 0);
    if (end - start > MOST_PARTS) return null;
    const numbers = Array.from({ length: end - start }, (_, place) => start + place);
    const texts = await Promise.all(numbers.map((number) => load(`words/${number}`)));
    const found = [];
    for (const text of texts) {
      for (const line of text.split("\n")) {
        if (!line.startsWith(beginning)) continue;
        const [key, people] = line.split("\t");
        const cut = key.indexOf(" ");
        found.push([key.slice(0, cut), key.slice(cut + 1), people]);
      }
    }
    return found;
  }

  // The people whom one word fits, each with how well: 0 as written, 1 begun so, 2 alike in sound, 3 begun alike in sound.
  async function fitting(word) {
    const fits = new Map();
    const exact = /^\d{4}$/.test(word) || word.startsWith("@");
    const letters = exact ? word : plain(word);
    if (!letters) return null;
    const heard = exact ? word : sound(letters);
    let found = null;
    if (!exact) {
      const cut = letters.length > 3 ? sound(letters.slice(0, letters.length - 2)) : sound(letters.slice(0, 2));
      found = await lines(cut.length > 2 ? cut.slice(0, -1) : cut);
    }
    if (!found) found = await lines(exact ? `${heard} ` : heard);
    if (!found) found = await lines(`${heard} `);
    for (const [heardThere, lettersThere, people] of found || []) {
      const fit = lettersThere === letters ? 0 : exact ? 9 : lettersThere.startsWith(letters) ? 1
        : heardThere === heard ? 2 : heard.length > 2 && heardThere.startsWith(heard) ? 3 : 9;
      if (fit === 9) continue;
      let number = 0;
      for (const step of people.split(" ")) {
        number += parseInt(step, 36);
        if (!fits.has(number) || fits.get(number) > fit) fits.set(number, fit);
      }
    }
    return fits;
  }

  // The numbers of the people whom all words fit, the best first.
  async function find(words) {
    const all = (await Promise.all(words.slice(0, MOST_WORDS).map(fitting))).filter((fits) => fits !== null);
    if (!all.length) return [];
    all.sort((one, other) => one.size - other.size);
    const ranked = [];
    for (const [number, fit] of all[0]) {
      let sum = fit;
      for (const fits of all.slice(1)) {
        const more = fits.get(number);
        if (more === undefined) { sum = -1; break; }
        sum += more;
      }
      if (sum >= 0) ranked.push([sum, number]);
    }
    ranked.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    return ranked.map(([, number]) => number);
  }

  async function person(number) {
    const block = Math.floor(number / about.block);
    return (await load(`people/${Math.floor(block / 100)}/${block}`))[number % about.block];
  }

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function result([file, name, language, latin, years, outcome, told, lists]) {
    const item = element("li"), head = element("h2"), link = element("a", "", { href: file });
    link.append(element("bdi", name, { lang: language }));
    if (latin) link.append(" ", element("span", latin, { class: "latin", lang: "und-Latn" }));
    head.append(link);
    if (years) head.append(" ", element("span", years, { class: "years" }));
    const facts = element("p");
    if (told) facts.append(element("span", told, { class: "fact" }));
    if (outcome) facts.append(element("span", outcome, { class: "fact fate" }));
    item.append(head, facts, element("p", lists, { class: "aside" }));
    return item;
  }

  async function show(numbers, page, to, more) {
    const some = numbers.slice(page * SHOWN, (page + 1) * SHOWN);
    const people = await Promise.all(some.map(person));
    to.append(...people.map(result));
    more.hidden = (page + 1) * SHOWN >= numbers.length;
    more.onclick = () => show(numbers, page + 1, to, more);
  }

  async function begin() {
    document.getElementById("without").remove();
    const form = document.getElementById("copy-search"), said = document.getElementById("said");
    const to = document.getElementById("found"), more = document.getElementById("more");
    const asked = new URLSearchParams(location.search);
    for (const name of ["q", "year", "list"]) {
      const field = form.elements.namedItem(name);
      if (asked.get(name)) field.value = asked.get(name);
    }
    const words = (asked.get("q") || "").match(/[\p{L}\p{M}\p{N}]+/gu) || [];
    if (/^\d{4}$/.test(asked.get("year") || "")) words.push(asked.get("year"));
    if (asked.get("list")) words.push(`@${asked.get("list")}`);
    if (!words.length) return;
    said.textContent = said.dataset.busy;
    try {
      about = await load("about");
      const numbers = await find(words);
      said.textContent = numbers.length ? said.dataset.some.replace("#", numbers.length) : said.dataset.none;
      await show(numbers, 0, to, more);
    } catch {
      said.textContent = said.dataset.failed;
    }
  }

  document.addEventListener("DOMContentLoaded", begin);
  return {
    about: (value) => { about = value; arrived("about", value); },
    words: (number, text) => arrived(`words/${number}`, text),
    people: (number, rows) => arrived(`people/${Math.floor(number / 100)}/${number}`, rows),
    plain: (word) => plain(word),
    sound: (letters) => sound(letters),
  };
})();
