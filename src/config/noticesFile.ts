/**
 * The notices file: to which addresses a server sends what happens. Secrets come from the environment (`${NAME}`), and no
 * message of this file quotes a value of it.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { fail } from '../errors.ts'
import { duration } from './duration.ts'
import { type Environment, faultsOf, type OnFaulty, readYamlFile } from './yamlFile.ts'

const noticeKinds = [
  'epoch.closed',
  'statement.ready',
  'balance.owed',
  'root.active',
  'refused.share',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

const minuteMs = 60_000
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

const url = z
  .string()
  .max(2_048)
  .refine((text) => {
    if (!URL.canParse(text)) return false
    const { protocol, hostname, username, password } = new URL(text)
    if (username !== '' || password !== '') return false
    return protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))
  }, 'must be an https URL without a user (http only to loopback)')

/** At least 24 bytes, as https://www.standardwebhooks.com asks for. */
const secret = z.string().refine((text) => {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  return base64 !== undefined && Buffer.from(base64, 'base64').length >= 24
}, 'must be whsec_ and 24 to 64 random bytes as base64')

const webhook = z.strictObject({
  url,
  /** Two of them while a secret is replaced: notices are signed with each. */
  secrets: z.array(secret).min(1).max(2),
  kinds: z
    .array(z.enum(noticeKinds))
    .min(1)
    .default([...noticeKinds]),
  /** Only what concerns these payees: their statements and balances. Default: all. */
  payees: z.array(z.string().min(1).max(1_024)).min(1).max(1_000).optional(),
  /** An answer may take this long. */
  timeout: duration.pipe(z.number().min(100).max(120_000)).default(10_000),
  /** A notice that its receiver does not take for this long is given up, and the next one is sent. */
  giveUpAfter: duration
    .pipe(
      z
        .number()
        .min(1_000)
        .max(90 * 86_400_000),
    )
    .default(3 * 86_400_000),
})

const refusedShare = z.strictObject({
  /** Share of the events of a window that may be refused, above 0 and below 1. */
  above: z.number().positive().lt(1).default(0.05),
  window: duration.pipe(z.number().min(1_000).max(86_400_000)).default(5 * minuteMs),
  /** Windows with fewer events are not judged. */
  eventsMin: z.int().min(1).max(1_000_000_000).default(100),
})

const noticesFile = z.strictObject({
  /** The `source` of the CloudEvents. */
  source: z.string().min(1).max(1_024).default('headwater'),
  webhooks: z
    .record(
      z.string().regex(/^[a-z0-9](?:[-a-z0-9]{0,62}[a-z0-9])?$/, 'must be a name of a-z, 0-9 and -'),
      webhook,
    )
    .refine((hooks) => Object.keys(hooks).length <= 64, 'has more than 64 webhooks'),
  refusedShare: refusedShare.prefault({}),
})

export type Webhook = z.output<typeof webhook>
export type RefusedShare = z.output<typeof refusedShare>

export interface NoticesConfig {
  /** Of the CloudEvents. */
  readonly source: string
  /** By name, in the order of the file. */
  readonly webhooks: ReadonlyMap<string, Webhook>
  readonly refusedShare: RefusedShare
}

/**
 * @param place the file that the settings name, and the data folder, in which notices.yaml is looked for
 * @returns undefined where no file is named and the folder has none
 * @throws HeadwaterError `notices.fileMissing`, `notices.fileFaulty`
 */
export async function readNotices(
  place: { readonly file?: string | undefined; readonly folder: string },
  environment: Environment = process.env,
): Promise<NoticesConfig | undefined> {
  const file = place.file ?? join(place.folder, 'notices.yaml')
  if (!existsSync(file)) {
    if (place.file === undefined) return undefined
    fail('notices.fileMissing', `There is no notices file ${file}.`, { data: { file } })
  }
  const faulty: OnFaulty = (faults) =>
    fail('notices.fileFaulty', `The notices file ${file} can't be used: ${faults.slice(0, 20).join('; ')}.`, {
      data: { file },
    })
  const read = noticesFile.safeParse(await readYamlFile(file, environment, faulty))
  if (!read.success) return faulty(faultsOf(read.error, []))
  return { ...read.data, webhooks: new Map(Object.entries(read.data.webhooks)) }
}
