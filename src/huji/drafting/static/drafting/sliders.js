// Nothing here is needed to simulate: a slider beside each number field, which stops where the answer is at hand.
for (const field of document.querySelectorAll("[data-stops]")) {
  const stops = field.dataset.stops.split(" ").map(Number);
  const slider = document.createElement("input");
  slider.type = "range";
  slider.className = "slider";
  slider.min = 0;
  slider.max = stops.length - 1;
  slider.step = 1;
  slider.setAttribute("aria-labelledby", `${field.id}-words`);
  document.querySelector(`label[for="${field.id}"]`).id = `${field.id}-words`;

  const nearest = () => stops.reduce((best, stop, place) =>
    (Math.abs(stop - field.value) < Math.abs(stops[best] - field.value) ? place : best), 0);
  const say = () => slider.setAttribute("aria-valuetext", `${stops[slider.value]}`);
  slider.value = nearest();
  say();
  slider.addEventListener("input", () => { field.value = stops[slider.value]; say(); });
  field.addEventListener("input", () => { slider.value = nearest(); say(); });
  field.after(slider);
}
