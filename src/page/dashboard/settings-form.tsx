import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { SettingsField } from "../../words/page-words.ts";
import { useLanguage } from "../language.ts";
import { checkSettings, forgetSettings, type Settings, type SettingsFault, usualSettings } from "./settings.ts";

/** Initial settings, and what happens with them. */
interface SettingsFormProps {
  readonly settings: Settings;
  readonly onConnect: (settings: Settings) => void;
  readonly onForget: () => void;
}

/** Form for the broker and the meter. */
export function SettingsForm({ settings, onConnect, onForget }: SettingsFormProps) {
  const words = useLanguage().page.settings;
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(settings);
  const [fault, setFault] = useState<SettingsFault>();
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [fault]);
  const change = (part: Partial<Settings>) => setDraft({ ...draft, ...part });
  const submit = (event: Event) => {
    event.preventDefault();
    const found = checkSettings(draft, location);
    setFault(found);
    if (found === undefined) onConnect(draft);
  };
  const forget = () => {
    forgetSettings();
    setDraft(usualSettings(location));
    onForget();
  };
  return (
    // Its faults are told in the page's language, also those of fields that are folded.
    <form ref={form} class="settings" onSubmit={submit} noValidate aria-label={words.form}>
      <p class="intro">{words.intro}</p>
      <TextFields texts={BROKER_TEXTS} draft={draft} fault={fault} onChange={change} />
      <label class="tick">
        <input
          type="checkbox"
          checked={draft.remember}
          onChange={({ currentTarget }) => change({ remember: currentTarget.checked })}
        />
        <span>{words.remember}</span>
      </label>
      <MeterFields draft={draft} fault={fault} onChange={change} />
      <div class="actions">
        <button type="submit" class="main">
          {words.connect}
        </button>
        <button type="button" onClick={forget}>
          {words.forget}
        </button>
      </div>
      <p class="aside">{words.privacy}</p>
    </form>
  );
}

interface FieldsProps {
  readonly draft: Settings;
  readonly fault: SettingsFault | undefined;
  readonly onChange: (part: Partial<Settings>) => void;
}

/** Text fields with their attributes: those of the broker, and those of the meter. */
const BROKER_TEXTS = [
  { field: "url", type: "text", inputMode: "url", autocomplete: "off" },
  { field: "username", type: "text", autocomplete: "username" },
  { field: "password", type: "password", autocomplete: "current-password" },
] as const;
const METER_TEXTS = [
  { field: "prefix", type: "text", autocomplete: "off" },
  { field: "timeZone", type: "text", autocomplete: "off", list: "time-zones" },
] as const;

interface TextFieldsProps extends FieldsProps {
  readonly texts: typeof BROKER_TEXTS | typeof METER_TEXTS;
}

function TextFields({ texts, draft, fault, onChange }: TextFieldsProps) {
  return (
    <>
      {texts.map(({ field, ...attributes }) => (
        <Field key={field} field={field} fault={fault}>
          {(described) => (
            <input
              {...described}
              {...attributes}
              autocapitalize="off"
              spellcheck={false}
              value={draft[field]}
              onInput={({ currentTarget }) => onChange({ [field]: currentTarget.value })}
            />
          )}
        </Field>
      ))}
    </>
  );
}

const BROKER_FIELDS: readonly SettingsField[] = BROKER_TEXTS.map(({ field }) => field);

/** Settings of the meter, folded: most houses need one of them. They open where one has a fault. */
function MeterFields(props: FieldsProps) {
  const { more } = useLanguage().page.settings;
  const { draft, fault, onChange } = props;
  const isFaulty = fault !== undefined && !BROKER_FIELDS.includes(fault.field);
  return (
    <details class="more" open={isFaulty || undefined}>
      <summary>
        {more}{" "}
        <span class="meter-facts">
          {draft.prefix} · {draft.mainFuseA} A · {draft.phases === 1 ? "L1" : "L1–L3"} · {draft.timeZone}
        </span>
      </summary>
      <TextFields {...props} texts={METER_TEXTS} />
      <datalist id="time-zones">
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Field field="mainFuseA" fault={fault}>
        {(described) => (
          <input
            {...described}
            type="number"
            min="6"
            max="1000"
            value={draft.mainFuseA}
            onInput={({ currentTarget }) => onChange({ mainFuseA: currentTarget.valueAsNumber })}
          />
        )}
      </Field>
      <Field field="phases" fault={fault}>
        {(described) => (
          <select
            {...described}
            value={draft.phases}
            onChange={({ currentTarget }) => onChange({ phases: currentTarget.value === "1" ? 1 : 3 })}
          >
            <option value="1">1</option>
            <option value="3">3</option>
          </select>
        )}
      </Field>
    </details>
  );
}

interface FieldProps {
  readonly field: SettingsField;
  readonly fault: SettingsFault | undefined;
  /** Control, which the hint and the fault describe. */
  readonly children: (described: { "aria-describedby"?: string; "aria-invalid"?: true }) => ComponentChildren;
}

/** A labelled control with its hint, or its fault. */
function Field({ field, fault, children }: FieldProps) {
  const { fields, faults } = useLanguage().page.settings;
  const id = useId();
  const { name, hint } = fields[field];
  const own = fault?.field === field ? faults[fault.fault] : undefined;
  const described = own === undefined && hint === undefined ? {} : { "aria-describedby": id };
  return (
    <div class="field">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children */}
      <label>
        <span>{name}</span>
        {children(own === undefined ? described : { ...described, "aria-invalid": true })}
      </label>
      {own === undefined && hint !== undefined && <small id={id}>{hint}</small>}
      {own !== undefined && (
        <p id={id} class="wrong" role="alert">
          {own}
        </p>
      )}
    </div>
  );
}
