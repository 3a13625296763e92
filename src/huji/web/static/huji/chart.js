// Draws the charts of a page from the data beside them; the same figures stand in tables, so nothing is lost
// without this script. A chart is <div class="chart"><script type="application/json">…</script></div>.
(function () {
  "use strict";
  const rows = 34, margin = 110;

  const option = (chart, width) => {
    const words = new Intl.NumberFormat(document.documentElement.lang || undefined);
    const count = (value) => words.format(Math.abs(value));
    const totals = chart.names.map((_, place) => chart.series.reduce((sum, one) => sum + Math.abs(one.values[place] || 0), 0));
    return {
      animation: false,
      textStyle: { fontFamily: "inherit", fontSize: 14 },
      grid: { left: 8, right: 24, top: 44, bottom: 8, containLabel: true },
      legend: { top: 4, left: 0, icon: "rect", textStyle: { fontSize: 14 } },
      // Rich text is drawn on the canvas: the page's rules let no style into the document.
      tooltip: {
        trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" }, confine: true,
        formatter: (parts) => [parts[0].name, ...parts.filter((one) => one.value)
          .map((one) => `${one.seriesName}  ${count(one.value)}`)].join("\n"),
      },
      xAxis: { type: "value", axisLabel: { formatter: count, hideOverlap: true, fontSize: 14 }, splitNumber: 4 },
      yAxis: { type: "category", inverse: true, data: chart.names, axisTick: { show: false },
        axisLabel: { fontSize: 14, ...(width < 480 ? { width: 96, overflow: "break" } : {}) },
      },
      series: chart.series.map((one) => ({
        name: one.name, type: "bar", stack: "all", data: one.values, itemStyle: { color: one.colour },
        barMaxWidth: 22, emphasis: { disabled: true },
        label: chart.kind === "stack" ? {
          show: true, color: "#fff", textBorderColor: one.colour, textBorderWidth: 2,
          formatter: (at) => (at.value > 0.07 * totals[at.dataIndex] ? count(at.value) : ""),
        } : undefined,
      })),
    };
  };

  const draw = (root) => {
    for (const place of root.querySelectorAll(".chart")) {
      if (place.dataset.drawn) continue;
      const chart = JSON.parse(place.querySelector("script").textContent);
      const canvas = document.createElement("div");
      canvas.style.height = `${margin + rows * chart.names.length}px`;
      place.append(canvas);
      place.dataset.drawn = "yes";
      const drawn = echarts.init(canvas);
      const fit = () => { drawn.resize(); drawn.setOption(option(chart, canvas.clientWidth)); };
      fit();
      new ResizeObserver(fit).observe(canvas);
    }
  };

  document.addEventListener("DOMContentLoaded", () => draw(document));
  document.addEventListener("htmx:afterSettle", () => draw(document));
  if (document.readyState !== "loading") draw(document);
})();
