// The crop of a photo, by pointer and by keys, over the four numbers of the page. It
// only adds comfort: without it the buttons and the numbers do the same, and the server
// alone decides what is cut.
const picture = document.getElementById("picture");
const fields = ["x", "y", "width", "height"].map((id) => document.getElementById(id));

if (picture && fields.every(Boolean)) start();

function start() {
  const whole = { width: Number(picture.dataset.width), height: Number(picture.dataset.height) };
  const least = { width: 413, height: 531 };
  const frame = document.createElement("span");
  frame.className = "crop-frame";
  picture.parentElement.append(frame);
  picture.tabIndex = 0;
  picture.setAttribute("aria-describedby", "crop-keys");
  document.getElementById("crop-keys").hidden = false;
  let from = null;

  const read = () => {
    const [x, y, width, height] = fields.map((f) => Math.round(Number(f.value)) || 0);
    return { x, y, width, height };
  };
  const within = (n, most) => Math.max(0, Math.min(Math.round(n), most));
  const write = (c) => {
    c.width = Math.min(Math.max(c.width, least.width), whole.width, Math.floor((whole.height * 7) / 9));
    c.height = Math.min(Math.round((c.width * 9) / 7), whole.height);
    c.x = within(c.x, whole.width - c.width);
    c.y = within(c.y, whole.height - c.height);
    [c.x, c.y, c.width, c.height].forEach((n, i) => { fields[i].value = String(Math.round(n)); });
    draw();
    show();
  };
  const draw = () => {
    const c = read();
    const scale = picture.clientWidth / whole.width;
    frame.style.left = picture.offsetLeft + c.x * scale + "px";
    frame.style.top = picture.offsetTop + c.y * scale + "px";
    frame.style.width = c.width * scale + "px";
    frame.style.height = c.height * scale + "px";
  };
  const resized = (c, by) => {
    const width = c.width * by;
    return { x: c.x - (width - c.width) / 2, y: c.y - ((width - c.width) * 9) / 14, width, height: c.height };
  };

  // What is outside is dimmed by the server, once the frame rests.
  let resting = 0;
  const show = () => {
    clearTimeout(resting);
    resting = setTimeout(() => { picture.src = picture.src.split("?")[0] + "?" + new URLSearchParams(read()); }, 300);
  };
  picture.addEventListener("load", draw);
  window.addEventListener("resize", draw);
  fields.forEach((f) => f.addEventListener("input", () => { draw(); show(); }));

  picture.addEventListener("pointerdown", (e) => {
    from = { at: { x: e.clientX, y: e.clientY }, crop: read() };
    picture.setPointerCapture(e.pointerId);
    e.preventDefault();
    picture.focus();
  });
  picture.addEventListener("pointermove", (e) => {
    if (!from) return;
    const scale = whole.width / picture.clientWidth;
    write({ ...from.crop, x: from.crop.x + (e.clientX - from.at.x) * scale, y: from.crop.y + (e.clientY - from.at.y) * scale });
  });
  for (const end of ["pointerup", "pointercancel"]) picture.addEventListener(end, () => { from = null; });

  picture.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    const c = read();
    const by = Math.max(1, Math.round(c.width / (e.shiftKey ? 100 : 20)));
    const moves = { ArrowUp: [0, -by], ArrowDown: [0, by], ArrowLeft: [-by, 0], ArrowRight: [by, 0] };
    if (moves[e.key]) write({ ...c, x: c.x + moves[e.key][0], y: c.y + moves[e.key][1] });
    else if (e.key === "+" || e.key === "=") write(resized(c, 1.1));
    else if (e.key === "-") write(resized(c, 1 / 1.1));
    else return;
    e.preventDefault();
  });
  draw();
}
