import { z } from 'zod'

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `500ms`, `2s`, `5m`, `1h`, `3d` as milliseconds. */
export const duration = z
  .string()
  .regex(/^[0-9]{1,6}(?:ms|s|m|h|d)$/, 'must be a duration: 500ms, 2s, 5m, 1h, 3d')
  .transform((text) => Number.parseInt(text, 10) * unitMs[text.replace(/[0-9]+/, '') as keyof typeof unitMs])
