// The demo: choose whom to be, switch, and skip ahead in time.

const SKIPS = ["hour", "tomorrow", "monday"];
let personas = [];

async function refreshDemo() {
  try {
    const state = await (await fetch("/demo/state")).json();
    skew = state.now - Date.now();
    personas = state.personas;
  } catch {
    showState("offline");
  }
}

function drawDemo() {
  const bar = part("demo");
  const isOpen = Boolean(bar.querySelector(".skips:not([hidden])"));
  const persona = personas.find((one) => one.id === keep.get("persona"));
  bar.hidden = false;
  const clock = element("span", { id: "demo-time" });
  const skips = element("div", { class: "skips", id: "skips", hidden: !isOpen });
  const open = element("button", { type: "button", "aria-expanded": String(isOpen), "aria-controls": "skips" }, say("demo-skip"));
  open.addEventListener("click", () => {
    skips.hidden = !skips.hidden;
    open.setAttribute("aria-expanded", String(!skips.hidden));
  });
  skips.append(...SKIPS.map((to) => element("button", { type: "button", onclick: () => skip(to) }, say("demo-skip-" + to))));
  const isIn = Boolean(known());
  const switching = element("button", { type: "button", onclick: drawChooser }, say("demo-switch"));
  bar.replaceChildren(
    element(
      "div", { class: "bar" },
      element("div", { class: "who" }, element("b", {}, persona && isIn ? inLanguage(persona.label) : say("demo-bar")), clock),
      ...(isIn ? [open, switching] : []),
    ),
    ...(isIn ? [skips] : []),
  );
  tickDemo();
}

function tickDemo() {
  const clock = part("demo-time");
  if (!clock) return;
  const style = {
    timeZone: facts.zone, month: "short", day: "numeric", weekday: "short", hourCycle: "h23", hour: "2-digit", minute: "2-digit",
  };
  clock.textContent = new Intl.DateTimeFormat(language, style).format(Date.now() + skew);
}

function drawChooser() {
  const cards = personas.map((persona) => element(
    "button", { type: "button", class: "persona", onclick: () => enter(persona.id) },
    element("b", {}, inLanguage(persona.label)), element("span", {}, inLanguage(persona.description)),
  ));
  part("chooser").replaceChildren(icon("mark"), element("h2", {}, say("demo-title")), element("p", {}, say("demo-how")), ...cards);
  showChooser(true);
  part("chat").scrollTop = 0;
  part("chat").focus();
}

function showChooser(isShown) {
  part("chooser").hidden = !isShown;
  log.hidden = isShown;
  document.querySelector("footer").hidden = isShown;
  if (isShown) part("older").hidden = true;
}

async function enter(id) {
  try {
    const answered = await post("/demo/enter", { persona: id });
    if (!answered.ok) throw new Error(String(answered.status));
  } catch {
    notice(say("offline"));
    return;
  }
  hush();
  forgetTranscript();
  keep.set("persona", id);
  await start();
  queue({ kind: "command", name: "start" });
}

async function skip(to) {
  try {
    const answered = await post("/demo/skip", { to });
    if (!answered.ok) throw new Error(String(answered.status));
    skew = (await answered.json()).now - Date.now();
    part("skips").hidden = true;
    drawDemo();
  } catch {
    notice(say("offline"));
  }
}
