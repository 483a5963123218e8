/** A layout as it is written, with every default filled in: plain data, which JSON keeps as it is. */
export interface WrittenLayout {
  readonly description: string;
  readonly sizes: Readonly<Record<string, WrittenComposition>>;
}

interface WrittenComposition {
  readonly margin: number;
  readonly type: {
    readonly small: number;
    readonly body: number;
    readonly figure: number;
    readonly giant?: number | undefined;
  };
  readonly root: WrittenNode;
  readonly waiting?: WrittenNode | undefined;
}

/** One part of a layout as it is written, with every default filled in. */
export interface WrittenNode {
  readonly row?: WrittenNode[] | undefined;
  readonly column?: WrittenNode[] | undefined;
  readonly widget?: string | undefined;
  /** Of a widget always there. */
  readonly options?: Record<string, unknown> | undefined;
  readonly space?: true | undefined;
  readonly line?: true | undefined;
  readonly size: number | `${number}fr`;
  readonly gap: number;
  readonly shorten: boolean;
  readonly withoutClock?: WrittenNode | undefined;
}
