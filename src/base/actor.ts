/** Who does something: a key of the API, a user of the machine, or what a process reads. */
export const actorKinds = ['key', 'loopback', 'user', 'topic', 'payee', 'unknown'] as const

export interface Actor {
  /**
   * key: a key of the server; loopback: a program on the machine of a server without keys; user: a user of the machine;
   * topic: a program that may write to a Kafka topic; payee: one that signed in, by its account or a link; unknown: the process ended before it wrote down who it was
   */
  readonly kind: (typeof actorKinds)[number]
  /** Of the key, the user, the topic, the account or the link. */
  readonly name: string
}
