/** The names of relations and policies. The file imports nothing, so the library for graphs loads nothing else. */

/** Graphs number relations by this order: it is only ever appended to. */
export const relations = [
  'trainedOn',
  'finetunedFrom',
  'mergedFrom',
  'adapterOf',
  'quantizedFrom',
  'distilledFrom',
  'composedOf',
  'subsetOf',
] as const
export type Relation = (typeof relations)[number]

export const policies = ['absolute', 'relative'] as const
export type Policy = (typeof policies)[number]
