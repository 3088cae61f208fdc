/** A statement with everything that a document shows. */
import type { Statement } from '../../../src/service/headwater.ts'

export function statementOf(over: Partial<Statement> = {}): Statement {
  return {
    epoch: 2,
    until: '2026-03-01T00:00:00Z',
    payee: 'lab',
    name: null,
    accounts: [{ chain: 'eip155:8453', account: '0x1615eee0e7fe2cb0535f4cb35faefcf46e7a3412' }],
    currencies: [
      {
        currency: 'USD',
        broughtForward: '1.5',
        earned: '2.25',
        late: '0.25',
        paid: '0',
        paidTo: null,
        carried: '3.75',
        held: 'noToken',
        lines: [
          {
            asset: 'dataset:lab/corpus',
            version: '1',
            role: 'holder',
            earned: '2.25',
            flow: {
              ...{ direct: '0', fee: '0', relativeIn: '2.25', absoluteIn: '0', relativeOut: '0' },
              ...{ absoluteOut: '0', retained: '2.25' },
            },
            paths: [
              {
                from: { asset: 'agent:acme/desk', version: '3' },
                over: [{ asset: 'dataset:lab/corpus', version: '1', relation: 'trainedOn', share: '0.25' }],
                amount: '2.25',
              },
            ],
          },
        ],
      },
    ],
    ...over,
  }
}
