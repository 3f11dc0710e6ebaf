for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const label = button.textContent;
  const say = text => {
    button.textContent = text;
    setTimeout(() => { button.textContent = label; }, 2000);
  };
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => {
    source.closest("details").open = true;
    const range = document.createRange();
    range.selectNodeContents(source);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    say(document.execCommand("copy") ? "Copied" : "Selected: press Ctrl+C");
  });
}

for (const edge of document.querySelectorAll(".network [data-edge]")) {
  const figure = document.getElementById("edge-" + edge.dataset.edge.replaceAll(",", "-"));
  if (figure) {
    edge.style.cursor = "pointer";
    edge.addEventListener("click", () => {
      figure.closest("details").open = true;
      figure.scrollIntoView({ block: "center" });
      figure.focus();
    });
  }
}

const whatIf = document.getElementById("what-if");
if (whatIf) {
  const formula = JSON.parse(whatIf.dataset.formula);
  const values = {};
  const functions = {
    "+": (...u) => u.reduce((a, b) => a + b, 0),
    "*": (...u) => u.reduce((a, b) => a * b, 1),
    "^": (u, v) => u ** v,
    constant: Number, free: u => u, fixed: u => u,
    Abs: Math.abs, abs: Math.abs, sign: Math.sign, min: Math.min, max: Math.max,
  };
  const value = e => typeof e === "number" ? e
    : typeof e === "string" ? values[e] ?? Number(e)
    : (functions[e[0]] ?? Math[e[0]])(...e.slice(1).map(value));
  const answer = document.createElement("output");
  const show = () => {
    const y = value(formula.expression);
    answer.textContent = formula.target + " = " + (Number.isFinite(y) ? Number(y.toPrecision(6)) : "no number");
  };
  const sliders = document.createElement("div");
  sliders.className = "sliders";
  for (const input of JSON.parse(whatIf.dataset.inputs)) {
    const label = document.createElement("label");
    const slider = document.createElement("input");
    const shown = document.createElement("span");
    const set = () => {
      values[input.symbol] = input.lo + (input.hi - input.lo) * slider.value / 1000;
      shown.textContent = Number(values[input.symbol].toPrecision(4));
      slider.setAttribute("aria-valuetext", shown.textContent);
    };
    Object.assign(slider, { type: "range", min: 0, max: 1000, value: 500 });
    slider.addEventListener("input", () => { set(); show(); });
    label.append(input.column, slider, shown);
    sliders.append(label);
    set();
  }
  answer.setAttribute("aria-live", "polite");
  whatIf.append(answer, sliders);
  show();
  whatIf.hidden = false;
}
