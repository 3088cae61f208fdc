/** The name of a topic's partition in the log. */
export function laneName(topic: string, partition: number): string {
  return `kafka-${topic}-${partition}`
}
