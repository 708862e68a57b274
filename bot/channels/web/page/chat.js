// The page from its start: language, size of text, the input, and who has come.

const QUICK = ["today", "readings", "quiz", "points", "mistakes", "help"];
let desk = [];

// What is there for this visitor beside what is there for everybody.
function offer(offered) {
  part("attach").hidden = !offered.files;
  desk = offered.desk || [];
  drawQuick();
}

function drawQuick() {
  part("quick").replaceChildren(...[...desk, ...QUICK].map((name) => {
    const label = say("quick-" + name);
    return element("button", { type: "button", onclick: () => command(name, label) }, label);
  }));
}

function speak(chosenLanguage) {
  language = document.documentElement.lang = chosenLanguage;
  const other = Object.keys(facts.words).find((one) => one !== language);
  document.title = inLanguage(facts.names);
  document.querySelector("h1").textContent = document.title;
  part("language").textContent = facts.words[other]["language-short"];
  part("language").setAttribute("aria-label", say("language"));
  part("large").setAttribute("aria-label", say("large"));
  part("older").textContent = say("older");
  log.setAttribute("aria-label", say("log"));
  part("quick").setAttribute("aria-label", say("quick"));
  drawQuick();
  part("text").placeholder = say("placeholder");
  part("text").setAttribute("aria-label", say("placeholder"));
  part("send").textContent = say("send");
  part("attach").setAttribute("aria-label", say("attach"));
  if (showState.now) showState(showState.now);
  if (facts.demo && personas.length) drawDemo();
}

function enlarge(isLarge) {
  document.documentElement.classList.toggle("large", isLarge);
  part("large").setAttribute("aria-pressed", String(isLarge));
  keep.set("large", isLarge);
  grow();
}

function welcome(code) {
  if (welcome.item) welcome.item.remove();
  const begin = element("button", { type: "button", class: "button primary" }, say("begin"));
  const item = element(
    "li", { class: "said wide" }, icon("mark", "face"),
    element("div", { class: "bubble" },
      element("p", { class: "words" }, element("strong", {}, say("welcome"))),
      element("p", { class: "words" }, say(code ? "welcome-code" : "welcome-how")),
      element("div", { class: "buttons" }, begin)),
  );
  begin.addEventListener("click", () => {
    item.remove();
    welcome.item = null;
    command("start", say("begin"), code || "");
  });
  log.append(item);
  Object.assign(welcome, { item, code });
}

// A slip's link carries its code; it leaves the address bar at once and goes nowhere before the button is pressed.
function codeFromAddress() {
  const address = new URL(location.href);
  const code = address.searchParams.get("code");
  if (code !== null) {
    address.searchParams.delete("code");
    history.replaceState(null, "", address);
  }
  return code && code.slice(0, 40);
}

async function start(code = null) {
  if (keep.get("owner") && keep.get("owner") !== known()) forgetTranscript();
  if (known()) keep.set("owner", known());
  if (facts.demo) {
    await refreshDemo();
    drawDemo();
    if (!known() && personas.length) return drawChooser();
  }
  showChooser(false);
  (keep.get("events") || []).forEach(receive);
  queued().forEach((said) => {
    if (said.echo && !waiting.has(said.id)) showWaiting(said);
    if (said.bubble && said.data) choose(said.bubble, said.data);
  });
  if (code || (!known() && !queued().length)) welcome(code);
  scroller.scrollTop = scroller.scrollHeight;
  if (known()) showState("connecting");
  listen();
  send();
  setTimeout(() => log.setAttribute("aria-live", "polite"), 1500);
}

function grow() {
  const text = part("text");
  text.style.height = "auto";
  if (text.value) text.style.height = text.scrollHeight + 2 + "px";
}

part("saying").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const text = part("text").value.trim();
  if (!text) return;
  part("text").value = "";
  grow();
  speakUp(text);
});
part("text").addEventListener("input", grow);
part("text").addEventListener("keydown", (pressed) => {
  if (pressed.key === "Enter" && !pressed.shiftKey && !pressed.isComposing && pressed.keyCode !== 229) {
    pressed.preventDefault();
    part("saying").requestSubmit();
  }
});
part("older").addEventListener("click", showOlder);
part("large").addEventListener("click", () => enlarge(!document.documentElement.classList.contains("large")));
part("language").addEventListener("click", () => {
  const other = Object.keys(facts.words).find((one) => one !== language);
  document.cookie = "garden_language=" + other + "; path=/; max-age=31536000; samesite=lax";
  if (known() && part("chooser").hidden) command("language", say("language"));
  else {
    speak(other);
    if (!part("chooser").hidden) drawChooser();
    else if (welcome.item) welcome(welcome.code);
  }
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    hush();
    keepTranscriptNow();
    return;
  }
  listen();
  endWait();
});
addEventListener("online", () => {
  endWait();
  hush();
  listen();
});
addEventListener("offline", () => showState("offline"));
addEventListener("pageshow", (shownAgain) => { if (shownAgain.persisted) listen(); });
addEventListener("pagehide", () => {
  hush();
  keepTranscriptNow();
});
if (facts.demo) setInterval(tickDemo, 20000);
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/worker.js").catch(() => {});

enlarge(Boolean(keep.get("large")));
speak(language);
start(codeFromAddress());
