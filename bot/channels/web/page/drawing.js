// Elements and rich text. Words from outside become text nodes only, never markup.

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

function icon(name, className = "icon") {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  drawn.setAttribute("class", className);
  drawn.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", "#" + name);
  drawn.append(use);
  return drawn;
}

const heard = (text) => element("span", { class: "heard" }, text);

const isLink = (url) => /^(https:\/\/|mailto:)/i.test(url);

function anchor(url, attributes, ...children) {
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer", ...attributes }, ...children);
}

const wrappers = {
  bold: (inside) => element("strong", {}, inside),
  italic: (inside) => element("em", {}, inside),
  code: (inside) => element("code", {}, inside),
  link: (inside, url) => (isLink(url) ? anchor(url, {}, inside) : inside),
};

// An empty line is drawn as a smaller gap.
function drawPlain(text) {
  const drawn = document.createDocumentFragment();
  text.split(/\n{2,}/).forEach((piece, index) => {
    if (index) drawn.append(element("span", { class: "gap" }));
    drawn.append(piece);
  });
  return drawn;
}

// `rich` is a string, or {text, spans: [[kind, start, length, url]]} counted in code points.
function drawRich(rich) {
  if (typeof rich === "string") return [drawPlain(rich)];
  const points = Array.from(rich.text);
  const cuts = new Set([0, points.length]);
  for (const [, start, length] of rich.spans) cuts.add(start).add(Math.min(start + length, points.length));
  const edges = Array.from(cuts).sort((a, b) => a - b);
  return edges.slice(1).map((stop, index) => {
    const start = edges[index];
    let piece = drawPlain(points.slice(start, stop).join(""));
    for (const [kind, from, length, url] of rich.spans) {
      if (from <= start && stop <= from + length && kind in wrappers) piece = wrappers[kind](piece, url);
    }
    return piece;
  });
}

const plainOf = (rich) => (typeof rich === "string" ? rich : rich.text);

function notice(text) {
  const shown = part("notice");
  shown.textContent = text;
  shown.hidden = false;
  clearTimeout(notice.timer);
  notice.timer = setTimeout(() => { shown.hidden = true; }, 3000 + 90 * text.length);
}
