/** Rules that events of several types share. Paths are JSON pointers. */
import { fail } from '../errors.ts'

/** @throws HeadwaterError `event.missing` if the event has one of the two fields without the other */
export function bothOrNeither<Data extends object>(
  data: Data,
  one: keyof Data & string,
  other: keyof Data & string,
): void {
  if ((data[one] === undefined) === (data[other] === undefined)) return
  const [given, missing] = data[one] === undefined ? [other, one] : [one, other]
  fail('event.missing', `${given} comes with ${missing}: both or neither.`, { path: `/data/${missing}` })
}

/** @throws HeadwaterError `release.payeeTwice` */
export function checkPayeesOnce(list: readonly { readonly payee: string }[] | undefined, name: string): void {
  const seen = new Set<string>()
  list?.forEach(({ payee }, index) => {
    if (seen.has(payee)) {
      fail('release.payeeTwice', `${name} names the payee ${JSON.stringify(payee)} twice.`, {
        path: `/data/${name}/${index}/payee`,
      })
    }
    seen.add(payee)
  })
}
