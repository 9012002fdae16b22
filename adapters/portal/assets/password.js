// A button under each password that shows what was typed (C2). It adds comfort: without it
// there is no button. What is shown is hidden again when the form is sent or the page left,
// and is spelt by nobody.
for (const typed of document.querySelectorAll("input[data-show]")) {
  const button = document.createElement("button");
  const show = shown => {
    typed.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", shown);
  };
  typed.spellcheck = false;
  button.type = "button";
  button.className = "link";
  button.textContent = typed.dataset.show;
  button.setAttribute("aria-controls", typed.id);
  show(false);
  button.addEventListener("click", () => show(typed.type === "password"));
  typed.form?.addEventListener("submit", () => show(false));
  addEventListener("pagehide", () => show(false));
  typed.after(button);
}
