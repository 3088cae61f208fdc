/** How much of a topic is durable, over all its partitions, as it goes on. */
import { type WatchOptions, watchDurable } from '../load/watch.ts'

export async function watchSum(options: Omit<WatchOptions, 'onDurable'>) {
  const durable = Array<number>(options.partitions).fill(0)
  const watch = await watchDurable({
    ...options,
    onDurable: (partition, offset) => {
      durable[partition] = offset
    },
  })
  return {
    /** Offsets that are durable, added up. */
    sum: () => durable.reduce((all, offset) => all + offset, 0),
    stop: () => watch.stop(),
  }
}
