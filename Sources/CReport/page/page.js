"use strict";
// Draws the curves that lie in the page as JSON, in the colours of the page's style, and says in
// the body's data how many came out: `drawn` of `charts`, or what went wrong, `error`.
(() => {
  const body = document.body;
  window.addEventListener("error", (event) => { body.dataset.error = String(event.message); });
  const curves = JSON.parse(document.getElementById("curves-data").textContent);
  const dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3]];
  let drawn = [];

  function dataset(series, colour) {
    return {
      label: series.name,
      names: series.names,
      data: series.points.map(([x, y]) => ({ x, y })),
      borderColor: colour,
      backgroundColor: colour,
      borderDash: dashes[series.dash % dashes.length],
      borderWidth: 1.75,
      pointRadius: series.points.length > 40 ? 0 : 2.5,
      pointHoverRadius: 4,
      tension: 0,
    };
  }

  // Shades the values to aim at, behind the lines.
  const band = {
    id: "band",
    beforeDatasetsDraw({ ctx, chartArea, scales }, _, { limits, colour }) {
      if (!limits) return;
      const within = (y) => Math.min(Math.max(y, chartArea.top), chartArea.bottom);
      const [bottom, top] = limits.map((limit) => within(scales.y.getPixelForValue(limit)));
      ctx.save();
      ctx.fillStyle = colour;
      ctx.fillRect(chartArea.left, top, chartArea.right - chartArea.left, bottom - top);
      ctx.restore();
    },
  };

  function axis(title, ink, line, isLogarithmic = false) {
    return {
      type: isLogarithmic ? "logarithmic" : "linear",
      title: { display: true, text: title, color: ink },
      ticks: { color: ink, maxTicksLimit: 8, maxRotation: 0 },
      grid: { color: line, borderColor: line },
    };
  }

  function xLimits(curve) {
    if (!curve.isLogarithmic) return { min: 0 };
    const all = curve.series.flatMap((series) => series.points.map(([x]) => x));
    return { min: Math.min(...all), max: Math.max(...all) };
  }

  // A row of dots for each series, with a bar at their mean.
  function dots(series, colour) {
    const mean = series.points.reduce((sum, point) => sum + point[0], 0) / series.points.length;
    return [
      { ...dataset(series, colour), showLine: false, pointRadius: 5, pointHoverRadius: 7 },
      {
        ...dataset({ ...series, points: [[mean, series.points[0][1]]] }, colour),
        showLine: false, pointStyle: "line", rotation: 90, pointRadius: 11, pointBorderWidth: 3,
        names: ["mean"],
      },
    ];
  }

  function lineOptions(curve, ink, line, colour) {
    return {
      interaction: { mode: "nearest", axis: "x", intersect: false },
      scales: {
        x: { ...axis(curve.x, ink, line, curve.isLogarithmic), ...xLimits(curve) },
        y: {
          ...axis(curve.y, ink, line),
          suggestedMin: (curve.band || [])[0],
          suggestedMax: (curve.band || [])[1],
        },
      },
      plugins: {
        band: { limits: curve.band, colour },
        legend: {
          display: curve.series.length > 1,
          position: "bottom",
          labels: { color: ink, boxWidth: 22, boxHeight: 1 },
        },
      },
    };
  }

  function dotOptions(curve, ink, line) {
    const names = axis(curve.y, ink, line);
    const ticks = { ...names.ticks, autoSkip: false, callback: (value) => curve.labels[value] };
    const afterBuildTicks = (scale) => {
      scale.ticks = curve.labels.map((_, place) => ({ value: place }));
    };
    const label = (item) => {
      const name = (item.dataset.names ?? [])[item.dataIndex] ?? "";
      return `${item.dataset.label}, ${name}: ${item.parsed.x.toFixed(3)}`;
    };
    return {
      interaction: { mode: "nearest", intersect: true },
      scales: {
        x: axis(curve.x, ink, line),
        y: { ...names, min: -0.5, max: curve.labels.length - 0.5, reverse: true, ticks,
          afterBuildTicks, title: { display: false } },
      },
      plugins: { legend: { display: false }, tooltip: { callbacks: { label } } },
    };
  }

  function draw() {
    for (const chart of drawn) chart.destroy();
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const [ink, line] = [colour("--soft"), colour("--line")];
    drawn = curves.map((curve) => new Chart(document.getElementById("chart-" + curve.id), {
      type: "line",
      plugins: [band],
      data: {
        datasets: curve.series.flatMap((each) =>
          (curve.labels ? dots : dataset)(each, colour("--run-" + each.run))),
      },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        maintainAspectRatio: false,
        ...(curve.labels ? dotOptions : lineOptions)(curve, ink, line, colour("--band")),
      },
    }));
    body.dataset.charts = String(curves.length);
    body.dataset.drawn = String(drawn.filter((chart) => isPainted(chart.canvas)).length);
  }

  function isPainted(canvas) {
    const { width, height } = canvas;
    if (!width || !height) return false;
    const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
    for (let place = 3; place < pixels.length; place += 4) if (pixels[place]) return true;
    return false;
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  draw();
})();
