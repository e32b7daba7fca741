// Keys for the queue of reviewers: j and k go on and back, y, n and u choose; a reason is written, Enter sends.
"use strict";
document.addEventListener("keydown", (event) => {
  const inField = event.target.closest("textarea, input:not([type=radio]), select");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && inField) { inField.blur(); return; }
  if (event.key === "Enter" && event.target.matches("textarea#why") && !event.shiftKey) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (inField) return;
  const link = { j: "a[rel=next]", k: "a[rel=prev]" }[event.key];
  const choice = { y: "same", n: "different", u: "unsure" }[event.key];
  if (link) {
    const found = document.querySelector("main " + link);
    if (found) found.click();
  } else if (choice) {
    const radio = document.querySelector(`input[name=verdict][value=${choice}]`);
    if (radio) { event.preventDefault(); radio.checked = true; document.getElementById("why").focus(); }
  }
});
