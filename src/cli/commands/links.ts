import { linkTable } from '../../documents/tables/operations.ts'
import { fail } from '../../errors.ts'
import { linkHoursMax } from '../../service/people.ts'
import { madeLink, signInLink } from '../../service/schemas/index.ts'
import type { Session } from '../session.ts'
import { type CommandDefinition, givenOptions, noneOf, pagesOf } from './definition.ts'

export const linksMakeCommand: CommandDefinition = {
  usage: 'make <payee>',
  about: 'make a link with which a payee signs in to the console once, and print it once',
  examples: [
    'headwater links make ann --expires 7d',
    'headwater links make ann --expires 12h --url https://ledger.example',
  ],
  options: (command) =>
    command.option('--expires <time>', 'hours or days until it expires, such as 12h or 7d (default: 7d)'),
  async run(session, [payee]: [string], { expires }: { expires?: string }) {
    const hours = expires === undefined ? undefined : hoursOf(expires)
    await session.with('changes', async (headwater) => {
      const made = await headwater.makeLink({ payee, ...(hours !== undefined && { hours }) })
      await session.out.object(madeLink, made)
      await session.out.text(
        `${addressOf(session)}${made.fragment}\n\nThis link signs ${JSON.stringify(payee)} in, once, until ${made.expiresAt}. It is shown only now. To take it back: headwater links revoke ${made.link}`,
      )
    })
    return undefined
  },
}

export const linksListCommand: CommandDefinition = {
  usage: 'list',
  about: 'list links with which payees sign in, with what became of each; the oldest first',
  examples: ['headwater links list', 'headwater links list --payee ann --json'],
  lists: true,
  options: (command) => command.option('--payee <payee>', 'only links of this payee'),
  async run(session, _operands, { payee }: { readonly payee?: string }) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: signInLink,
        rows: pagesOf((page) => headwater.links({ ...page, ...givenOptions({ payee }) })),
        ...linkTable,
        none: noneOf('No link.', { payee }),
      }),
    )
    return undefined
  },
}

export const linksRevokeCommand: CommandDefinition = {
  usage: 'revoke <link>',
  about: 'take a link back, and end the sessions that it began',
  examples: ['headwater links revoke 0123456789abcdef'],
  async run(session, [link]: [string]) {
    await session.with('changes', async (headwater) => {
      const revoked = await headwater.revokeLink(link)
      await session.out.object(signInLink, revoked)
      await session.out.text(`The link ${link} of ${JSON.stringify(revoked.payee)} is revoked.`)
    })
    return undefined
  },
}

/** @throws HeadwaterError `usage.invalid` */
function hoursOf(text: string): number {
  const [, number, unit] = /^([0-9]{1,4})([hd])$/.exec(text) ?? []
  const hours = Number(number) * (unit === 'd' ? 24 : 1)
  if (hours >= 1 && hours <= linkHoursMax) return hours
  return fail(
    'usage.invalid',
    `\`--expires\` is 1h to ${linkHoursMax}h, or 1d to ${linkHoursMax / 24}d, not ${JSON.stringify(text.slice(0, 64))}.`,
  )
}

/** Of the console: the settings know it, or the server that was asked. */
function addressOf({ config: { api, remote } }: Session): string {
  const url = api.publicUrl ?? remote.url ?? `http://127.0.0.1:${api.port}/`
  return url.endsWith('/') ? url : `${url}/`
}
