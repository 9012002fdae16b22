// Narrows long lists by typing (W9): what is typed is looked for anywhere in a line, accents
// and case ignored, its words in any order. It adds comfort: without it the list is whole,
// and a browser goes to the line that begins with what is typed in it.
//
// What is chosen stays in the list whatever is typed, and what is typed is sent nowhere.
const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae").replaceAll("’", "'");

function make(tag, attributes, text = "") {
  const made = document.createElement(tag);
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  made.textContent = text;
  return made;
}

function narrow(list) {
  const words = list.dataset, id = list.id + "-narrow";
  const all = [...list.options].map(option => ({ option, in: option.parentNode, text: fold(option.text) }));
  const lines = all.filter(line => line.option.value);
  const groups = [...list.children];
  const box = make("div", { class: "field" });
  const typed = make("input", { id, type: "text", autocomplete: "off", spellcheck: "false", "aria-controls": list.id });
  const said = make("p", { class: "hint", role: "status" });
  box.append(make("label", { for: id }, words.narrow), typed, said);
  list.closest(".field").before(box);

  function show() {
    const wanted = fold(typed.value).split(/\s+/).filter(Boolean);
    const found = new Set(lines.filter(line => wanted.every(word => line.text.includes(word))));
    const chosen = list.selectedOptions[0]; // a list from which lines go chooses another
    for (const group of groups) group.remove();
    for (const line of all) line.option.remove();
    for (const line of all) {
      if (line.option.value && !found.has(line) && line.option !== chosen) continue;
      line.in.append(line.option);
      if (line.in !== list && line.in.parentNode !== list) list.append(line.in);
    }
    if (chosen) chosen.selected = true;
    const form = found.size === 1 || !found.size && document.documentElement.lang === "fr-CA" ? words.single : words.several;
    said.textContent = wanted.length ? form.replace("{found}", found.size).replace("{all}", lines.length) : "";
  }

  typed.addEventListener("input", event => {
    event.stopPropagation(); // nothing of the form has changed
    show();
  });
  typed.addEventListener("keydown", event => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault(); // the form is not sent from here
    list.focus();
  });
}

document.querySelectorAll("select[data-narrow]").forEach(narrow);
