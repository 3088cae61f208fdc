/** Who signs in: by a key, by a link, or by an account that signs a message which this server wrote. */
import { z } from 'zod'
import { fail } from '../../errors.ts'
import type { ServedPeople, SignInMessage } from '../../service/people.ts'
import { hashOfKey, type KeyRing } from '../keyRing.ts'
import { Challenges } from './challenges.ts'
import type { Who } from './sessions.ts'

export const signInBody = z
  .strictObject({
    key: z.string().min(1).max(1_024).optional().describe('An API key'),
    message: z.string().min(1).max(4_096).optional().describe('The message of POST /v1/session/challenges'),
    signature: z
      .string()
      .min(1)
      .max(16_386)
      .optional()
      .describe('Of the message, by the account that it names'),
    link: z.string().min(1).max(128).optional().describe('The token of a link'),
  })
  .describe('A key; or a message with its signature; or a link')

export class SignIn {
  readonly #keys: KeyRing
  readonly #people: ServedPeople | undefined
  readonly #challenges = new Challenges<{ readonly text: string; readonly account: string }>(() => new Date())

  constructor(keys: KeyRing, people: ServedPeople | undefined) {
    this.#keys = keys
    this.#people = people
  }

  /** @throws HeadwaterError `account.malformed`, `chain.*`, `address.*`, `session.unavailable` */
  challenge(named: Pick<SignInMessage, 'account' | 'domain' | 'uri'>): { message: string; expiresAt: Date } {
    const { account } = named
    const { asked, expiresAt } = this.#challenges.ask((nonce, issuedAt, end) => ({
      text: this.#served().writeSignIn({ ...named, nonce, issuedAt, expiresAt: end }),
      account,
    }))
    return { message: asked.text, expiresAt }
  }

  /** @throws HeadwaterError `request.malformed`, `auth.unknownKey`, `link.refused`, `session.*`, `chain.unreachable` */
  async identify({ key, message, signature, link }: z.infer<typeof signInBody>): Promise<Who> {
    const given = [key, message, link].filter((one) => one !== undefined)
    if (given.length !== 1 || (message === undefined) !== (signature === undefined))
      fail('request.malformed', 'Sign in with a key, or a message and its signature, or a link: one of them.')
    if (key !== undefined) {
      const hash = hashOfKey(key)
      if (this.#keys.withHash(hash) === null)
        fail('auth.unknownKey', 'This server does not know the API key.')
      return { by: 'key', hash }
    }
    if (link !== undefined) return { by: 'link', ...(await this.#served().spendLink(link)) }
    return { by: 'account', account: await this.#signer(message!, signature!) }
  }

  /**
   * The message must be, letter by letter, one that this server wrote: so its domain, address, chain, number and times are
   * those that the server chose.
   */
  async #signer(text: string, signature: string): Promise<string> {
    const people = this.#served()
    const nonce = /\nNonce: ([0-9a-f]{32})\n/.exec(text)?.[1] ?? ''
    const asked = this.#challenges.take(nonce)
    if (asked?.text !== text)
      fail('session.refused', 'The message is not one that this server wrote, was used, or has expired.')
    if (!(await people.signedText(asked.account, text, signature)))
      fail('session.refused', 'The signature is not that of the account that the message names.')
    return asked.account
  }

  #served(): ServedPeople {
    return this.#people ?? fail('session.unavailable', 'This server signs in holders of keys alone.')
  }
}
