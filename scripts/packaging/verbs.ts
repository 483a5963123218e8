import type { Command } from "commander";
import { COMMANDS } from "../../src/command/commands.ts";
import { NO_PROCESS } from "../../src/command/context.ts";

/** One command of the command line. */
export interface Verb {
  /** Words after the program's name, such as `history export`. */
  readonly path: string;
  readonly summary: string;
  /** Its options, such as `--config`. */
  readonly options: readonly string[];
}

/** Lists every command and every command below one. */
export async function allVerbs(): Promise<readonly Verb[]> {
  const verbs: Verb[] = [];
  const add = (command: Command, path: string, summary: string): void => {
    const options = command.options.flatMap(({ long }) => (long ? [long] : []));
    verbs.push({ path, summary, options: [...options, "--help"] });
    for (const nested of command.commands)
      add(nested, `${path} ${nested.name()}`, nested.summary() || nested.description());
  };
  for (const { name, summary, load } of COMMANDS) add((await load())(NO_PROCESS), name, summary);
  return verbs;
}

/** A completion for bash: of commands, of their options, and of files everywhere else. */
export function bashCompletion(verbs: readonly Verb[]): string {
  const first = verbs.filter(({ path }) => !path.includes(" ")).map(({ path }) => path);
  const cases = verbs.map(({ path, options }) => {
    const below = verbs.filter((verb) => verb.path.startsWith(`${path} `)).map((verb) => verb.path.split(" ").at(-1));
    return `    "${path}") words="${[...below, ...options].join(" ")}" ;;`;
  });
  return `# bash completion for wattframe
_wattframe() {
  local current=\${COMP_WORDS[COMP_CWORD]} path="" words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
${verbs.map(({ path }) => `      "${path}") path="${path}" ;;`).join("\n")}
    esac
  done
  case "$path" in
    "") words="${[...first, "--version", "--help"].join(" ")}" ;;
${cases.join("\n")}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _wattframe wattframe
`;
}
