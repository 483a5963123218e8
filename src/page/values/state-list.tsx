import type { Dashboard } from "../../dashboard/dashboard.ts";
import { fill } from "../../view/fill.ts";
import type { Format } from "../../view/format.ts";
import type { PageWords } from "../../words/page-words.ts";
import type { BrowserWords } from "../../words/words.ts";
import { useLanguage } from "../language.ts";
import { brokerReasonText } from "../words/broker-reason.ts";
import { ageText, counted, type Language } from "../words/format.ts";
import { readerAdvice } from "./reader-diagnostics.ts";
import { sinceText } from "./texts.ts";
import type { Link, PageTime } from "./told.ts";

type Mood = "good" | "bad" | "unknown";

interface StateLine {
  readonly name: string;
  readonly mood: Mood;
  readonly text: string;
  readonly isLastKnown?: boolean;
  /** Advice, in English like every hint on faults. */
  readonly advice?: readonly string[];
}

/** Sources of the sentences. */
interface StateListProps {
  readonly dashboard: Dashboard;
  readonly link: Link;
  readonly time: PageTime;
}

type Facts = StateListProps & { readonly language: Language };

/** States of everything between the meter and this page: page, broker, reader, meter. */
export function StateList(props: StateListProps) {
  const { link } = props;
  const language = useLanguage();
  const { page } = language;
  const facts = { ...props, language };
  const known = [broker(facts), reader(facts), meter(facts)];
  const lines: StateLine[] = [
    { name: page.values.page, mood: link.isLive ? "good" : "bad", text: link.sentence },
    ...known.map((line) => (link.isLive ? line : asLastKnown(line, page))),
  ];
  return (
    <dl class="how-it-is">
      {lines.map(({ name, mood, text, advice = [] }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="state" data-state={mood}>
            {text}
          </dd>
          {advice.map((sentence) => (
            <dd key={sentence} class="advice" lang="en">
              {sentence}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

/** Line as last known; a line that says so already stays. */
function asLastKnown(line: StateLine, { lastKnown }: PageWords): StateLine {
  if (line.isLastKnown === true || line.mood === "unknown") return line;
  return { ...line, mood: "unknown", text: fill(lastKnown, { text: line.text }), isLastKnown: true };
}

function broker({ dashboard, time, language }: Facts): StateLine {
  const { values } = language.page;
  const { kind, end, sinceMonoMs } = dashboard.broker;
  const why = kind === "connected" ? "" : brokerReasonText(dashboard.broker, language);
  const text = `${values.brokerKinds[kind]} ${sinceText(sinceMonoMs, time, language)}${why && `: ${why}`}`;
  const mood = kind === "connected" ? "good" : kind === "connecting" ? "unknown" : "bad";
  const name = values.ends[end ?? "broker"];
  return { name, mood, text, isLastKnown: kind !== "connected" };
}

function reader({ dashboard: { reader, broker, rows }, time, language }: Facts): StateLine {
  const { page } = language;
  const { values } = page;
  const name = values.reader;
  const { online, sinceMonoMs } = reader;
  if (online === undefined) return { name, mood: "unknown", text: values.noStatus };
  const state = online ? values.online : values.offline;
  const text =
    sinceMonoMs === undefined
      ? fill(values.kept, { text: state })
      : `${state} ${sinceText(sinceMonoMs, time, language)}`;
  // Without a broker nobody knows.
  if (broker.kind !== "connected") return asLastKnown({ name, mood: "unknown", text }, page);
  return online ? { name, mood: "good", text, advice: readerAdvice(rows) } : { name, mood: "bad", text };
}

function meter({ dashboard, time, language }: Facts): StateLine {
  const { words, format } = language;
  const { values } = language.page;
  const { reader, view, broker } = dashboard;
  const { arrivedMonoMs, meterClock, telegrams } = reader;
  const problem = view.life.problems.find(({ code }) => METER_PROBLEMS.has(code));
  const age = arrivedMonoMs === undefined ? undefined : ageText(time.age(arrivedMonoMs), language);
  const last = age === undefined ? "" : fill(values.lastValues, { age });
  const said = problem && problemText(problem, words, format);
  const clock = meterClock === undefined ? "" : fill(values.meterClock, { time: meterClock.replace("T", " ") });
  const day = telegrams > 0 ? counted(values.telegrams, telegrams, format) : "";
  const text = [said, last, clock, day].filter(Boolean).join(" · ") || words.parts.life.problems["no-telegram-yet"];
  // Without a reader or a broker nobody knows.
  const isKnown = arrivedMonoMs !== undefined && broker.kind === "connected" && reader.online !== false;
  const mood = problem ? "bad" : isKnown ? "good" : "unknown";
  return { name: values.meter, mood, text };
}

const METER_PROBLEMS: ReadonlySet<string> = new Set(["unreadable", "meter-silent", "no-telegram-yet", "kept-values"]);

function problemText(
  { code, sinceMs }: Dashboard["view"]["life"]["problems"][number],
  words: BrowserWords,
  format: Format,
): string {
  const sentence = words.parts.life.problems[code];
  if (sinceMs !== undefined) return fill(sentence, { time: format.time(sinceMs) });
  return sentence.includes("{time}") ? words.parts.life.problemsShort[code] : sentence;
}
