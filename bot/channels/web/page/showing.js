// Charts and documents of a bubble. Both come from the garden when they are looked at.

function drawChart(event) {
  const { alt, light, dark, width, height } = event.chart;
  const image = element("img", { loading: "lazy", decoding: "async", alt, width, height });
  const themed = element("source", { media: "(prefers-color-scheme: dark)", srcset: dark });
  const picture = element("picture", {}, themed, image);
  image.src = light;
  const frame = element("button", { type: "button", class: "chart", onclick: () => showWhole(picture) }, picture, heard(say("enlarge")));
  image.onerror = () => {
    const isTold = plainOf(event.text || "").includes(alt);
    frame.replaceWith(isTold ? "" : element("p", { class: "about words" }, alt));
  };
  return frame;
}

function showWhole(picture) {
  const close = element("button", { type: "button", class: "button" }, say("close"));
  const dialog = element("dialog", { class: "whole", "aria-label": say("enlarge"), onclick: () => dialog.close() }, picture.cloneNode(true), close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function drawDocument({ name, href }) {
  const ending = name.includes(".") ? name.slice(name.lastIndexOf(".") + 1).toUpperCase() : "";
  const words = element("span", {}, element("b", {}, name), element("small", {}, ending));
  return anchor(href, { class: "document" }, words, icon("sheet", "sheet"));
}
