// A whole reading on one card: pages are turned here, without the network.

function drawReading(event, buttonsOf) {
  const { reading } = event;
  const pages = reading.pages.length;
  let at = Math.min(Math.max(reading.at, 1), pages);
  const title = element("h2", {}, reading.title);
  const bar = element("progress", { max: pages, "aria-hidden": "true" });
  const place = element("span", { role: "status" });
  const [opening, ...closing] = plainOf(event.text || "").split(/\n{2,}/);
  const about = element("p", { class: "about" }, opening);
  const sources = element("p", { class: "about sources" }, closing.join("\n"));
  const page = element("div", { class: "page" });
  const previous = element("button", { type: "button", class: "button", onclick: () => turn(at - 1) }, say("previous"));
  const next = element("button", { type: "button", class: "button primary", onclick: () => turn(at + 1) }, say("next"));
  const turns = element("div", { class: "turns" }, previous, next);
  const places = reading.places || {};
  const more = buttonsOf(reading.more.filter((button) => !places[button.data]));
  const here = Object.entries(places).map(([data, number]) => [
    buttonsOf(reading.more.filter((button) => button.data === data)), number,
  ]);
  const beside = element("div", {}, ...(event.rows || []).map(buttonsOf));
  const card = element(
    "article", { class: "bubble", tabindex: "0", "aria-label": reading.title },
    title, element("div", { class: "place" }, bar, place), about, beside, page,
    ...here.map(([button]) => button), sources, turns, more,
  );

  function show() {
    bar.value = at;
    place.replaceChildren(
      element("span", { "aria-hidden": "true" }, at + "/" + pages), heard(say("progress", { page: at, pages })),
    );
    page.replaceChildren(...drawRich(reading.pages[at - 1].text));
    about.hidden = at !== 1 || !opening;
    beside.hidden = at !== 1;
    sources.hidden = at !== pages || !closing.length;
    previous.hidden = at === 1;
    next.hidden = at === pages;
    more.hidden = at !== pages;
    for (const [button, number] of here) button.hidden = at !== number;
    turns.hidden = pages === 1;
  }

  function turn(to) {
    if (to < 1 || to > pages || to === at) return;
    at = to;
    const focused = document.activeElement;
    show();
    if ((focused === next || focused === previous) && focused.hidden) card.focus({ preventScroll: true });
    if (card.getBoundingClientRect().top < part("chat").getBoundingClientRect().top) card.scrollIntoView();
    reading.at = at;
    keepTranscript();
    const { section } = reading.pages[at - 1];
    queueQuietly("at:" + reading.slug + ":", [at, pages, section].join(":"));
  }

  card.addEventListener("keydown", (pressed) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[pressed.key];
    if (step && !pressed.altKey && !pressed.ctrlKey && !pressed.metaKey) {
      pressed.preventDefault();
      turn(at + step);
    }
  });
  onSwipe(card, (step) => turn(at + step));
  show();
  return card;
}

function onSwipe(card, turn) {
  let from = null;
  card.addEventListener("touchstart", (touch) => {
    from = touch.touches.length === 1 ? touch.touches[0] : null;
  }, { passive: true });
  card.addEventListener("touchend", (touch) => {
    if (!from) return;
    const across = touch.changedTouches[0].clientX - from.clientX;
    const down = touch.changedTouches[0].clientY - from.clientY;
    if (Math.abs(across) > 60 && Math.abs(across) > 2 * Math.abs(down)) turn(across < 0 ? 1 : -1);
    from = null;
  }, { passive: true });
}
