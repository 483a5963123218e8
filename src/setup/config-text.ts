import {
  type Answers,
  type BrokerAnswer,
  PAGE_PASSWORD_FILE,
  PAGE_PORT,
  passwordFile,
  passwordUser,
  READER,
} from "./answers.ts";
import type { Wires } from "./wires.ts";

/** The configuration of these answers: YAML with comments, whole. */
export function configText(answers: Answers): string {
  const { mainFuseA, phases, locale, timeZone, prefix, historyPath } = answers;
  return `# Wattframe's configuration, written by \`wattframe setup\`. Change it by hand, or run setup again.
# \`wattframe check --config FILE\` says what is wrong in it, line by line. File names are relative to this folder.

broker:
${brokerLines(answers.broker, prefix)}
meters:
  - name: house # as on the picture
    prefix: ${yamlText(prefix)} # the reader publishes on ${prefix}/…
    mainFuseA: ${mainFuseA} # the bars are drawn against this
    phases: ${phases}
    timeZone: ${yamlText(timeZone)} # where its days begin

# Language of the words, format of numbers and dates.
locale: ${yamlText(locale)}
${answers.trustClock ? TRUSTED : ""}
# The past outlives a restart in this folder.
history:
  path: ${yamlText(historyPath)}

${answers.page ? OPEN_PAGE : OWN_PAGE}
displays:
${displayLines(answers)}`;
}

const OWN_PAGE = `# The page in the browser, for this machine alone. Beyond it, it needs a passwordFile.
preview:
  listen: 127.0.0.1:${PAGE_PORT}
`;

const OPEN_PAGE = `# The page in the browser, for every machine of the network, with a password.
preview:
  listen: 0.0.0.0:${PAGE_PORT}
  passwordFile: ${PAGE_PASSWORD_FILE}
`;

const TRUSTED = `
# This machine's clock is believed, though nothing says that it is synchronised.
clock:
  trusted: true
`;

function brokerLines(broker: BrokerAnswer, prefix: string): string {
  if (broker.kind === "embedded")
    return `  # The kiosk is the broker itself; the reader logs in with the password in ${passwordFile(READER)}.
  embedded:
    listen: 0.0.0.0:${broker.port}
    users:
      - name: ${READER}
        passwordFile: ${passwordFile(READER)}
        publish: [${JSON.stringify(`${prefix}/#`)}]
        subscribe: [${JSON.stringify(`${prefix}/raw/set`)}] # switches its raw telegrams on
`;
  const user = passwordUser(broker);
  const login =
    user === undefined ? "" : `  username: ${yamlText(user)}\n  passwordFile: ${yamlText(passwordFile(user))}\n`;
  return `  url: ${yamlText(broker.url)}\n${login}`;
}

function displayLines({ panel, layout, rotate, wires, picturePath }: Answers): string {
  if (panel === "none")
    return `  - name: hallway
    kind: png-file # replaced whenever the picture changes
    path: ${yamlText(picturePath)}
    size: 800x480
    palette: black-white
    layout: ${layout}
`;
  return `  - name: hallway
    kind: epaper
    panel: ${panel}
${wireLines(wires)}    rotate: ${rotate} # 0, 90, 180 or 270 degrees clockwise
    layout: ${layout}
    quietHours: "23:00-06:00" # no refresh during these hours
`;
}

function wireLines({ spi, gpioChip, pins }: Wires): string {
  const lines = Object.entries(pins ?? {}).map(([pin, line]) => `${pin}: ${line}`);
  return [
    spi === undefined ? "" : `    spi: ${yamlText(spi)}\n`,
    gpioChip === undefined ? "" : `    gpioChip: ${yamlText(gpioChip)} # its label\n`,
    lines.length === 0 ? "" : `    pins: { ${lines.join(", ")} } # GPIO lines; the others are as on the vendor's HAT\n`,
  ].join("");
}

/** A text as YAML writes it: plain where that can be nothing else. */
function yamlText(text: string): string {
  const isPlain =
    /^[A-Za-z/][\w/.:@+-]*$/u.test(text) && !/^(?:true|false|null|yes|no|on|off)$/iu.test(text) && !text.endsWith(":");
  return isPlain ? text : JSON.stringify(text);
}
