// The page of many declarations that are accepted goes on by itself, a hundred at a
// time. Without this script the button "Continuer" does the same, and the server goes
// on alone when nobody presses it. Who has put the focus into the page is left there:
// pressing would take it away.
const work = document.getElementById("work");
if (work) {
  setTimeout(() => {
    if (document.activeElement === document.body) {
      work.querySelector("button").click();
    }
  }, 800);
}
