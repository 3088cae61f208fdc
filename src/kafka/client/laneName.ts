/** What the partition of a topic is called in the log. */
export function laneName(topic: string, partition: number): string {
  return `kafka-${topic}-${partition}`
}
