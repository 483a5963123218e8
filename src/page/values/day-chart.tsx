import type { Dashboard } from "../../dashboard/dashboard.ts";
import { fill } from "../../view/fill.ts";
import type { ChartView } from "../../view/parts/chart.ts";
import { useWidth } from "../measure.ts";
import { type ChartScale, chartScale, type Step, stepsOf } from "./chart-scale.ts";
import type { Scene } from "./power-now.tsx";
import type { PageTime } from "./told.ts";

const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [190, 34, 12, 24, 22];
/** Between two labels of hours at least, pixels. */
const HOUR_ROOM = 34;

/** Data of the chart. */
interface DayChartProps extends Scene {
  readonly chart: Dashboard["chart"];
  readonly time: PageTime;
}

/** The day so far: import up, export down, gaps as gaps, its peak flagged, now marked, the rest as it went yesterday. */
export function DayChart({ chart, time, words, format }: DayChartProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const isEmpty = chart.today.every((bucket) => !bucket);
  return (
    <section class="day" aria-label={words.parts.day.today}>
      <h2 class="title">{words.parts.day.today}</h2>
      <div ref={box} class="drawing">
        {width > LEFT + RIGHT + 50 && time.clockSet && (
          <Drawing chart={chart} width={width} time={time} words={words} format={format} />
        )}
      </div>
      {!time.clockSet && <p class="beside">{words.parts.life.problems["clock-not-set"]}</p>}
      {time.clockSet && isEmpty && <p class="beside">{words.parts.day.noHistory}</p>}
    </section>
  );
}

type DrawingProps = Omit<DayChartProps, "view"> & { readonly width: number };

function Drawing({ chart, width, time, words, format }: DrawingProps) {
  const plot = { x: LEFT, y: TOP, width: width - LEFT - RIGHT, height: HEIGHT - TOP - BOTTOM };
  const scale = chartScale(chart, plot, 3);
  const nowX = Math.min(plot.x + plot.width, Math.max(plot.x, scale.x(time.wallMs)));
  const today = stepsOf(chart.today, chart, scale);
  const coming = stepsOf(chart.yesterday, chart, scale).filter(({ x }) => x > nowX);
  const isWide = plot.width / Math.max(1, chart.hours.length) >= HOUR_ROOM;
  const isToday = time.wallMs < chart.toMs;
  return (
    <svg
      role="img"
      aria-label={spoken(chart, words, format)}
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
    >
      {scale.ticksW.map((powerW) => (
        <g key={powerW}>
          <line
            class={powerW === 0 ? "zero" : "grid"}
            x1={plot.x}
            x2={plot.x + plot.width}
            y1={scale.y(powerW)}
            y2={scale.y(powerW)}
          />
          <text class="mark" x={LEFT - 6} y={scale.y(powerW) + 4} text-anchor="end">
            {format.tick(powerW / 1_000)}
          </text>
        </g>
      ))}
      <text class="mark" x={LEFT - 6} y={13} text-anchor="end">
        kW
      </text>
      <path class="yesterday" d={levels(coming, scale)} />
      <path
        class="import"
        d={areas(
          today.filter(({ meanW }) => meanW >= 0),
          scale,
        )}
      />
      <path
        class="export"
        d={areas(
          today.filter(({ meanW }) => meanW < 0),
          scale,
        )}
      />
      <path class="level" d={levels(today, scale)} />
      {chart.hours
        .filter(({ hour }) => isWide || hour % 6 === 0)
        .map(({ atMs, hour }) => (
          <g key={atMs}>
            <line class="tick" x1={scale.x(atMs)} x2={scale.x(atMs)} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM + 4} />
            <text class="mark" x={scale.x(atMs)} y={HEIGHT - 4} text-anchor="middle">
              {format.hour(hour)}
            </text>
          </g>
        ))}
      {isToday && <line class="now" x1={nowX} x2={nowX} y1={TOP - 6} y2={HEIGHT - BOTTOM} />}
      {chart.peak && <Peak chart={chart} scale={scale} width={width} words={words} format={format} />}
    </svg>
  );
}

type PeakProps = Pick<DrawingProps, "chart" | "width" | "words" | "format"> & { readonly scale: ChartScale };

/** A mark on the day's peak, and its words towards the wider side. */
function Peak({ chart, scale, width, words, format }: PeakProps) {
  if (!chart.peak) return null;
  const x = scale.x(chart.peak.atMs);
  const y = scale.y(chart.peak.powerW);
  const isLeft = x < width / 2;
  return (
    <g class="peak">
      <path d={`M${x} ${y - 3}l-5 -8h10z`} />
      <text x={isLeft ? x + 9 : x - 9} y={13} text-anchor={isLeft ? "start" : "end"}>
        {peakText(chart, words, format)}
      </text>
    </g>
  );
}

/** Peak with its bucket's span: it is a mean, so it has no single instant. */
function peakText(
  { peak: { atMs, powerW } = { atMs: 0, powerW: 0 }, bucketMs }: Pick<ChartView, "peak" | "bucketMs">,
  words: Scene["words"],
  format: Scene["format"],
) {
  const { number, unit } = format.power(powerW, powerW >= 1_000 ? "kW" : "W");
  const time = `${format.time(atMs)}–${format.time(atMs + bucketMs)}`;
  return fill(words.parts.day.peak, { power: `${number} ${unit}`, time });
}

/** Rectangles from zero to each step's power. */
function areas(steps: readonly Step[], scale: ChartScale): string {
  return steps.map(({ x, width, meanW }) => `M${x} ${scale.y(0)}V${scale.y(meanW)}h${width}V${scale.y(0)}z`).join("");
}

/** A line along the steps, open where there is a gap. */
function levels(steps: readonly Step[], scale: ChartScale): string {
  return steps
    .map((step, i) => {
      const before = steps[i - 1];
      const isNext = before !== undefined && before.x + before.width === step.x;
      return `${isNext ? "V" : `M${step.x} `}${scale.y(step.meanW)}h${step.width}`;
    })
    .join("");
}

function spoken(chart: ChartView, words: Scene["words"], format: Scene["format"]): string {
  const known = chart.today.filter(Boolean).length;
  if (known === 0) return words.parts.day.noHistory;
  const gaps = chart.today.length - known;
  const hours = format.exact(Math.round((gaps * chart.bucketMs) / 360_000) / 10);
  const peak = chart.peak ? peakText(chart, words, format) : "";
  return [
    fill(words.page.values.chart, { day: words.parts.day.today }),
    peak,
    gaps > 0 ? fill(words.page.values.gaps, { hours }) : "",
  ]
    .filter(Boolean)
    .join("; ");
}
