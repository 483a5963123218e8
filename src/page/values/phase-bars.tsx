import { fill } from "../../view/fill.ts";
import { FUSE_POSITION, NEAR_FUSE } from "../../view/fuse-ruler.ts";
import type { PhaseView } from "../../view/parts/phases.ts";
import { phaseSentence } from "../../view/phase-sentence.ts";
import { useWidth } from "../measure.ts";
import type { Scene } from "./power-now.tsx";

const [ROW, BAR, TOP, LABEL, AMOUNT] = [40, 26, 22, 44, 74];

/** One bar per phase against the main fuse, on one ruler: dashed at 80 %, solid at 100 %. */
export function PhaseBars(scene: Scene) {
  const [box, width] = useWidth<HTMLDivElement>();
  const { view, words, format } = scene;
  const height = TOP + view.phases.length * ROW;
  const full = Math.max(0, width - LABEL - AMOUNT) * FUSE_POSITION;
  const { mainFuseA } = view.meter;
  const difference =
    view.balance.differenceA === undefined
      ? ""
      : `${words.parts.phases.difference} ${format.amperes(view.balance.differenceA)} A`;
  return (
    <section class="phases" aria-label={words.parts.phases.phases}>
      <h2 class="title">{words.parts.phases.phases}</h2>
      <div ref={box} class="drawing">
        {width > 0 && (
          <svg role="img" aria-label={spoken(scene)} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
            <Hatches />
            <text class="mark" x={LABEL + full * NEAR_FUSE} y={13} text-anchor="middle">
              {format.tick(mainFuseA * NEAR_FUSE)}
            </text>
            <text class="mark" x={LABEL + full} y={13} text-anchor="middle">{`${format.tick(mainFuseA)} A`}</text>
            {view.phases.map((phase, i) => (
              <Bar key={phase.name} phase={phase} top={TOP + i * ROW} full={full} width={width} scene={scene} />
            ))}
            <line class="near" x1={LABEL + full * NEAR_FUSE} x2={LABEL + full * NEAR_FUSE} y1={TOP - 4} y2={height} />
            <line class="fuse" x1={LABEL + full} x2={LABEL + full} y1={TOP - 4} y2={height} />
          </svg>
        )}
      </div>
      <p class="beside" data-level={view.balance.level}>
        <span>{phaseSentence(view, words.parts.balance)}</span> <span>{difference}</span>
      </p>
    </section>
  );
}

/** Fill patterns of values that are out of date, and of export. */
export function Hatches() {
  return (
    <defs>
      <pattern id="veil" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch-ground" width="6" height="6" />
        <line class="hatch-thin" x1="0" y1="0" x2="0" y2="6" />
      </pattern>
      <pattern id="out" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
        <rect class="hatch-ground" width="5" height="5" />
        <line class="hatch-bold" x1="0" y1="0" x2="0" y2="5" />
      </pattern>
    </defs>
  );
}

interface BarProps {
  readonly phase: PhaseView;
  readonly top: number;
  /** Pixels of the main fuse. */
  readonly full: number;
  readonly width: number;
  readonly scene: Scene;
}

function Bar({ phase, top, full, width, scene: { view, words, format } }: BarProps) {
  const middle = top + BAR / 2 + 5;
  const { currentA, state } = phase;
  const isFresh = state === "fresh";
  const most = width - LABEL - AMOUNT;
  const share = Math.abs(currentA ?? 0) / view.meter.mainFuseA;
  const length = Math.max(2, Math.min(most, full * share));
  const kind = isFresh ? flow(phase, share) : "stale";
  return (
    <g data-phase={phase.name} data-state={state} data-worst={phase.isWorst}>
      {phase.isWorst && <rect class="worst" x={0} y={top} width={LABEL - 10} height={BAR} rx={2} />}
      <text class={phase.isWorst ? "name worst-name" : "name"} x={(LABEL - 10) / 2} y={middle} text-anchor="middle">
        {phase.name}
      </text>
      {currentA === undefined ? (
        <text class="absent" x={LABEL} y={middle}>
          {words.parts.phases.notReported}
        </text>
      ) : (
        <>
          <rect class="room" x={LABEL} y={top} width={full} height={BAR} />
          <rect class={`bar ${kind}`} x={LABEL} y={top} width={length} height={BAR} />
          <text class={isFresh ? "amount" : "amount struck"} x={width - 16} y={middle} text-anchor="end">
            {format.amperes(currentA)}
          </text>
          <text class="mark" x={width} y={middle} text-anchor="end">
            A
          </text>
        </>
      )}
    </g>
  );
}

/** Fill of the bar of a fresh current. */
function flow({ direction, currentA = 0 }: PhaseView, share: number): "out" | "over" | "in" | "unknown" {
  if (currentA < 0) return "out";
  if (share >= 1) return "over";
  return direction === undefined ? "unknown" : "in";
}

function spoken({ view, words, format }: Scene): string {
  const phases = view.phases.map(({ name, currentA, direction, state }) => {
    if (currentA === undefined) return `${name} ${words.parts.phases.notReported}`;
    const unsigned = direction === undefined && currentA !== 0 ? `, ${words.page.directionUnknown}` : "";
    return `${name} ${format.amperes(currentA)} A${unsigned}${state === "fresh" ? "" : `, ${words.page.outOfDate}`}`;
  });
  return `${phases.join("; ")}. ${fill(words.page.mainFuse, { amperes: format.tick(view.meter.mainFuseA) })}`;
}
