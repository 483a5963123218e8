import type { Dashboard } from "../../dashboard/dashboard.ts";
import { fill } from "../../view/fill.ts";
import type { Format } from "../../view/format.ts";
import type { Words } from "../../words/words.ts";
import { ageText } from "../words/format.ts";
import { sinceText } from "./texts.ts";
import type { Link, PageTime } from "./told.ts";

type Mood = "good" | "bad" | "unknown";

interface StateLine {
  readonly name: string;
  readonly mood: Mood;
  readonly text: string;
}

/** What the sentences are made from. */
interface StateListProps {
  readonly dashboard: Dashboard;
  readonly link: Link;
  readonly time: PageTime;
  readonly words: Words;
  readonly format: Format;
}

/** How everything between the meter and this page is, in words: page, broker, reader, meter. */
export function StateList(props: StateListProps) {
  const { link } = props;
  const known = [broker(props), reader(props), meter(props)];
  const lines: StateLine[] = [
    { name: "This page", mood: link.isLive ? "good" : "bad", text: link.sentence },
    ...known.map((line) => (link.isLive ? line : asLastKnown(line))),
  ];
  return (
    <dl class="how-it-is">
      {lines.map(({ name, mood, text }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="state" data-state={mood}>
            {text}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function asLastKnown(line: StateLine): StateLine {
  return { ...line, mood: "unknown", text: `last known: ${line.text}` };
}

const BROKER = {
  connecting: "connecting",
  connected: "connected",
  lost: "lost",
  refused: "refuses us",
} as const satisfies Record<Dashboard["broker"]["kind"], string>;

function broker({ dashboard, time, format }: StateListProps): StateLine {
  const { kind, reason, sinceMonoMs } = dashboard.broker;
  const why = kind === "connected" || reason === undefined ? "" : `: ${reason}`;
  const text = `${BROKER[kind]} ${sinceText(sinceMonoMs, time, format)}${why}`;
  return { name: "Broker", mood: kind === "connected" ? "good" : kind === "connecting" ? "unknown" : "bad", text };
}

function reader({ dashboard: { reader, broker }, time, format }: StateListProps): StateLine {
  const name = "Reader";
  const { online, sinceMonoMs } = reader;
  if (online === undefined) return { name, mood: "unknown", text: "has said nothing of itself" };
  const since = sinceMonoMs === undefined ? ", as the broker had kept it" : ` ${sinceText(sinceMonoMs, time, format)}`;
  const text = `${online ? "online" : "offline"}${since}`;
  // Behind a broker that is lost nobody knows.
  if (broker.kind !== "connected") return asLastKnown({ name, mood: "unknown", text });
  return { name, mood: online ? "good" : "bad", text };
}

function meter({ dashboard, time, words, format }: StateListProps): StateLine {
  const { reader, view, broker } = dashboard;
  const { arrivedMonoMs, meterClock, telegrams } = reader;
  const problem = view.life.problems.find(({ code }) => METER_PROBLEMS.has(code));
  const last = arrivedMonoMs === undefined ? "" : `last values ${ageText(time.age(arrivedMonoMs))}`;
  const said = problem && problemText(problem, words, format);
  const clock = meterClock === undefined ? "" : `its clock said ${meterClock.replace("T", " ")}`;
  const day = telegrams > 0 ? `${format.whole(telegrams)} telegrams in a day` : "";
  const text = [said, last, clock, day].filter(Boolean).join(" · ") || words.parts.life.problems["no-telegram-yet"];
  // Behind a reader or a broker that is gone nobody knows.
  const isKnown = arrivedMonoMs !== undefined && broker.kind === "connected" && reader.online !== false;
  const mood = problem ? "bad" : isKnown ? "good" : "unknown";
  return { name: "Meter", mood, text };
}

const METER_PROBLEMS: ReadonlySet<string> = new Set(["unreadable", "meter-silent", "no-telegram-yet", "kept-values"]);

function problemText(
  { code, sinceMs }: Dashboard["view"]["life"]["problems"][number],
  words: Words,
  format: Format,
): string {
  const sentence = words.parts.life.problems[code];
  if (sinceMs !== undefined) return fill(sentence, { time: format.time(sinceMs) });
  return sentence.includes("{time}") ? words.parts.life.problemsShort[code] : sentence;
}
