/** Topic on which a client says, retained, whether it is there, and its words for that. */
export interface StatusTopic {
  readonly topic: string;
  readonly online: string;
  readonly offline: string;
}
