/** What became of a publication, as `publish` says it. */
import { z } from 'zod'

const publishedShape = {
  epoch: z.number(),
  root: z.string(),
  stage: z.enum(['planned', 'sent', 'pending', 'active', 'disabled']),
  index: z.number().optional().describe('In the list of the contract, from 1'),
  sameAs: z.number().optional().describe('The epoch whose root is the same and published already'),
  waitsFor: z
    .enum(['mining', 'confirmations', 'window', 'funding', 'feeLimit', 'signer'])
    .nullable()
    .describe('Null: done'),
  until: z.string().optional(),
  missing: z
    .array(z.object({ token: z.string(), amount: z.string() }))
    .optional()
    .describe('In atoms'),
  transactions: z
    .array(
      z.object({
        purpose: z.string(),
        to: z.string(),
        data: z.string(),
        value: z.string(),
        chainId: z.string(),
      }),
    )
    .optional()
    .describe('For another signer, in this order'),
  fault: z.undefined().optional(),
}
const publishFault = z.object({ code: z.string(), message: z.string(), fix: z.string() })

/** What became of one distributor. */
export const publishResult = z.union([
  z.object({ chain: z.string(), distributor: z.string(), ...publishedShape }),
  z.object({ chain: z.string(), distributor: z.string(), fault: publishFault }),
])
