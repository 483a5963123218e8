import { minuteText } from "../words/minute-text.ts";

/** A minute of a day, to be moved. */
interface TimeSliderProps {
  readonly minute: number;
  /** The scenario's own. */
  readonly own: number;
  /** Told while it moves. */
  readonly onSlide: (minute: number) => void;
  /** Told when it rests. */
  readonly onSettle: (minute: number) => void;
}

/** A slider over the minutes of a day, in steps of five. */
export function TimeSlider({ minute, own, onSlide, onSettle }: TimeSliderProps) {
  return (
    <div class="slider">
      <label for="minute">Time of day</label>
      <input
        id="minute"
        type="range"
        min={0}
        max={1439}
        step={5}
        value={minute}
        aria-valuetext={minuteText(minute)}
        list="hours"
        onInput={({ currentTarget }) => onSlide(currentTarget.valueAsNumber)}
        onChange={({ currentTarget }) => onSettle(currentTarget.valueAsNumber)}
      />
      <datalist id="hours">
        {[0, 6, 12, 18].map((hour) => (
          <option key={hour} value={hour * 60} />
        ))}
      </datalist>
      <output for="minute">{minuteText(minute)}</output>
      <button
        type="button"
        onClick={() => {
          onSlide(own);
          onSettle(own);
        }}
      >
        Back to {minuteText(own)}
      </button>
    </div>
  );
}
