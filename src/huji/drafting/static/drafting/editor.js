// Nothing here is needed to write a draft: line numbers, marks at the lines with faults, and a way to them.
const text = document.querySelector(".editor__text");
if (text) {
  const lines = document.createElement("pre");
  lines.className = "editor__lines";
  lines.setAttribute("aria-hidden", "true");
  text.before(lines);

  const faulty = () => new Set([...document.querySelectorAll("#faults [data-line]")].map((one) => Number(one.dataset.line)));
  const draw = () => {
    const wrong = faulty(), count = text.value.split("\n").length, parts = [];
    for (let line = 1; line <= count; line += 1) {
      const part = document.createElement("span");
      part.textContent = line;
      if (wrong.has(line)) part.className = "is-faulty";
      parts.push(part, "\n");
    }
    lines.replaceChildren(...parts);
    lines.scrollTop = text.scrollTop;
  };
  const follow = () => { lines.style.height = `${text.offsetHeight}px`; lines.scrollTop = text.scrollTop; };

  let count = -1;
  text.addEventListener("input", () => {
    const now = text.value.split("\n").length;
    if (now !== count) { count = now; draw(); }
  });
  text.addEventListener("scroll", () => { lines.scrollTop = text.scrollTop; });
  new ResizeObserver(follow).observe(text);
  document.addEventListener("htmx:afterSettle", draw);

  // A fault leads to its line.
  document.addEventListener("click", (event) => {
    const fault = event.target.closest("#faults [data-line] a");
    if (!fault) return;
    event.preventDefault();
    const line = Number(fault.parentElement.dataset.line), rows = text.value.split("\n");
    const start = rows.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    text.focus();
    text.setSelectionRange(start, start + (rows[line - 1] ?? "").length);
    text.scrollTop = Math.max(0, (line - 6) * text.scrollHeight / rows.length);
  });

  // What was typed and not saved is not left without a word.
  let saved = text.value;
  text.form?.addEventListener("submit", () => { saved = text.value; });
  window.addEventListener("beforeunload", (event) => { if (text.value !== saved) event.preventDefault(); });
  draw();
}
