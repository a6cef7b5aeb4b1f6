/** Draws a chart by uPlot, in the page's colours, and anew when those change or the page is printed. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

export interface Mark {
  readonly at: number;
  readonly label: string;
  /** Named before others where there is not room for all. */
  readonly first?: boolean;
}

export interface ChartSpec {
  readonly kind: 'curve' | 'bars';
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Both ends of the horizontal axis; `log`: its steps are factors. */
  readonly from: number;
  readonly to: number;
  readonly log: boolean;
  readonly marks: readonly Mark[];
  /** Of the vertical axis, from 0 to its end. */
  readonly levels: readonly Mark[];
  /** Spans of the horizontal axis. */
  readonly shaded: readonly (readonly [from: number, to: number])[];
  /** Points of the curve that stand out, with a line down to the axis. */
  readonly points: readonly (readonly [at: number, level: number])[];
  /** CSS pixels. */
  readonly height: number;
  /** Part of a printed line that it takes. */
  readonly printed: 1 | 0.5;
}

/** CSS pixels of a line on A4. */
const PAPER_WIDTH = 700;
/** Dots of a printed CSS pixel: there a chart is drawn so many times as large, and shown in its size. */
const PAPER_SCALE = 3;
/** Size of letters in CSS pixels, on a screen and on paper. */
const LETTERS = 12;
const PAPER_LETTERS = 9;
/** Part of its height on a screen that it has on paper. */
const PAPER_HEIGHT = 0.4;

/** `point`: called with the index of the value pointed at, or null. Returns what removes it. */
export function drawChart(host: HTMLElement, spec: ChartSpec, point: (index: number | null) => void): () => void {
  let chart: uPlot | null = null;
  const draw = (isPrinted: boolean) => {
    chart?.destroy();
    host.classList.toggle('on-paper', isPrinted);
    const times = isPrinted ? PAPER_SCALE / devicePixelRatio : 1;
    host.style.setProperty('zoom', isPrinted ? String(1 / times) : '');
    const width = isPrinted ? PAPER_WIDTH * spec.printed - (spec.printed === 1 ? 0 : 12) : host.clientWidth;
    const height = spec.height * (isPrinted ? PAPER_HEIGHT : 1);
    const size = { width: Math.max(width, 120) * times, height: height * times };
    const letters = (isPrinted ? PAPER_LETTERS : LETTERS) * times;
    chart = new uPlot(
      { ...optionsOf(spec, coloursOf(host), times, letters, point), ...size },
      [[...spec.x], [...spec.y]],
      host,
    );
  };
  // What a chart shows may come while the page is printed.
  draw(matchMedia('print').matches);

  const resized = new ResizeObserver(() => {
    if (host.clientWidth > 0 && !host.classList.contains('on-paper'))
      chart?.setSize({ width: host.clientWidth, height: spec.height });
  });
  resized.observe(host);
  const again = () => draw(false);
  const paper = () => draw(true);
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', again);
  const themed = new MutationObserver(again);
  themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  addEventListener('beforeprint', paper);
  addEventListener('afterprint', again);
  return () => {
    resized.disconnect();
    themed.disconnect();
    for (const query of queries) query.removeEventListener('change', again);
    removeEventListener('beforeprint', paper);
    removeEventListener('afterprint', again);
    chart?.destroy();
  };
}

type Colour = 'line' | 'fill' | 'ink' | 'grid' | 'shade' | 'point';

/** The colours as they are at this moment: a canvas knows none of CSS's own names for them. */
function coloursOf(host: HTMLElement): (name: Colour) => string {
  const probe = document.createElement('span');
  probe.className = 'chart-colour';
  host.append(probe);
  const found = new Map<Colour, string>();
  for (const name of ['line', 'fill', 'ink', 'grid', 'shade', 'point'] as const) {
    probe.style.color = `var(--chart-${name})`;
    found.set(name, getComputedStyle(probe).color);
  }
  probe.remove();
  return (name) => found.get(name) ?? '#000';
}

function optionsOf(
  spec: ChartSpec,
  colour: (name: Colour) => string,
  times: number,
  letters: number,
  point: (index: number | null) => void,
): Omit<uPlot.Options, 'width' | 'height'> {
  const top = spec.levels.at(-1)?.at ?? 1;
  const axis = {
    stroke: colour('ink'),
    font: `${letters}px ${getComputedStyle(document.body).fontFamily}`,
    // Both are told what stands on them, which uPlot would choose by itself.
    filter: (_: uPlot, splits: number[]) => splits,
  };
  const line = (width: number) => ({ stroke: colour('grid'), width: width * times });
  const isCurve = spec.kind === 'curve';
  const paths = isCurve ? uPlot.paths.stepped?.({ align: 1 }) : uPlot.paths.bars?.({ size: [0.72, 40 * times] });
  return {
    legend: { show: false },
    // Half of the last label stands beyond the end of its axis.
    padding: [
      10 * times,
      (chart) => Math.max(14 * times, halfOf(chart, spec.marks.at(-1)?.label ?? '', letters)),
      0,
      0,
    ],
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      points: { size: 8 * times, fill: colour('point') },
    },
    scales: {
      x: { time: false, distr: spec.log ? 3 : 1, range: [spec.from, spec.to] },
      y: { range: [0, top] },
    },
    axes: [
      {
        ...axis,
        size: letters + 18 * times,
        gap: 5 * times,
        splits: () => spec.marks.map(({ at }) => at),
        values: (chart) => labelsIn(chart, spec.marks, letters),
        grid: { show: isCurve, ...line(1), filter: axis.filter },
        ticks: { ...line(1), size: 5 * times, filter: axis.filter },
      },
      {
        ...axis,
        size: letters * (isCurve ? 4.3 : 3.6),
        gap: 5 * times,
        splits: () => spec.levels.map(({ at }) => at),
        values: () => spec.levels.map(({ label }) => label),
        grid: { ...line(1), filter: axis.filter },
        ticks: { show: false, filter: axis.filter },
      },
    ],
    series: [
      {},
      {
        stroke: isCurve ? colour('line') : 'transparent',
        fill: isCurve ? colour('fill') : colour('line'),
        width: (isCurve ? 2.5 : 0) * times,
        points: { show: false },
        ...(paths && { paths }),
      },
    ],
    hooks: {
      drawClear: [(chart) => shade(chart, spec, colour('shade'))],
      draw: [(chart) => standOut(chart, spec, colour, times)],
      setCursor: [({ cursor }) => point(cursor.idx ?? null)],
    },
  };
}

/** Half the width of a label in these letters, with the white space that belongs beside it. */
function halfOf({ ctx }: uPlot, label: string, letters: number): number {
  ctx.save();
  ctx.font = `${letters}px ${getComputedStyle(document.body).fontFamily}`;
  const { width } = ctx.measureText(label);
  ctx.restore();
  return width / 2 + letters * 0.25;
}

/** The marks' labels as far as there is room for them: those to be named first, then the others from the left. */
function labelsIn(chart: uPlot, marks: readonly Mark[], letters: number): string[] {
  const named = new Map<Mark, readonly [from: number, to: number]>();
  for (const mark of [...marks.filter(({ first }) => first), ...marks.filter(({ first }) => !first)]) {
    const half = halfOf(chart, mark.label, letters);
    const middle = chart.valToPos(mark.at, 'x');
    const isFree = [...named.values()].every(([from, to]) => middle + half < from || middle - half > to);
    if (isFree) named.set(mark, [middle - half, middle + half]);
  }
  return marks.map((mark) => (named.has(mark) ? mark.label : ''));
}

function shade(chart: uPlot, { shaded, from, to }: ChartSpec, colour: string): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.fillStyle = colour;
  for (const [begin, end] of shaded) {
    const [left, right] = [Math.max(begin, from), Math.min(end, to)].map((at) => chart.valToPos(at, 'x', true));
    if (left === undefined || right === undefined || right <= left) continue;
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}

function standOut(chart: uPlot, { points }: ChartSpec, colour: (name: Colour) => string, times: number): void {
  const { ctx, bbox } = chart;
  const scale = devicePixelRatio * times;
  ctx.save();
  ctx.lineWidth = 1.5 * scale;
  ctx.setLineDash([4 * scale, 4 * scale]);
  for (const [at, level] of points) {
    const [x, y] = [chart.valToPos(at, 'x', true), chart.valToPos(level, 'y', true)];
    ctx.strokeStyle = colour('line');
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillStyle = colour('point');
    ctx.beginPath();
    ctx.arc(x, y, 5 * scale, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.restore();
}
